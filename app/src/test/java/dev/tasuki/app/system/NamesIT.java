package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.system.Deployment.Size;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import dev.tasuki.testservers.PostgresServer;
import dev.tasuki.testservers.S3Server;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of models as people use them, and as processes learn of them from each other. */
final class NamesIT {
    private static final int FLIPS = 20;
    private static final int CLIENTS = 2;

    @TempDir
    Path directory;

    @Test
    void everyCommandOfThePageEndsWell() throws Exception {
        StringBuilder said = new StringBuilder();
        try (ShownPage page = ShownPage.of("docs/names.md", NamesIT.class);
                Program server = Program.serving(new Place(directory), "serve")) {
            PageCommands shell = new PageCommands(directory, server.url());
            for (String command : page.takeAll()) {
                Ended ended = shell.run(command);
                assertThat(ended.exit()).as(command + ended.err()).isZero();
                said.append(ended.out());
            }
        }
        assertThat(said.toString())
                .contains(
                        "208.6445780005619",
                        "progression@champion is version 2",
                        "progression@champion is version 1",
                        "deleted alias progression@champion");
    }

    /** One moves the alias, the other predicts: what was answered before the change is heard is the former version's. */
    @Test
    void anotherProcessHearsOfEachChangeWhilePredictionsGoOn() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                S3Server s3 = Deployment.s3()) {
            Map<String, String> variables = Deployment.variables(postgres.url(), postgres.url(), s3);
            try (Deployment deployment = Deployment.start(directory, variables, new Size(2, 1))) {
                Http one = deployment.clients().getFirst();
                Http two = deployment.clients().getLast();
                Map<String, Long> versions =
                        Map.of(predicted(one, trained(one, 1)), 1L, predicted(one, trained(one, 2)), 2L);
                Set<String> wrong = ConcurrentHashMap.newKeySet();
                AtomicInteger answered = new AtomicInteger();
                AtomicBoolean end = new AtomicBoolean();
                move(one, 1, 0);
                seen(two, versions, 1);
                try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Future<Void>> running = new ArrayList<>();
                    for (int i = 0; i < CLIENTS; i++) {
                        running.add(clients.submit(predicting(two, versions, wrong, answered, end)));
                    }
                    for (int flip = 0; flip < FLIPS; flip++) {
                        int to = 2 - flip % 2;
                        move(one, to, 3 - to);
                        seen(two, versions, to);
                    }
                    end.set(true);
                    for (Future<Void> each : running) {
                        each.get();
                    }
                }
                assertThat(wrong).as(deployment::logs).isEmpty();
                assertThat(answered.get()).isGreaterThan(FLIPS);
            }
        }
    }

    private static Callable<Void> predicting(
            Http http, Map<String, Long> versions, Set<String> wrong, AtomicInteger answered, AtomicBoolean end) {
        return () -> {
            while (!end.get()) {
                HttpResponse<String> answer = http.predict("progression");
                if (answer.statusCode() != 200 || !versions.containsKey(answer.body())) {
                    wrong.add(answer.body());
                }
                answered.incrementAndGet();
            }
            return null;
        };
    }

    private static void move(Http http, int version, int expected) {
        HttpResponse<String> answer = http.put(
                "/models/progression/aliases/champion", "{\"version\":" + version + ",\"expected\":" + expected + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void seen(Http http, Map<String, Long> versions, long version) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofMinutes(2))
                .until(() -> versions.get(predicted(http, "progression")), now -> now == version);
    }

    private static String predicted(Http http, String model) {
        HttpResponse<String> answer = http.predict(model);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String trained(Http http, int depth) {
        String id = http.train(Http.TRAIN.replaceFirst(
                "\\}\\s*$", ",\"name\":\"progression\",\"params\":{\"n_estimators\":1,\"max_depth\":" + depth + "}}"));
        JsonNode task = http.ended(id);
        assertThat(task.path("state").asText()).as(task.toString()).isEqualTo("TASK_COMPLETED");
        return id;
    }
}
