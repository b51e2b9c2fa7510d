package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.tasuki.app.adapter.AdapterUrl;
import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.CallMeans;
import dev.tasuki.app.adapter.Finding;
import dev.tasuki.testservers.PostgresServer;
import dev.tasuki.testservers.RabbitServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our servers as nodes of a Celery fleet: what its command line and its monitors see of them, beside one of its own
 * workers. One Python process makes all checks.
 */
final class CeleryFleetIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path directory;

    private static RabbitServer rabbit;
    private static PostgresServer postgres;
    private static String broker;
    private static FleetChecks fleet;

    @BeforeAll
    static void makeTheChecks() throws Exception {
        rabbit = RabbitServer.start();
        postgres = PostgresServer.start();
        broker = rabbit.url() + "//";
        fleet = FleetChecks.made(directory, broker, "--results", postgres.url());
    }

    @AfterAll
    static void end() {
        fleet.close();
        postgres.close();
        rabbit.close();
    }

    @TestFactory
    Stream<DynamicTest> whatAFleetSees() {
        return fleet.told();
    }

    @Test
    void aNodeToldToEndDoesSoOnlyIfItMay() throws Exception {
        assertThat(fleet.second().exit()).as(fleet.second().output()).isZero();
        assertThat(fleet.second().output())
                .contains("told tasuki@second to shut down")
                .contains("shut down");
        assertThat(fleet.first().output()).contains("to shut down, which is not obeyed: see --celery-shutdown");
    }

    @Test
    void aWorkerThatTakesOurCallsAndDoesNotKnowThemIsToldByTheDoctor() {
        new StrangeWorker(directory, broker, true).isToldByTheDoctor();
    }

    @Test
    void aNameThatIsTakenIsToldAtTheNodeAndByTheDoctor() {
        fleet.third().awaitOutput("the name tasuki@first is another worker's", 1);
        AdapterUrl url = Adapters.CELERY.parse(broker, Map.of());
        assertThat(Adapters.CELERY.of(url).examine(url, fleet("tasuki@first")))
                .extracting(Finding::state)
                .containsExactly(Finding.State.OK, Finding.State.WARN);
        assertThat(Adapters.CELERY.of(url).examine(url, fleet("tasuki@nobody")))
                .extracting(Finding::state)
                .containsExactly(Finding.State.OK, Finding.State.OK);
    }

    private static CallMeans.Fleet fleet(String name) {
        return new CallMeans.Fleet(
                List.of("tasuki"),
                name,
                new CallMeans.Backend(Optional.empty(), true),
                "",
                new CallMeans.Habits(List.of(), false));
    }

    @Test
    void aTrainingThatComesWhileTheDatabaseIsDownWaitsInItsQueue() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.url());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            String replies = channel.queueDeclare().getQueue();
            String id = UUID.randomUUID().toString();
            postgres.kill();
            BasicProperties properties = new BasicProperties.Builder()
                    .contentType("application/json")
                    .contentEncoding("utf-8")
                    .deliveryMode(2)
                    .replyTo(replies)
                    .correlationId(id)
                    .headers(Map.of("task", "tasuki.train", "id", id))
                    .build();
            byte[] body = ("[[], " + Client.TRAIN + ", {}]").getBytes(StandardCharsets.UTF_8);
            channel.basicPublish("", "tasuki", properties, body);
            Awaitility.await("the message is back")
                    .atMost(PATIENCE)
                    .until(() -> channel.queueDeclarePassive("tasuki").getMessageCount() == 1);
            assertThat(channel.queueDeclarePassive(replies).getMessageCount()).isZero();
            postgres.startAgain();
            List<String> states = new ArrayList<>();
            Awaitility.await("it is done").atMost(PATIENCE).until(() -> {
                for (GetResponse next = channel.basicGet(replies, true);
                        next != null;
                        next = channel.basicGet(replies, true)) {
                    states.add(state(next));
                }
                return states.contains("SUCCESS");
            });
            assertThat(states).doesNotContain("FAILURE", "REVOKED");
        }
    }

    private static String state(GetResponse message) throws IOException {
        return new ObjectMapper().readTree(message.getBody()).path("status").asText();
    }

    @Test
    void operatorsSeeHowManyAnswersAreOwed() {
        try (Client http = new Client(
                fleet.first().awaitOutput("answers at (http://\\S+)", 1).group(1))) {
            assertThat(http.text("/metrics")).containsPattern("tasuki_celery_owed_total\\{[^}]*} [1-9]");
        }
    }
}
