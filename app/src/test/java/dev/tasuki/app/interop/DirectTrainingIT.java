package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.celery.CeleryTrainer;
import dev.tasuki.adapters.celery.TrainerSettings;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.WorkerDied;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer does when a worker dies, and over Redis, with real Celery workers and no server around it. */
final class DirectTrainingIT {
    @TempDir
    static Path directory;

    private static RabbitServer rabbit;

    @BeforeAll
    static void begin() throws IOException {
        rabbit = RabbitServer.start();
    }

    @AfterAll
    static void end() throws IOException {
        rabbit.close();
    }

    private static String broker() {
        return rabbit.url() + "//";
    }

    private static Peer worker(String which, String results) {
        return worker(which, broker(), results);
    }

    private static Peer worker(String which, String broker, String results) {
        return DirectTraining.worker(directory, broker, which, results);
    }

    private static Path file() {
        return directory.resolve(UUID.randomUUID().toString());
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(3));
    }

    /** With looks that come every second instead of every minute; the worker takes messages off the queue at once. */
    @Test
    void case101AKilledWorkerIsFoundAndTheTaskCalledAnew() throws Exception {
        aKilledWorkerIsFoundAndTheTaskCalledAnew(broker(), "rpc://");
    }

    @Test
    void case101OverRedis() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            aKilledWorkerIsFoundAndTheTaskCalledAnew(redis.url() + "/0", redis.url() + "/0");
        }
    }

    private static void aKilledWorkerIsFoundAndTheTaskCalledAnew(String broker, String results) throws Exception {
        TrainerSettings settings = DirectTraining.settings(
                broker,
                results,
                "doomed",
                new TrainerSettings.Timing(Duration.ofSeconds(1), 6, Duration.ofMinutes(1), Duration.ofMillis(20)));
        Path runs = file();
        Path until = file();
        ObjectNode arguments = new ObjectMapper().createObjectNode();
        arguments.putObject("params").put("runs", runs.toString()).put("until", until.toString());
        Peer doomed = worker("doomed doomed 1", broker, results);
        try (CeleryTrainer trainer = new CeleryTrainer(settings, new DirectTraining.NoRows());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<JsonNode>> first =
                    threads.submit(() -> trainer.train(DirectTraining.call(1, arguments), RunControl.NONE));
            await().until(() -> Files.exists(runs));
            doomed.closeTree();

            assertThat(first)
                    .failsWithin(Duration.ofMinutes(2))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(WorkerDied.class);

            Peer next = worker("next doomed 1", broker, results);
            try {
                Future<Optional<JsonNode>> second =
                        threads.submit(() -> trainer.train(DirectTraining.call(2, arguments), RunControl.NONE));
                await().until(() -> Files.readAllLines(runs).size() == 2);
                Files.createFile(until);
                assertThat(second)
                        .succeedsWithin(Duration.ofMinutes(2))
                        .satisfies(answer ->
                                assertThat(answer.orElseThrow().toString()).isEqualTo("{\"metrics\":{\"number\":2}}"));
            } finally {
                next.closeTree();
            }
        } finally {
            doomed.closeTree();
        }
    }

    /** Its counters and ours are in one Redis. */
    @Test
    void case108AChordOfCelerysOwnIsNotDisturbed() throws Exception {
        Path runs = file();
        Path until = file();
        ObjectNode arguments = new ObjectMapper().createObjectNode();
        arguments.putObject("params").put("runs", runs.toString()).put("until", until.toString());
        try (RedisServer redis = RedisServer.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String results = redis.url() + "/0";
            TrainerSettings settings =
                    DirectTraining.settings(broker(), results, "beside", TrainerSettings.Timing.STANDARD);
            Peer worker = worker("beside beside 2", results);
            try (CeleryTrainer trainer = new CeleryTrainer(settings, new DirectTraining.NoRows());
                    Peer chord = DirectTraining.script(directory, broker(), results, "celery_beside.py", "beside")) {
                Future<Optional<JsonNode>> training =
                        threads.submit(() -> trainer.train(DirectTraining.call(1, arguments), RunControl.NONE));
                await().until(() -> Files.exists(runs));
                assertThat(chord.exit()).as(chord.output()).isZero();
                assertThat(chord.output()).contains("comes to 190");
                assertThat(training).isNotDone();
                Files.createFile(until);

                assertThat(training)
                        .succeedsWithin(Duration.ofMinutes(2))
                        .satisfies(answer ->
                                assertThat(answer.orElseThrow().toString()).isEqualTo("{\"metrics\":{\"number\":1}}"));
            } finally {
                worker.closeTree();
            }
        }
    }

    /** Cases 94, 102 and 103 with results in Redis: what a worker tells is there for each process. */
    @Test
    void withResultsInRedisAnotherProcessFollowsTheSameTask() throws Exception {
        Path runs = file();
        Path until = file();
        ObjectNode arguments = new ObjectMapper().createObjectNode();
        arguments.putObject("params").put("runs", runs.toString()).put("until", until.toString());
        try (RedisServer redis = RedisServer.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String results = "redis://127.0.0.1:" + redis.port() + "/0";
            TrainerSettings settings =
                    DirectTraining.settings(broker(), results, "kept", TrainerSettings.Timing.STANDARD);
            Peer kept = worker("kept kept 1", results);
            try (CeleryTrainer before = new CeleryTrainer(settings, new DirectTraining.NoRows());
                    CeleryTrainer after = new CeleryTrainer(settings, new DirectTraining.NoRows())) {
                DirectTraining.Drained drained = new DirectTraining.Drained();
                Future<Optional<JsonNode>> first =
                        threads.submit(() -> before.train(DirectTraining.call(1, arguments), drained));
                await().untilAsserted(() ->
                        assertThat(drained.text).as(first + kept.output()).startsWith("on kept@"));
                drained.stopped = true;
                assertThat(first).succeedsWithin(Duration.ofMinutes(2)).isEqualTo(Optional.empty());

                Future<Optional<JsonNode>> second =
                        threads.submit(() -> after.train(DirectTraining.call(2, arguments), RunControl.NONE));
                Files.createFile(until);

                assertThat(second)
                        .succeedsWithin(Duration.ofMinutes(2))
                        .satisfies(answer ->
                                assertThat(answer.orElseThrow().toString()).isEqualTo("{\"metrics\":{\"number\":1}}"));
                assertThat(Files.readAllLines(runs)).hasSize(1);
            } finally {
                kept.closeTree();
            }
        }
    }
}
