package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.system.Deployment.Size;
import dev.tasuki.app.system.Program.Ended;
import dev.tasuki.app.system.Program.Place;
import dev.tasuki.testservers.ElasticMqServer;
import dev.tasuki.testservers.PostgresServer;
import dev.tasuki.testservers.RedisServer;
import dev.tasuki.testservers.S3Server;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQS as broker, by a server that speaks its protocol; and the commands of {@code docs/sqs.md}. */
final class SqsIT {
    private static ElasticMqServer server;

    @TempDir
    Path directory;

    @BeforeAll
    static void startServer() throws IOException {
        server = ElasticMqServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void oneLineServesOverSqs() throws Exception {
        Place place = new Place(directory, server.environment());
        try (Program program = Program.serving(place, "serve", "--broker", "sqs://one?poll=1")) {
            Http http = new Http(program.url());
            expectThePublishedFigures(http, http.train(Http.TRAIN), program.err());
            assertThat(Http.json(http.get("/health")).toString()).contains("SQS");
            assertThat(http.get("/metrics").body())
                    .contains("tasuki_sqs_send_calls_total", "tasuki_sqs_receive_entries_total");
            assertThat(program.err()).doesNotContain("ERROR]");
        }
    }

    @Test
    void theLinesOfThePageStartADeploymentAndItsCommandsEndWell() throws Exception {
        try (S3Server s3 = Deployment.s3();
                PostgresServer postgres = PostgresServer.start();
                RedisServer cache = RedisServer.start();
                ShownPage page = ShownPage.of("docs/sqs.md", SqsIT.class)) {
            Map<String, String> variables = Deployment.variables("sqs://tasuki", postgres.url(), s3);
            variables.putAll(server.environment());
            List<String> shown = page.takeAll().stream()
                    .map(text -> text.replace("jdbc:postgresql://db/tasuki", postgres.url())
                            .replace("s3://bucket", "s3://" + variables.get("S3_BUCKET_NAME"))
                            .replace("redis://cache:6379", cache.url())
                            .strip())
                    .toList();
            assertThat(shown).hasSize(4);
            String[] roles = shown.get(0).split("\n");
            try (Program producer = Program.servingAsShown(place("producer", s3), roles[0]);
                    Program consumer = Program.startAsShown(place("consumer", s3), roles[1])) {
                Http http = new Http(producer.url());
                expectThePublishedFigures(http, http.train(Http.TRAIN), producer.err() + consumer.err());
                PageCommands shell = new PageCommands(directory, producer.url(), variables);
                for (String command : shown.subList(2, 4)) {
                    PageCommands.Ended ended = shell.run(command);
                    assertThat(ended.exit())
                            .as(command + ended.out() + ended.err())
                            .isZero();
                }
            }
            try (Program producer = Program.servingAsShown(place("another", s3), shown.get(1))) {
                assertThat(Http.json(new Http(producer.url()).get("/health")).toString())
                        .contains("SQS", "Redis at 127.0.0.1:" + cache.port());
            }
        }
    }

    /** Where a process of the page runs, of which its line tells everything but who it is. */
    private Place place(String name, S3Server s3) throws IOException {
        Map<String, String> variables = new HashMap<>(s3.environment());
        variables.putAll(server.environment());
        variables.put("TASUKI_JAVA_OPTS", "-Xmx512m " + Program.SHORT_LIVED);
        return new Place(Files.createDirectory(directory.resolve(name)), variables);
    }

    @Test
    void parametersOfTheUrlAreShownAndWrongOnesNamed() {
        Ended shown = Program.run(
                        new Place(directory), "config", "show", "--broker", "sqs://p?fifo=true&visibility=30&poll=5")
                .expect(0);
        assertThat(shown.out()).contains("fifo=true", "visibility=30", "poll=5");
        Ended wrong = Program.run(new Place(directory), "config", "show", "--broker", "sqs://p?visibilty=30")
                .expect(2);
        assertThat(wrong.err()).contains("did you mean visibility?");
    }

    @Test
    void aQueueThatMayNotBeMadeIsNamedAtTheStart() {
        Ended refused = Program.run(
                        new Place(directory, server.environment()),
                        "serve",
                        "--port",
                        "0",
                        "--broker",
                        "sqs://none?create=false",
                        "--log-level",
                        "error")
                .expect(6);
        assertThat(refused.err().lines())
                .singleElement()
                .asString()
                .contains("none-queue-model-train is not there", "make it with deploy/sqs/template.yml");
    }

    @Test
    void aConsumerWithRowsOfItsOwnIsRefusedBeforeItTakesAMessage() {
        Ended refused = Program.run(new Place(directory, server.environment()), "consumer", "--broker", "sqs://alone")
                .expect(2);
        assertThat(refused.err().lines())
                .singleElement()
                .asString()
                .contains("tasks that are accepted on one machine would never end there", "--results jdbc:postgresql:");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void processesThatStartWhileSqsIsAwayWorkOnceItIsThere() throws Exception {
        try (S3Server s3 = Deployment.s3();
                RedisServer rows = RedisServer.start()) {
            Map<String, String> variables = Deployment.variables("sqs://late?poll=1", rows.url(), s3);
            variables.putAll(server.environment());
            server.stop();
            try (Deployment deployment = Deployment.start(directory, variables, new Size(1, 1))) {
                Http http = deployment.clients().getFirst();
                String id = http.train(Http.TRAIN);
                HttpResponse<String> away = http.predict(id);
                assertThat(away.statusCode()).as(away.body()).isEqualTo(503);
                assertThat(away.body()).contains("broker_unavailable", "does not accept connections");
                server.startAgain();
                assertThat(http.ended(id).path("state").asText())
                        .as(deployment.logs())
                        .isEqualTo("TASK_COMPLETED");
                Awaitility.await("the reply queue")
                        .atMost(Duration.ofMinutes(2))
                        .untilAsserted(() -> assertThat(http.predict(id).statusCode())
                                .as(deployment.logs())
                                .isEqualTo(200));
            } finally {
                if (!server.isRunning()) {
                    server.startAgain();
                }
            }
        }
    }

    private static void expectThePublishedFigures(Http http, String id, String logs) {
        JsonNode task = http.ended(id);
        assertThat(task.path("state").asText()).as(logs).isEqualTo("TASK_COMPLETED");
        assertThat(task.path("metrics").path("rmse").asText()).isEqualTo("53.03900735084424");
        assertThat(http.predict(id).body())
                .as(logs)
                .isEqualTo("{\"message\":{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}}");
    }
}
