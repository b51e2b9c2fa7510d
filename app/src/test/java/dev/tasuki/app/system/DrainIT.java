package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.system.Deployment.Size;
import dev.tasuki.app.system.Program.Place;
import dev.tasuki.testservers.PostgresServer;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.S3Server;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are told to take nothing new, before their machines are taken away. */
class DrainIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void aDrainedConsumerGetsNothingAndItsPeerDoesAllUntilItIsResumed() throws IOException {
        try (RabbitServer rabbit = Deployment.rabbit();
                PostgresServer postgres = PostgresServer.start();
                S3Server s3 = Deployment.s3()) {
            Map<String, String> variables = Deployment.variables(Deployment.url(rabbit), postgres.url(), s3);
            try (Deployment deployment = Deployment.start(directory, variables, new Size(1, 2))) {
                drain(deployment, variables);
            }
        }
    }

    private void drain(Deployment deployment, Map<String, String> variables) {
        Http http = deployment.clients().getFirst();
        String lasting = http.lasting();
        Program holder = starter(deployment, lasting);
        Program other = other(deployment, holder);
        String quiet = worker(http, lasting);
        HttpResponse<String> draining = http.post("/workers/" + quiet + "/drain", "");
        assertThat(draining.statusCode()).as(draining.body()).isEqualTo(200);
        assertThat(Http.json(draining).path("state").asText()).isEqualTo("draining");
        awaitLine(holder, "drains, as was wished");

        List<String> trained = trained(http, 6);
        assertThat(trained).allSatisfy(id -> assertThat(starter(deployment, id)).isSameAs(other));
        for (int i = 0; i < 20; i++) {
            assertThat(http.predict(trained.getFirst()).body()).contains("\"pred_proba\":208.6445780005619");
        }
        assertThat(state(http, quiet)).isEqualTo("draining");
        assertThat(Http.json(http.get("/tasks/" + lasting)).path("state").asText())
                .isEqualTo("TASK_STARTED");
        http.post("/tasks/" + lasting + "/finish", "");
        assertThat(http.ended(lasting).path("state").asText()).isEqualTo("TASK_COMPLETED");
        assertThat(starter(deployment, lasting)).isSameAs(holder);
        awaitState(http, quiet, "drained");

        // The wish is no producer's: it is where the tasks are.
        deployment.producers().getFirst().kill();
        try (Program producer = Program.serving(new Place(directory, variables), "producer")) {
            Http later = new Http(producer.url());
            assertThat(state(later, quiet)).isEqualTo("drained");
            assertThat(trained(later, 3))
                    .allSatisfy(id -> assertThat(starter(deployment, id)).isSameAs(other));
            change(deployment, later, new Pair(holder, quiet), other);
        }
    }

    /** A process and its name. */
    private record Pair(Program program, String name) {}

    /** The drained one takes over from the other, which is drained, killed and forgotten. */
    private static void change(Deployment deployment, Http http, Pair drained, Program other) {
        String busy = workers(http).findValuesAsText("worker").stream()
                .filter(name -> name.startsWith("consumer-") && !name.equals(drained.name()))
                .findFirst()
                .orElseThrow();
        http.post("/workers/" + drained.name() + "/resume", "");
        assertThat(state(http, drained.name())).isEqualTo("working");
        http.post("/workers/" + busy + "/drain", "");
        awaitState(http, busy, "drained");
        awaitLine(drained.program(), "takes up work again, as was wished");
        assertThat(trained(http, 3))
                .allSatisfy(id -> assertThat(starter(deployment, id)).isSameAs(drained.program()));

        assertThat(http.delete("/workers/" + busy).statusCode()).isEqualTo(409);
        other.kill();
        awaitState(http, busy, "lost");
        assertThat(http.post("/workers/" + busy + "/resume", "").statusCode()).isEqualTo(409);
        assertThat(http.delete("/workers/" + busy).statusCode()).isEqualTo(204);
        assertThat(workers(http).findValuesAsText("worker"))
                .filteredOn(name -> name.startsWith("consumer-"))
                .containsExactly(drained.name());
    }

    @Test
    void aDrainedServerKeepsTasksForLaterAndAnswersAllTheSame() {
        Place place = new Place(directory);
        try (Program server = Program.serving(place, "serve")) {
            Http http = new Http(server.url());
            String model = trained(http, 1).getFirst();
            String name = workers(http).at("/0/worker").asText();
            Place client = new Place(directory, Map.of("TASUKI_URL", server.url()));
            assertThat(Program.run(client, "workers", "drain", name).expect(0).out())
                    .isEqualTo("worker " + name
                            + " is draining: it takes nothing new within 5 s and finishes what it works on\n");
            awaitState(http, name, "drained");
            String waiting = http.train(Http.TRAIN);
            assertThat(http.predict(model).body()).contains("\"pred_proba\":208.6445780005619");
            assertThat(Program.run(client, "workers").expect(0).out()).contains("STATE", name + "  drained");
            assertThat(Http.json(http.get("/tasks/" + waiting)).path("state").asText())
                    .isEqualTo("TASK_RECEIVED");
            assertThat(Program.run(client, "workers", "forget", name).expect(5).err())
                    .contains("worker " + name + " told ", "so it is not forgotten");
            assertThat(Program.run(client, "workers", "drain", "nobody")
                            .expect(3)
                            .err())
                    .contains("there is no worker 'nobody'");
            assertThat(Program.run(client, "workers", "resume", name).expect(0).out())
                    .isEqualTo("worker " + name + " is working: it takes work again within 5 s\n");
            assertThat(http.ended(waiting).path("state").asText()).isEqualTo("TASK_COMPLETED");
            server.terminate();
            assertThat(server.exit()).isEqualTo(143);
            assertThat(server.err()).doesNotContain("ERROR]");
        }
    }

    private static List<String> trained(Http http, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(http.train(Http.TRAIN));
        }
        assertThat(ids)
                .allSatisfy(
                        id -> assertThat(http.ended(id).path("state").asText()).isEqualTo("TASK_COMPLETED"));
        return ids;
    }

    /** The one consumer that began the task. */
    private static Program starter(Deployment deployment, String task) {
        List<Program> began = deployment.consumers().stream()
                .filter(consumer -> consumer.err().contains("task " + task + ", model " + task + " started: attempt 1"))
                .toList();
        assertThat(began).as(deployment::logs).hasSize(1);
        return began.getFirst();
    }

    private static Program other(Deployment deployment, Program one) {
        return deployment.consumers().stream()
                .filter(consumer -> !consumer.equals(one))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode workers(Http http) {
        return Http.json(http.get("/workers")).path("workers");
    }

    /** The name of the process that says that it works on the task. */
    private static String worker(Http http, String task) {
        String[] found = new String[1];
        Awaitility.await(task).atMost(PATIENCE).until(() -> {
            workers(http).forEach(one -> {
                if (one.path("tasks").findValuesAsText("task_id").contains(task)) {
                    found[0] = one.path("worker").asText();
                }
            });
            return found[0] != null;
        });
        return found[0];
    }

    private static String state(Http http, String worker) {
        for (JsonNode one : workers(http)) {
            if (one.path("worker").asText().equals(worker)) {
                return one.path("state").asText();
            }
        }
        return "";
    }

    private static void awaitState(Http http, String worker, String state) {
        Awaitility.await(state).atMost(PATIENCE).until(() -> state(http, worker).equals(state));
    }

    private static void awaitLine(Program program, String words) {
        Awaitility.await(words).atMost(PATIENCE).until(() -> program.err().contains(words));
    }
}
