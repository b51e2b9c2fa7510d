package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.tasuki.adapters.celery.CeleryTrainer;
import dev.tasuki.adapters.celery.TrainerSettings;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.WorkerDied;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

/**
 * Trainings that tasks of a real Celery worker do, over a real RabbitMQ with results by rpc. One worker and one server for
 * all cases; a file is how a case and a task wait for each other.
 */
final class CeleryTrainersIT {
    private static final String[] SERVE = {
        "serve", "--port", "0", "--celery-queues", "none", "--celery-trainers", "it.*,proj.ridge", "--celery-routes",
        "it.nobody*=nobody,it.routed=special,proj.*=ridge", "--num-threads", "6", "--drain-timeout", "1s", "--sample", "true"
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
        worker = worker("w1", "celery", 4, "rpc://");
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

    private static Peer worker(String name, String queue, int processes, String results) {
        Map<String, String> variables = Map.of(
                "RESULTS",
                results,
                "CELERY_BROKER_URL",
                broker(),
                "OBJECTS",
                objects.toString(),
                "PYTHONPATH",
                Path.of("../interop/python").toAbsolutePath().normalize() + ":" + directory);
        return new Peer.Place(directory, variables)
                .module(
                        "celery",
                        ("-A celery_trainers worker -n %s@%%h -Q %s -c %d -l info".formatted(name, queue, processes))
                                .split(" "));
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
        assertThat(http.text("/models/" + row.path("task_id").asText() + "/artifact")).isEqualTo("a mean");
        // What came in is gone.
        await().until(() -> !Files.exists(objects.resolve("models/" + row.path("task_id").asText() + "/incoming/1")));
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
        assertThat(http.ended(id).path("state").asText()).isEqualTo("TASK_COMPLETED");
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

        assertThat(http.ended(id).path("state").asText()).isEqualTo("TASK_COMPLETED");
        assertThat(http.get("/models/" + id).body().path("metrics").path("retries").asInt())
                .isOne();
    }

    @Test
    void case98CancelledTheWorkersProcessStops() throws IOException {
        Slow slow = Slow.begun("it.slow", request(""));
        ProcessHandle process = slow.process();

        assertThat(http.delete("/tasks/" + slow.id()).status()).isLessThan(300);

        assertThat(http.ended(slow.id()).path("state").asText()).isEqualTo("TASK_CANCELLED");
        await().until(() -> !process.isAlive());
    }

    @Test
    void revokedBySomebodyElseItIsCancelled() {
        assertThat(http.ended(train(request("it.revoked"))).path("state").asText())
                .isEqualTo("TASK_CANCELLED");
    }

    @Test
    void case99OutOfTimeTheWorkersProcessStops() throws IOException {
        Slow slow = Slow.begun("it.slow", request("").put("timeout_s", 3));
        ProcessHandle process = slow.process();

        assertThat(http.ended(slow.id()).path("error").path("code").asText()).isEqualTo("run_timed_out");
        await().until(() -> !process.isAlive());
    }

    @Test
    void case100WithoutAWorkerItWaitsAndExpires() {
        ObjectNode body = request("it.nobody");
        body.put("expires_at", Instant.now().plusSeconds(2).toString());

        assertThat(http.ended(train(body)).path("error").path("code").asText()).isEqualTo("task_expired");
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
        assertThat(http.ended(id).path("state").asText()).isEqualTo("TASK_CANCELLED");
    }

    /** With looks that come every second instead of every minute; the worker takes messages off the queue at once. */
    @Test
    void case101AKilledWorkerIsFoundAndTheTaskCalledAnew() throws Exception {
        TrainerSettings settings = DirectTraining.settings(
                broker(),
                "rpc://",
                "doomed",
                new TrainerSettings.Timing(Duration.ofSeconds(1), 6, Duration.ofMinutes(1), Duration.ofMillis(20)));
        Path runs = file();
        Path until = file();
        ObjectNode arguments = new ObjectMapper().createObjectNode();
        arguments.putObject("params").put("runs", runs.toString()).put("until", until.toString());
        Peer doomed = worker("doomed", "doomed", 1, "rpc://");
        try (CeleryTrainer trainer = new CeleryTrainer(settings, new DirectTraining.NoRows());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<JsonNode>> first =
                    threads.submit(() -> trainer.train(DirectTraining.call(1, arguments), RunControl.NONE));
            await().until(() -> Files.exists(runs));
            doomed.closeTree();

            assertThat(first).failsWithin(Duration.ofMinutes(2)).withThrowableThat().havingCause().isInstanceOf(WorkerDied.class);

            Peer next = worker("next", "doomed", 1, "rpc://");
            try {
                Future<Optional<JsonNode>> second =
                        threads.submit(() -> trainer.train(DirectTraining.call(2, arguments), RunControl.NONE));
                await().until(() -> Files.readAllLines(runs).size() == 2);
                Files.createFile(until);
                assertThat(second)
                        .succeedsWithin(Duration.ofMinutes(2))
                        .satisfies(answer -> assertThat(answer.orElseThrow().toString())
                                .isEqualTo("{\"metrics\":{\"number\":2}}"));
            } finally {
                next.closeTree();
            }
        } finally {
            doomed.closeTree();
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
            Peer kept = worker("kept", "kept", 1, results);
            try (CeleryTrainer before = new CeleryTrainer(settings, new DirectTraining.NoRows());
                    CeleryTrainer after = new CeleryTrainer(settings, new DirectTraining.NoRows())) {
                DirectTraining.Drained drained = new DirectTraining.Drained();
                Future<Optional<JsonNode>> first = threads.submit(() -> before.train(DirectTraining.call(1, arguments), drained));
                await().until(() -> Files.exists(runs) && drained.text.startsWith("on kept@"));
                drained.stopped = true;
                assertThat(first).succeedsWithin(Duration.ofMinutes(2)).isEqualTo(Optional.empty());

                Future<Optional<JsonNode>> second =
                        threads.submit(() -> after.train(DirectTraining.call(2, arguments), RunControl.NONE));
                Files.createFile(until);

                assertThat(second)
                        .succeedsWithin(Duration.ofMinutes(2))
                        .satisfies(answer -> assertThat(answer.orElseThrow().toString())
                                .isEqualTo("{\"metrics\":{\"number\":1}}"));
                assertThat(Files.readAllLines(runs)).hasSize(1);
            } finally {
                kept.closeTree();
            }
        }
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

        assertThat(http.ended(slow.id()).path("state").asText()).isEqualTo("TASK_COMPLETED");
        assertThat(Files.readAllLines(slow.runs())).hasSize(1);
        assertThat(http.get("/models/" + slow.id()).body().path("metrics").path("number").asInt())
                .isOne();
    }

    @Test
    void theTrainerOfTheDocumentationRunsAsItStands() throws Exception {
        String page = Files.readString(Path.of("../docs/celery.md"));
        String program = page.substring(page.lastIndexOf("```python\n") + 10);
        program = program.substring(0, program.indexOf("\n```"));
        Files.writeString(
                directory.resolve("trainer.py"), program.replace("amqp://guest:guest@localhost//", broker()));
        String[] commands = page.substring(page.indexOf("\ncelery -A trainer") + 1).split("\n", 4);
        Peer.Place place = new Peer.Place(directory, Map.of());
        Peer documented = place.module("celery", commands[0].replace("celery ", "").split(" "));
        try (Peer training = place.tasuki((commands[2] + " --url " + url).replace("./tasuki ", "").split(" "))) {
            assertThat(training.exit())
                    .as(training.output() + documented.output())
                    .isZero();
            JsonNode row = http.get("/tasks?limit=1").body().path("tasks").path(0);
            String artifact = http.text("/models/" + row.path("task_id").asText() + "/artifact");
            assertThat(artifact).startsWith("{\"age\": ").contains("\"bmi\": ");
        } finally {
            documented.closeTree();
        }
    }
}
