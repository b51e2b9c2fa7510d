package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.system.Deployment.Size;
import dev.tasuki.testservers.PostgresServer;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The topology of {@code deploy/docker-compose.yml} as plain processes: two producers and two
 * consumers over a real RabbitMQ set up by our definitions, a real PostgreSQL, and a server that
 * speaks the S3 protocol.
 */
final class DeploymentIT {
    /** Whatever grows, keeps, reads or asks forests, and whatever takes messages from a queue. */
    private static final List<String> WORKERS = List.of(
            "dev.tasuki.learn.grow.",
            "dev.tasuki.learn.model.",
            "dev.tasuki.learn.numpy.",
            "dev.tasuki.learn.tree.Tree",
            "dev.tasuki.learn.forest.ForestGrowth",
            "dev.tasuki.core.fit.LocalFitter",
            "dev.tasuki.core.predict.ModelCache",
            "dev.tasuki.core.predict.PredictHandler",
            "dev.tasuki.core.fit.TrainHandler",
            "dev.tasuki.core.predict.TrainedModels",
            "dev.tasuki.core.consumer.Consumers",
            "dev.tasuki.core.dispatch.Dispatcher",
            "dev.tasuki.core.ask.Responder",
            "dev.tasuki.core.run.TaskHandler");
    /** Whatever answers HTTP. */
    private static final List<String> LISTENERS = List.of(
            "dev.tasuki.server.route.",
            "dev.tasuki.core.use.Trainings",
            "dev.tasuki.core.use.Predictions",
            "dev.tasuki.core.ask.Requester",
            "io.micronaut.",
            "io.netty.");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Lasts far longer than it takes to stop it. */
    private static final String ENDLESS = """
            {"dataset_id":"diabetes","features":["age","bmi","bp","s1","s2","s3","s4","s5","s6"],"target":"target",
             "params":{"n_estimators":100000,"max_depth":1}}""";

    @TempDir
    static Path directory;

    private static RabbitServer rabbit;
    private static PostgresServer postgres;
    private static S3Server s3;
    private static Deployment deployment;
    private static List<Http> clients;

    @BeforeAll
    static void startDeployment() throws IOException {
        rabbit = Deployment.rabbit();
        postgres = PostgresServer.start();
        s3 = Deployment.s3();
        var variables = Deployment.variables(Deployment.url(rabbit), postgres.url(), s3);
        variables.put("TASUKI_DRAIN_TIMEOUT", "100ms");
        variables.put("TASUKI_MAX_PER_TAG", "alone=1");
        variables.put("TASUKI_JAVA_OPTS", Deployment.TELLING_CLASSES);
        deployment = Deployment.start(directory, variables, new Size(2, 2));
        clients = deployment.clients();
    }

    @AfterAll
    static void stopDeployment() {
        deployment.close();
        s3.close();
        postgres.close();
        rabbit.close();
    }

    @Test
    void trainingsThroughEitherProducerComeToThePublishedFigures() {
        for (Http sender : clients) {
            String id = sender.train(Http.TRAIN);
            for (Http asked : clients) {
                assertThat(asked.get("/tasks/" + id).statusCode()).isEqualTo(200);
                JsonNode task = asked.ended(id);
                assertThat(task.path("state").asText()).as(deployment::logs).isEqualTo("TASK_COMPLETED");
                assertThat(task.path("metrics").path("rmse").asText()).isEqualTo("53.03900735084424");
                assertThat(asked.get("/tasks").body()).contains(id);
                assertThat(asked.get("/models").body()).contains(id);
                assertThat(asked.predict(id).body())
                        .isEqualTo("{\"message\":{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}}");
            }
        }
        assertThat(deployment.programs())
                .allSatisfy(program -> assertThat(program.err()).doesNotContain("ERROR]"));
    }

    @Test
    void sigtermGivesATrainingBackAndTheOtherConsumerFinishesIt() {
        String id = clients.getFirst().started();
        String began = "task " + id + ", model " + id + " started: attempt 1";
        Program holder = deployment.consumers().stream()
                .filter(consumer -> consumer.err().contains(began))
                .findFirst()
                .orElseThrow();
        Program other = deployment.consumers().stream()
                .filter(consumer -> !consumer.equals(holder))
                .findFirst()
                .orElseThrow();
        try {
            holder.terminate();
            assertThat(holder.exit()).isEqualTo(143);
            assertThat(holder.err())
                    .contains("shutting down", "task " + id + " given back", "shut down")
                    .doesNotContain("ERROR]");
            JsonNode task = clients.getLast().ended(id);
            assertThat(task.path("state").asText()).as(deployment::logs).isEqualTo("TASK_COMPLETED");
            assertThat(task.path("attempts").asInt()).isEqualTo(1);
            assertThat(other.err()).contains(began, id + ": TASK_COMPLETED");
        } finally {
            deployment.replace(holder);
        }
    }

    @Test
    void whenATrainingRunsIsHeldToBetweenProcesses() {
        Http first = clients.getFirst();
        Http last = clients.getLast();
        String distant =
                first.train(with(Http.TRAIN, "\"run_at\":\"" + Instant.now().plus(Duration.ofDays(2)) + '"'));
        String soon =
                first.train(with(Http.TRAIN, "\"run_at\":\"" + Instant.now().plusSeconds(2) + '"'));
        String endless = first.train(with(ENDLESS, "\"timeout_s\":0.5"));

        assertThat(last.ended(endless).at("/error/code").asText())
                .as(deployment::logs)
                .isEqualTo("run_timed_out");
        JsonNode delayed = last.ended(soon);
        assertThat(delayed.path("state").asText()).as(deployment::logs).isEqualTo("TASK_COMPLETED");
        assertThat(time(delayed, "/times/started")).isAfterOrEqualTo(time(delayed, "/schedule/run_at"));
        HttpResponse<String> cancel = last.delete("/tasks/" + distant);
        assertThat(cancel.statusCode()).isEqualTo(200);
        assertThat(Http.json(cancel).path("state").asText()).isEqualTo("TASK_CANCELLED");
        assertThat(Http.json(first.get("/tasks/" + distant))
                        .at("/times/started")
                        .isNull())
                .isTrue();
    }

    @Test
    void aCapHoldsBackAndAPlaceGoesToTheHighestPriority() {
        Http first = clients.getFirst();
        Http last = clients.getLast();
        String alone = "\"tags\":[\"alone\"]";
        String holder = first.train(with(ENDLESS, alone));
        Awaitility.await().atMost(PATIENCE).until(() -> state(last, holder).equals("TASK_STARTED"));
        String low = first.train(with(Http.TRAIN, alone + ",\"priority\":1"));
        String high = last.train(with(Http.TRAIN, alone + ",\"priority\":9"));
        String expiring = first.train(
                with(Http.TRAIN, alone + ",\"expires_at\":\"" + Instant.now().plusSeconds(1) + '"'));

        assertThat(last.ended(expiring).at("/error/code").asText())
                .as(deployment::logs)
                .isEqualTo("task_expired");
        // Each has been delivered, was held back by the cap, and waits for the relay.
        for (String waiting : List.of(low, high)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> Http.json(first.get("/tasks/" + waiting))
                            .at("/times/published")
                            .isNull());
        }
        assertThat(state(last, holder)).as(deployment::logs).isEqualTo("TASK_STARTED");

        assertThat(last.delete("/tasks/" + holder).statusCode()).isEqualTo(202);
        assertThat(first.ended(holder).path("state").asText())
                .as(deployment::logs)
                .isEqualTo("TASK_CANCELLED");
        JsonNode sooner = first.ended(high);
        JsonNode later = first.ended(low);
        assertThat(List.of(sooner.path("state").asText(), later.path("state").asText()))
                .as(deployment::logs)
                .containsOnly("TASK_COMPLETED");
        assertThat(time(later, "/times/started")).isAfterOrEqualTo(time(sooner, "/times/finished"));
    }

    private static String state(Http client, String task) {
        return Http.json(client.get("/tasks/" + task)).path("state").asText();
    }

    private static Instant time(JsonNode task, String pointer) {
        return Instant.parse(task.at(pointer).asText());
    }

    /** A request with further fields. */
    private static String with(String request, String fields) {
        return request.substring(0, request.lastIndexOf('}')) + "," + fields + "}";
    }

    @Test
    void aProducerListensOnItsPortAndAConsumerOnNone() throws IOException {
        assumeThat(OpenPorts.told()).as("/proc tells open ports").isTrue();
        for (Program producer : deployment.producers()) {
            assertThat(OpenPorts.of(producer.pid()))
                    .containsExactly(URI.create(producer.url()).getPort());
        }
        for (Program consumer : deployment.consumers()) {
            assertThat(OpenPorts.of(consumer.pid())).isEmpty();
        }
    }

    /** Each of both lists is seen to be loaded where it belongs, so that no name in it can go stale. */
    @Test
    void aProducerLoadsNoClassOfAWorkerAndAConsumerNoneOfAListener() throws IOException {
        Http http = clients.getFirst();
        useEverything(http);
        LoadedClasses producers = loaded(deployment.producers());
        LoadedClasses consumers = loaded(deployment.consumers());

        assertThat(producers.of(WORKERS)).isEmpty();
        assertThat(consumers.of(LISTENERS)).isEmpty();
        assertThat(WORKERS)
                .allSatisfy(name -> assertThat(consumers.of(List.of(name))).isNotEmpty());
        assertThat(LISTENERS)
                .allSatisfy(name -> assertThat(producers.of(List.of(name))).isNotEmpty());
    }

    private static LoadedClasses loaded(List<Program> programs) throws IOException {
        List<Path> logs = programs.stream()
                .map(program -> program.directory().resolve(Deployment.CLASSES))
                .toList();
        return LoadedClasses.read(logs);
    }

    /** What a producer offers, so that it has loaded what it needs for that. */
    private static void useEverything(Http http) {
        String id = http.train(Http.TRAIN);
        assertThat(http.ended(id).path("state").asText()).isEqualTo("TASK_COMPLETED");
        assertThat(http.predict(id).statusCode()).isEqualTo(200);
        assertThat(http.put("/datasets/small", "a,b\n1,2\n3,4\n").statusCode()).isEqualTo(201);
        assertThat(http.delete("/tasks/" + http.started()).statusCode()).isEqualTo(202);
        for (String path :
                List.of("/", "/docs", "/openapi.json", "/health/ready", "/metrics", "/tasks", "/models", "/datasets")) {
            assertThat(http.get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(http.get("/datasets/diabetes").statusCode()).isEqualTo(200);
        assertThat(http.get("/models/" + id).statusCode()).isEqualTo(200);
        assertThat(http.delete("/models/" + id).statusCode()).isEqualTo(204);
        assertThat(http.delete("/datasets/small").statusCode()).isEqualTo(204);
    }
}
