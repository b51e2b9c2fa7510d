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
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
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

    /** Begins or ends an outage. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    /**
     * A server goes and comes back.
     *
     * @param refused what cannot be done meanwhile
     * @param code why
     * @param served what is done all the same
     */
    private record Outage(Change begin, Change end, String refused, String code, String served) {}

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
        run(new Outage(postgres::stop, postgres::startAgain, Load.TRAIN, "results_unavailable", Load.PREDICT));
    }

    @Test
    void postgresqlKilled() throws IOException {
        run(new Outage(postgres::kill, postgres::startAgain, Load.TRAIN, "results_unavailable", Load.PREDICT));
    }

    @Test
    void postgresqlAnswersNothing() throws IOException {
        run(new Outage(postgres::pause, postgres::goOn, Load.TRAIN, "results_unavailable", Load.PREDICT));
    }

    @Test
    void theObjectStoreStopped() throws IOException {
        run(new Outage(s3::stop, s3::startAgain, Load.TRAIN, "store_unavailable", Load.PREDICT));
    }

    /** Trainings are accepted all the same, and published later. */
    private static void brokerOutage(Change begin) throws IOException {
        List<Call> calls = run(new Outage(begin, rabbit::startAgain, Load.PREDICT, "broker_unavailable", Load.TRAIN));
        assertThat(calls).filteredOn(call -> call.path().equals(Load.TRAIN)).allMatch(Call::ok);
        Awaitility.await("every worker to be back at its queue")
                .atMost(PATIENCE)
                // A queue that looks for its leader does not answer at once.
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(rabbit.control("list_queues", "--no-table-headers", "name", "consumers")
                                .lines())
                        .contains("queue.model.train\t4", "queue.model.predict\t4"));
    }

    /**
     * Puts the load on, lets the outage last until both producers refuse the one and serve the other,
     * takes it off once both serve both again, and checks what the clients saw and what became of
     * every task.
     */
    private static List<Call> run(Outage outage) throws IOException {
        Load load = new Load(deployment.producers().stream().map(Program::url).toList(), model);
        try (load) {
            awaitService(load, System.nanoTime());
            long begun = System.nanoTime();
            outage.begin().make();
            for (Program producer : deployment.producers()) {
                await(load, begun, producer.url(), outage.refused(), outage.code());
                await(load, System.nanoTime(), producer.url(), outage.served(), "");
            }
            long ended = System.nanoTime();
            outage.end().make();
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
            await(load, moment, producer.url(), Load.TRAIN, "");
            await(load, moment, producer.url(), Load.PREDICT, "");
        }
    }

    /** Waits until a call that began after the moment is refused with the code, or served if that is empty. */
    private static void await(Load load, long moment, String server, String path, String code) {
        String what = path + " at " + server + " is " + (code.isEmpty() ? "served" : "refused: " + code);
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .until(() -> load.calls().stream()
                            .filter(call ->
                                    call.began() - moment > 0 && call.server().equals(server))
                            .anyMatch(call ->
                                    call.path().equals(path) && code(call).equals(code)));
        } catch (ConditionTimeoutException e) {
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
                    assertThat(call.path()).isEqualTo(Load.PREDICT);
                    assertThat(code(call)).isEqualTo("deadline_exceeded");
                }
                default -> throw new AssertionError("neither served nor refused: " + call);
            }
        });
    }

    /** Every accepted training has become a model, the same bytes for each. */
    private static void checkTasks(List<Call> calls) {
        List<String> ids = calls.stream()
                .filter(call -> call.path().equals(Load.TRAIN) && call.ok())
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

    /** The stable reason of a refusal; empty for what was served. */
    private static String code(Call call) {
        return switch (call.status()) {
            case 200 -> "";
            case 0 -> "no answer";
            default -> call.json().path("code").asText();
        };
    }

    private static Map<String, Long> answers(List<Call> calls) {
        return calls.stream()
                .collect(Collectors.groupingBy(
                        call -> call.path() + " " + call.status() + " " + code(call), Collectors.counting()));
    }
}
