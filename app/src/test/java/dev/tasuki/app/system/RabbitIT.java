package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.tasuki.app.cli.CommandContext;
import dev.tasuki.app.cli.Program;
import dev.tasuki.app.client.ServerClient;
import dev.tasuki.app.settings.Setting;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.app.settings.SettingsReader;
import dev.tasuki.app.settings.Sources;
import dev.tasuki.app.wiring.CannotStart;
import dev.tasuki.app.wiring.ProcessOverrides;
import dev.tasuki.app.wiring.Role;
import dev.tasuki.app.wiring.Running;
import dev.tasuki.testservers.RabbitServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's wiring over a real RabbitMQ: what doctor says of it, and what it tells of tasks. */
class RabbitIT {
    private static final String TRAIN_QUEUE = "queue.model.train";
    private static final String PREDICT_QUEUE = "queue.model.predict";
    private static final String EXCHANGE = "tasuki.events";
    private static final String LONG_TRAINING = """
            {"dataset_id":"diabetes","features":["age","bmi"],"target":"target",\
            "params":{"n_estimators":20000,"max_depth":null}}""";

    private static RabbitServer rabbit;

    @TempDir
    Path directory;

    private final List<Running> running = new ArrayList<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final Queue<String> ids = new ConcurrentLinkedQueue<>();
    private String url;
    private Connection connection;
    private Channel session;

    @BeforeAll
    static void startBroker() throws IOException {
        rabbit = RabbitServer.start();
    }

    @AfterAll
    static void stopBroker() {
        rabbit.close();
    }

    /** Each test begins without queues and exchange. */
    @BeforeEach
    void connect() throws Exception {
        url = rabbit.url();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        connection = factory.newConnection("test");
        session = connection.createChannel();
        for (String queue : List.of(TRAIN_QUEUE, PREDICT_QUEUE)) {
            session.queueDelete(queue);
            session.queueDelete(queue + ".dead");
        }
        session.exchangeDelete(EXCHANGE);
    }

    @AfterEach
    void close() throws IOException {
        running.reversed().forEach(Running::drain);
        connection.close();
    }

    @Test
    void doctorFindsNothingThereYet() throws Exception {
        Ended doctor = doctor();
        assertThat(doctor.exit()).as(doctor.out()).isZero();
        assertThat(doctor.states()).containsOnly("ok");
        assertThat(doctor.of(TRAIN_QUEUE + ":"))
                .contains("not there yet; declared at first use with", "x-queue-type=quorum");
        assertThat(doctor.of(EXCHANGE + ":")).contains("not there yet");
        assertThatThrownBy(() -> session.queueDeclarePassive(TRAIN_QUEUE))
                .as("doctor makes nothing")
                .hasStackTraceContaining("NOT_FOUND");
    }

    @Test
    void doctorFindsWhatWeDeclaredAsWanted() throws Exception {
        start(Role.SERVE, Map.of());
        Ended doctor = doctor();
        assertThat(doctor.exit()).as(doctor.out()).isZero();
        assertThat(doctor.states()).containsOnly("ok");
        assertThat(doctor.of(TRAIN_QUEUE + ":")).contains("as wanted: ", "x-delivery-limit=20");
        assertThat(doctor.of(PREDICT_QUEUE + ":")).contains("as wanted: {x-queue-type=classic}");
        assertThat(doctor.of(EXCHANGE + ":")).contains("as wanted");
    }

    @Test
    void doctorWarnsOfThePublishedClassicQueues() throws Exception {
        for (String queue : List.of(TRAIN_QUEUE, PREDICT_QUEUE)) {
            session.queueDeclare(queue, true, false, false, Map.of());
        }
        Ended doctor = doctor();
        assertThat(doctor.exit()).as("they work").isZero();
        assertThat(doctor.states()).containsOnly("ok", "warn");
        assertThat(doctor.of(TRAIN_QUEUE + ":"))
                .contains("is used as it is", "x-queue-type is classic and quorum is wanted")
                .contains("rabbitmqctl delete_queue " + TRAIN_QUEUE + " --if-empty)");
        assertThat(doctor.of(PREDICT_QUEUE + ":")).contains("as wanted");
    }

    @Test
    void doctorFailsWhereTheProgramWould() throws Exception {
        session.queueDeclare(TRAIN_QUEUE, true, false, false, Map.of());
        session.queueDeclare(PREDICT_QUEUE, false, true, false, Map.of());
        url += "?strict_queues=true";
        Ended doctor = doctor();
        assertThat(doctor.exit()).isEqualTo(4);
        assertThat(doctor.of(TRAIN_QUEUE + ":")).contains("strict_queues", "rabbitmqctl delete_queue " + TRAIN_QUEUE);
        assertThat(doctor.of(PREDICT_QUEUE + ":")).contains("RESOURCE_LOCKED", "stop that program");
        assertThat(doctor.state(TRAIN_QUEUE + ":")).isEqualTo("fail");
    }

    @Test
    void everyStateOfATaskIsAnnouncedWhicheverProcessBroughtItAbout() throws Exception {
        listen();
        URI address = URI.create(url(start(Role.PRODUCER, Map.of())));
        Http producer = new Http(address.toString());
        ServerClient commands = new ServerClient(address);
        String cancelled = producer.train(Http.TRAIN);
        commands.delete("/tasks/" + cancelled);
        assertAnnounced(cancelled, "received", "cancelled");
        String trained = producer.train(Http.TRAIN);
        Path wrong = directory.resolve("wrong.csv");
        commands.put("/datasets/wrong", Files.writeString(wrong, "a,b\n1,2\n2,3\n3,4\n4,5\n5,6\n6,7\n7,8\n8,9\n"));
        String failed = producer.train("{\"dataset_id\":\"wrong\",\"features\":[\"b\"],\"target\":\"a\"}");
        commands.delete("/datasets/wrong");

        start(Role.CONSUMER, Map.of(Setting.HEALTH_PORT, "0"));
        assertThat(producer.ended(trained).path("state").asText()).isEqualTo("TASK_COMPLETED");
        assertAnnounced(trained, "received", "started", "completed");
        assertAnnounced(failed, "received", "started", "error");
        String stopped = producer.train(LONG_TRAINING);
        eventually().until(() -> heard.contains("task.train.started " + stopped));
        commands.delete("/tasks/" + stopped);
        assertThat(producer.ended(stopped).path("state").asText()).isEqualTo("TASK_CANCELLED");
        assertAnnounced(stopped, "received", "started", "cancel_requested", "cancelled");
        assertThat(producer.get("/metrics").body())
                .as("the first process leads")
                .containsPattern("tasuki_events_announced_total [1-9]")
                .contains("tasuki_events_dropped_total 0.0");
        commands.close();
    }

    @Test
    void anExchangeThatCannotBeUsedHarmsNoTask() throws Exception {
        session.exchangeDeclare(EXCHANGE, BuiltinExchangeType.FANOUT, true);
        Http server = new Http(url(start(Role.SERVE, Map.of())));
        String id = server.train(Http.TRAIN);

        assertThat(server.ended(id).path("state").asText()).isEqualTo("TASK_COMPLETED");
        assertThat(server.predict(id).body()).contains("208.6445780005619");
        Ended doctor = doctor();
        assertThat(doctor.exit()).isEqualTo(4);
        assertThat(doctor.of(EXCHANGE + ":"))
                .contains("no events are announced", "rabbitmqadmin --vhost=/ delete exchange name=tasuki.events");

        session.exchangeDelete(EXCHANGE);
        listen();
        running.removeFirst().drain();
        start(Role.SERVE, Map.of());
        assertAnnounced(id, "received", "started", "completed");
        assertThat(server(0).get("/metrics").body()).contains("tasuki_events_dropped_total 0.0");
    }

    /** Each is stopped right after it accepted something, while the next one waits to lead. */
    @Test
    void twentyLeadersStopInTurnAndNoEventIsMissing() throws Exception {
        listen();
        List<String> accepted = new ArrayList<>();
        start(Role.PRODUCER, Map.of(Setting.DATA, directory.resolve("first").toString()));
        for (int i = 1; i <= 20; i++) {
            Path data = directory.resolve("next" + i);
            start(Role.PRODUCER, Map.of(Setting.DATA, data.toString()));
            accepted.add(server(0).train(Http.TRAIN));
            running.removeFirst().drain();
        }
        eventually()
                .untilAsserted(() -> assertThat(new LinkedHashSet<>(heard))
                        .containsExactlyElementsOf(accepted.stream()
                                .map(id -> "task.train.received " + id)
                                .toList()));
        assertThat(Set.copyOf(ids))
                .as("an event that comes again has the same id")
                .hasSameSizeAs(accepted);
    }

    @Test
    void poisonThatWaitsInBothQueuesAtTheStartBecomesDeadLetters() throws Exception {
        start(Role.SERVE, Map.of()).drain();
        running.clear();
        Object deep = 1;
        for (int i = 0; i < 34; i++) {
            deep = Map.of("n", deep);
        }
        AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder().headers(Map.of("n", deep)).build();
        for (String queue : List.of(TRAIN_QUEUE, PREDICT_QUEUE)) {
            session.basicPublish("", queue, properties, "{}".getBytes(StandardCharsets.UTF_8));
            session.basicPublish("", queue, null, new byte[9 << 20]);
        }
        Running server = start(Role.SERVE, Map.of());
        for (String queue : List.of(TRAIN_QUEUE, PREDICT_QUEUE)) {
            eventually()
                    .untilAsserted(() ->
                            assertThat(session.messageCount(queue + ".dead")).isEqualTo(2));
        }
        try (ServerClient client = new ServerClient(URI.create(url(server)))) {
            assertThat(client.get("/health/ready").path("status").asText()).isEqualTo("UP");
            JsonNode letters = client.get("/dead-letters");
            assertThat(letters.path("dead_letters"))
                    .hasSize(4)
                    .allSatisfy(letter ->
                            assertThat(letter.path("body").asText().length()).isLessThanOrEqualTo(4096));
        }
    }

    @Test
    void doctorFailsAtThePasswordThatEverybodyKnows() throws Exception {
        rabbit.control("add_user", "tasuki", "tasuki");
        rabbit.control("set_permissions", "tasuki", ".*", ".*", ".*");
        url = rabbit.url().replace("guest:guest", "tasuki:tasuki");
        Ended doctor = doctor();
        assertThat(doctor.exit()).isEqualTo(4);
        assertThat(doctor.of("user tasuki:")).contains("everybody knows it");
    }

    private void listen() throws IOException {
        String mine = session.queueDeclare().getQueue();
        session.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
        session.queueBind(mine, EXCHANGE, "task.#");
        session.basicConsume(mine, true, new DefaultConsumer(session) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                ids.add(properties.getMessageId());
                heard.add(envelope.getRoutingKey() + " " + properties.getCorrelationId());
            }
        });
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(2));
    }

    private void assertAnnounced(String task, String... states) {
        eventually()
                .untilAsserted(() -> assertThat(heard)
                        .filteredOn(event -> event.endsWith(" " + task))
                        .extracting(event -> event.substring("task.train.".length(), event.indexOf(' ')))
                        .containsExactly(states));
    }

    private Running start(Role role, Map<Setting, String> further) throws CannotStart {
        Map<Setting, String> flags = new EnumMap<>(settings());
        flags.put(Setting.DATA, directory.resolve(role.text()).toString());
        flags.put(Setting.PORT, "0");
        flags.putAll(further);
        Settings settings = new SettingsReader(new Sources(flags, Map.of(), directory)).read();
        Running started = Running.start(role, settings, "test", ProcessOverrides.NONE);
        running.add(started);
        return started;
    }

    private Map<Setting, String> settings() {
        return Map.of(
                Setting.BROKER,
                url,
                Setting.RESULTS,
                "jdbc:sqlite:" + directory.resolve("tasks.db"),
                Setting.STORE,
                "file:" + directory.resolve("objects"));
    }

    private Http server(int index) {
        return new Http(url(running.get(index)));
    }

    private static String url(Running process) {
        return process.url().map(URI::toString).orElseThrow();
    }

    /** What a command left. */
    private record Ended(int exit, String out) {
        /** Detail and remedy of what was found about it. */
        String of(String name) throws IOException {
            return check(name).path("detail").asText() + " → "
                    + check(name).path("remedy").asText();
        }

        String state(String name) throws IOException {
            return check(name).path("state").asText();
        }

        List<String> states() throws IOException {
            return checks().findValuesAsText("state");
        }

        private JsonNode check(String name) throws IOException {
            for (JsonNode check : checks()) {
                if (check.path("detail").asText().startsWith(name)) {
                    return check;
                }
            }
            throw new AssertionError("nothing about " + name + " in " + out);
        }

        private JsonNode checks() throws IOException {
            return new ObjectMapper().readTree(out).path("checks");
        }
    }

    private Ended doctor() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(List.of("doctor", "--json", "--port", "0"));
        command.addAll(List.of(
                "--url",
                "http://127.0.0.1:1",
                "--data",
                directory.resolve("doctor").toString()));
        settings().forEach((setting, text) -> command.addAll(List.of(setting.flag(), text)));
        CommandContext context =
                new CommandContext(Map.of(), directory, new ByteArrayInputStream(new byte[0]), printed, printed, false);
        int exit = new Program(context).run(command.toArray(String[]::new));
        return new Ended(exit, out.toString(StandardCharsets.UTF_8));
    }
}
