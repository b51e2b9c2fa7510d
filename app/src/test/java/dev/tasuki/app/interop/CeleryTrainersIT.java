package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.testservers.RabbitServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainings that tasks of a real Celery worker do, over a real RabbitMQ with results by rpc. One worker and one server for
 * all cases; a file is how a case and a task wait for each other.
 */
final class CeleryTrainersIT {
    private static final String[] SERVE = {
        "serve",
        "--port",
        "0",
        "--celery-queues",
        "none",
        "--celery-trainers",
        "it.*,proj.ridge",
        "--celery-routes",
        "it.nobody*=nobody,it.routed=special,proj.*=ridge",
        "--num-threads",
        "6",
        "--drain-timeout",
        "1s",
        "--sample",
        "true"
    };

    @TempDir
    static Path directory;

    private static RabbitServer rabbit;
    private static Path objects;
    private static Peer worker;
    private static Peer server;
    private static String url;
    private static Client http;

    @BeforeAll
    static void begin() throws Exception {
        rabbit = RabbitServer.start();
        objects = directory.resolve("tasuki-data/objects");
        worker = DirectTraining.worker(directory, broker(), "w1 celery 4", "rpc://");
        serve();
        worker.awaitOutput("w1@\\S+ ready", 1);
    }

    @AfterAll
    static void end() throws IOException {
        http.close();
        server.close();
        worker.closeTree();
        rabbit.close();
    }

    private static String broker() {
        return rabbit.url() + "//";
    }

    private static void serve() {
        Map<String, String> variables = Map.of("TASUKI_JAVA_OPTS", "-Xmx512m", "TASUKI_CELERY", broker());
        server = new Peer.Place(directory, variables).tasuki(SERVE);
        url = server.awaitOutput("answers at (http://\\S+)", 1).group(1);
        http = new Client(url);
    }

    private static ObjectNode request(String task) {
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.put("dataset_id", "diabetes").put("target", "target").put("algorithm", "celery:" + task);
        body.putArray("features").add("age").add("bmi");
        return body;
    }

    private static String train(ObjectNode body) {
        Client.Answer answer = http.post("/train", body.toString());
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().path("message").path("model_id").asText();
    }

    private static JsonNode failed(String task) {
        JsonNode row = http.ended(train(request(task)));
        assertThat(row.path("state").asText()).as(row.toString()).isEqualTo("TASK_ERROR");
        return row.path("error");
    }

    private static String state(String id) {
        return http.ended(id).path("state").asText();
    }

    private static String code(String id) {
        return http.ended(id).path("error").path("code").asText();
    }

    private static int metric(String id, String name) {
        return http.get("/models/" + id).body().path("metrics").path(name).asInt();
    }

    private static Path file() {
        return directory.resolve(UUID.randomUUID().toString());
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2));
    }

    /** A training that waits for a file, and writes its process into another. */
    private record Slow(String id, Path runs, Path until) {
        static Slow begun(String task, ObjectNode body) {
            Path runs = file();
            Path until = file();
            body.put("algorithm", "celery:" + task);
            body.putObject("params").put("runs", runs.toString()).put("until", until.toString());
            Slow slow = new Slow(train(body), runs, until);
            await().until(() -> Files.exists(runs) && Files.readString(runs).endsWith("\n"));
            return slow;
        }

        ProcessHandle process() throws IOException {
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(runs).getLast()))
                    .orElseThrow();
        }
    }

    @Test
    void case94AWorkersModelIsInTheRow() throws IOException {
        ObjectNode body = request("it.mean");
        body.putObject("params").putArray("layers").add(8).addObject().put("units", 2);

        JsonNode row = http.ended(train(body));

        assertThat(row.path("state").asText()).as(row.toString()).isEqualTo("TASK_COMPLETED");
        JsonNode model = http.get("/models/" + row.path("task_id").asText()).body();
        assertThat(model.path("metrics").path("rows").asInt()).isEqualTo(442);
        assertThat(model.path("metrics").path("mean").asDouble()).isBetween(152.0, 152.2);
        assertThat(model.path("algorithm").asText()).isEqualTo("celery:it.mean");
        assertThat(model.path("trainer").toString()).isEqualTo("{\"split\":42}");
        assertThat(http.text("/models/" + row.path("task_id").asText() + "/artifact"))
                .isEqualTo("a mean");
        // What came in is gone.
        await().until(() ->
                !Files.exists(objects.resolve("models/" + row.path("task_id").asText() + "/incoming/1")));
        Client.Answer asked = http.predict(row.path("task_id").asText(), "{\"age\":1,\"bmi\":1}");
        assertThat(asked.body().path("code").asText()).isEqualTo("model_foreign");
    }

    @Test
    void case95ProgressIsSeen() throws IOException {
        Path first = file();
        Path second = file();
        ObjectNode body = request("it.steps");
        body.putObject("params").put("first", first.toString()).put("second", second.toString());
        String id = train(body);

        await().until(() -> progress(id).path("text").asText().equals("epoch 10 of 20"));
        assertThat(progress(id).path("fraction").asDouble()).isEqualTo(0.5);
        Files.createFile(first);
        await().until(() -> progress(id).path("text").asText().equals("3 of 4"));
        assertThat(progress(id).path("fraction").asDouble()).isEqualTo(0.75);
        assertThat(progress(id).path("stage").asText()).isEqualTo("epochs");
        Files.createFile(second);
        assertThat(state(id)).isEqualTo("TASK_COMPLETED");
    }

    private static JsonNode progress(String id) {
        return http.get("/tasks/" + id).body().path("progress");
    }

    @Test
    void case96AnExceptionIsTold() {
        JsonNode error = failed("it.error");

        assertThat(error.path("code").asText()).isEqualTo("trainer_failed");
        assertThat(error.path("detail").asText()).startsWith("ValueError('bad', 3) on w1@");
    }

    @Test
    void anUnknownTaskIsTold() {
        assertThat(failed("it.nosuch").path("detail").asText()).startsWith("NotRegistered('it.nosuch')");
    }

    @Test
    void case97ARetryIsFollowedToTheEnd() {
        String id = train(request("it.again"));

        assertThat(state(id)).isEqualTo("TASK_COMPLETED");
        assertThat(metric(id, "retries")).isOne();
    }

    @Test
    void case98CancelledTheWorkersProcessStops() throws IOException {
        Slow slow = Slow.begun("it.slow", request(""));
        ProcessHandle process = slow.process();

        assertThat(http.delete("/tasks/" + slow.id()).status()).isLessThan(300);

        assertThat(state(slow.id())).isEqualTo("TASK_CANCELLED");
        await().until(() -> !process.isAlive());
    }

    @Test
    void revokedBySomebodyElseItIsCancelled() {
        assertThat(state(train(request("it.revoked")))).isEqualTo("TASK_CANCELLED");
    }

    @Test
    void case99OutOfTimeTheWorkersProcessStops() throws IOException {
        Slow slow = Slow.begun("it.slow", request("").put("timeout_s", 3));
        ProcessHandle process = slow.process();

        assertThat(code(slow.id())).isEqualTo("run_timed_out");
        await().until(() -> !process.isAlive());
    }

    @Test
    void case100WithoutAWorkerItWaitsAndExpires() {
        ObjectNode body = request("it.nobody");
        body.put("expires_at", Instant.now().plusSeconds(2).toString());

        assertThat(code(train(body))).isEqualTo("task_expired");
    }

    @Test
    void case104AWrongHashIsRefused() {
        assertThat(failed("it.hash").path("detail").asText()).contains("with SHA-256 aaaa");
    }

    @Test
    void case105ANameThatIsNotAllowedIsNoTask() {
        Client.Answer answer = http.post("/train", request("other.task").toString());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().toString()).contains("'celery:it.*'").contains("--celery-trainers");
    }

    @Test
    void case106PickleIsRefused() {
        JsonNode error = failed("it.pickle");

        assertThat(error.path("code").asText()).isEqualTo("trainer_failed");
        assertThat(error.path("detail").asText()).contains("type pickle").contains("result_serializer='json'");
    }

    @Test
    void case107PriorityAndQueueAreThoseOfTheMessage() throws Exception {
        String id = train(request("it.routed").put("priority", 8));
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.url());
        try (var connection = factory.newConnection()) {
            var channel = connection.createChannel();
            await().until(() -> rabbit.control("list_queues", "name").contains("special"));
            GetResponse taken = await().until(() -> channel.basicGet("special", false), message -> message != null);
            assertThat(taken.getProps().getPriority()).isEqualTo(7);
            assertThat(taken.getProps().getReplyTo()).startsWith("tasuki.results." + id + ".");
            assertThat(taken.getProps().getHeaders().get("task").toString()).isEqualTo("it.routed");
            assertThat(new String(taken.getBody(), StandardCharsets.UTF_8)).contains("\"model_id\": \"" + id + "\"");
        }
        http.delete("/tasks/" + id);
        assertThat(state(id)).isEqualTo("TASK_CANCELLED");
    }

    /** By rpc, too: the last state waits in the task's own queue. */
    @Test
    void case102And103AnotherProcessFollowsTheSameTask() throws Exception {
        Slow slow = Slow.begun("it.slow", request(""));

        server.stop();
        http.close();
        serve();
        await().until(() -> server.output().contains("following the Celery task " + slow.id()));
        server.close();
        http.close();
        serve();
        Files.createFile(slow.until());

        assertThat(state(slow.id())).isEqualTo("TASK_COMPLETED");
        assertThat(Files.readAllLines(slow.runs())).hasSize(1);
        assertThat(metric(slow.id(), "number")).isOne();
    }

    @Test
    void theTrainerOfTheDocumentationRunsAsItStands() throws Exception {
        String shown = "amqp://guest:guest@localhost//";
        Path own = Files.createDirectory(directory.resolve("documented"));
        String[] commands;
        try (ShownPage page = ShownPage.of("docs/celery.md", CeleryTrainersIT.class)) {
            List<String> blocks = page.takeAll();
            Files.writeString(own.resolve("trainer.py"), blocks.get(0).replace(shown, broker()));
            commands = blocks.get(1).replace(shown, broker()).split("\n");
        }
        assertThat(commands).hasSize(3);
        Peer.Place place = new Peer.Place(own, Map.of("TASUKI_JAVA_OPTS", "-Xmx512m"));
        Peer documented = place.module("celery", words(commands[0]));
        try (Peer serving = place.tasuki(words(commands[1] + " --port 0"))) {
            String at = serving.awaitOutput("answers at (http://\\S+)", 1).group(1);
            try (Peer training = place.tasuki(words(commands[2] + " --url " + at));
                    Client client = new Client(at)) {
                assertThat(training.exit())
                        .as(training.output() + serving.output() + documented.output())
                        .isZero();
                JsonNode row = client.get("/tasks?limit=1").body().path("tasks").path(0);
                assertThat(client.text("/models/" + row.path("task_id").asText() + "/artifact"))
                        .startsWith("{\"age\": ")
                        .contains("\"bmi\": ");
            }
        } finally {
            documented.closeTree();
        }
    }

    /** Those behind the name of the program. */
    private static String[] words(String command) {
        return ShownPage.words(command).stream().skip(1).toArray(String[]::new);
    }
}
