package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.system.Deployment.Size;
import dev.tasuki.app.system.Load.Call;
import dev.tasuki.testservers.PostgresServer;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broker, database and object store go and come back under a steady load of trainings and
 * predictions, while the same two producers and two consumers go on: nothing accepted is lost,
 * nothing hangs, nobody needs a restart.
 */
final class RestartIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    static Path directory;

    private static RabbitServer rabbit;
    private static PostgresServer postgres;
    private static S3Server s3;
    private static Deployment deployment;
    private static Http http;
    private static String model;
    private static String small;

    @BeforeAll
    static void startDeployment() throws IOException {
        rabbit = Deployment.rabbit();
        postgres = PostgresServer.start();
        s3 = Deployment.s3();
        deployment = Deployment.start(
                directory, Deployment.variables(Deployment.url(rabbit), postgres.url(), s3), new Size(2, 2));
        http = deployment.clients().getFirst();
        model = http.train(Http.TRAIN);
        assertThat(http.ended(model).path("state").asText())
                .as(deployment::logs)
                .isEqualTo("TASK_COMPLETED");
        small = http.train(Load.SMALL_TRAINING);
        assertThat(http.ended(small).path("state").asText()).isEqualTo("TASK_COMPLETED");
    }

    @AfterAll
    static void stopDeployment() {
        deployment.close();
        s3.close();
        postgres.close();
        rabbit.close();
    }

    /** An outage begins or ends. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    @Test
    void rabbitmqStoppedInGoodOrder() throws IOException {
        brokerOutage(rabbit::stop);
    }

    @Test
    void rabbitmqKilled() throws IOException {
        rabbit.flush();
        brokerOutage(rabbit::kill);
    }

    @Test
    void postgresqlStoppedInGoodOrder() throws IOException {
        outage(postgres::stop, postgres::startAgain, "results_unavailable", Call::train);
    }

    @Test
    void postgresqlKilled() throws IOException {
        outage(postgres::kill, postgres::startAgain, "results_unavailable", Call::train);
    }

    @Test
    void theObjectStoreStopped() throws IOException {
        outage(s3::stop, s3::startAgain, "store_unavailable", Call::train);
    }

    /** Predictions are refused; trainings are accepted all the same, and published later. */
    private static void brokerOutage(Change begin) throws IOException {
        List<Call> calls = outage(begin, rabbit::startAgain, "broker_unavailable", call -> !call.train());
        assertThat(calls).filteredOn(Call::train).allMatch(Call::ok);
        Awaitility.await("every worker to be back at its queue")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rabbit.control("list_queues", "--no-table-headers", "name", "consumers")
                                .lines())
                        .contains("queue.model.train\t4", "queue.model.predict\t4"));
    }

    /**
     * Runs the load over an outage and checks what the clients saw and what became of every task.
     *
     * @param felt which calls are refused with the code during the outage; it lasts until one was,
     *     and until the load is served by both producers again afterwards
     * @return every call
     */
    private static List<Call> outage(Change begin, Change end, String code, Predicate<Call> felt) throws IOException {
        Load load = new Load(deployment.producers().stream().map(Program::url).toList(), model);
        try (load) {
            awaitService(load, System.nanoTime());
            long begun = System.nanoTime();
            begin.make();
            await("a refusal " + code, load, begun, call -> felt.test(call) && code.equals(code(call)));
            await("an answer to a training", load, begun, Call::train);
            await("an answer to a prediction", load, begun, call -> !call.train());
            long ended = System.nanoTime();
            end.make();
            awaitService(load, ended);
        }
        List<Call> calls = load.calls();
        checkAnswers(calls);
        checkTasks(calls);
        assertThat(deployment.programs()).allMatch(Program::alive);
        return calls;
    }

    private static void awaitService(Load load, long moment) {
        for (Program producer : deployment.producers()) {
            String url = producer.url();
            await("trainings by " + url, load, moment, call -> call.server().equals(url) && call.train() && call.ok());
            await(
                    "predictions by " + url,
                    load,
                    moment,
                    call -> call.server().equals(url) && !call.train() && call.ok());
        }
    }

    private static void await(String what, Load load, long moment, Predicate<Call> call) {
        try {
            Awaitility.await(what).atMost(PATIENCE).until(() -> load.sawSince(moment, call));
        } catch (RuntimeException e) {
            throw new AssertionError(what + ": " + answers(load.calls()) + deployment.logs(), e);
        }
    }

    /** Served, or refused in the words that clients know, with the time after which to ask again. */
    private static void checkAnswers(List<Call> calls) {
        assertThat(calls).as(() -> answers(calls) + deployment.logs()).allSatisfy(call -> {
            switch (call.status()) {
                case 200 -> assertThat(call.body()).startsWith("{\"message\":{\"status\":\"TASK_");
                case 503 -> {
                    assertThat(code(call)).isIn("broker_unavailable", "results_unavailable", "store_unavailable");
                    assertThat(call.json().path("detail").asText()).doesNotContain("Exception", "dev.tasuki", "SQL");
                    assertThat(call.retryAfter()).isTrue();
                }
                case 504 -> {
                    assertThat(call.train()).isFalse();
                    assertThat(code(call)).isEqualTo("deadline_exceeded");
                }
                default -> throw new AssertionError("neither served nor refused: " + call);
            }
        });
    }

    /** Every accepted training has become a model, the same bytes for each. */
    private static void checkTasks(List<Call> calls) {
        List<String> ids = calls.stream()
                .filter(call -> call.train() && call.ok())
                .map(call -> call.json().path("message").path("model_id").asText())
                .toList();
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
        JsonNode artifact = Http.json(http.get("/models/" + small)).path("artifact");
        assertThat(artifact.path("sha256").asText()).hasSize(64);
        for (String id : ids) {
            Awaitility.await("the end of task " + id)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Http.json(http.get("/tasks/" + id))
                                    .path("state")
                                    .asText())
                            .as(deployment::logs)
                            .isEqualTo("TASK_COMPLETED"));
            assertThat(Http.json(http.get("/models/" + id)).path("artifact")).isEqualTo(artifact);
        }
    }

    private static String code(Call call) {
        return call.status() >= 400 ? call.json().path("code").asText() : "";
    }

    private static Map<String, Long> answers(List<Call> calls) {
        return calls.stream()
                .collect(Collectors.groupingBy(
                        call -> call.path() + " " + call.status() + " " + code(call), Collectors.counting()));
    }
}
