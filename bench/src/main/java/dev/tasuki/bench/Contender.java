package dev.tasuki.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.bench.Program.Recipe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One make of the published deployment, running: its HTTP front, and whatever works behind it. */
final class Contender implements AutoCloseable {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath();
    private static final Path PUBLISHED = CHECKOUT.resolve("interop").resolve("python");
    private static final Path CELERY = CHECKOUT.resolve("bench/target/classes/dev/tasuki/bench");
    private static final String PYTHON = System.getProperty("bench.python", "/usr/bin/python3");
    private static final String SCRIPT = CHECKOUT.resolve("tasuki").toString();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 20_000_000;

    private final String name;
    private final int port;
    private final List<Program> programs;
    private final HttpClient client = HttpClient.newHttpClient();

    private Contender(String name, int port, List<Program> programs) {
        this.name = name;
        this.port = port;
        this.programs = programs;
    }

    /** Producer and consumer, by the script that users start. */
    static Contender ours(Stage stage) throws IOException {
        int port = freePort();
        return start(
                new Contender("Tasuki", port, new ArrayList<>()),
                stage,
                oursVariables(stage),
                producer(port),
                new Recipe(
                        "`tasuki consumer`",
                        "consumer works",
                        List.of(SCRIPT, "consumer", "--num_threads", "2", "--max_workers", "4")));
    }

    /** A producer alone, which takes as many tasks as come. */
    static Contender oursWithoutConsumers(Stage stage) throws IOException {
        int port = freePort();
        Map<String, String> variables = oursVariables(stage);
        variables.put("TASUKI_MAX_BACKLOG", "1000000");
        return start(new Contender("Tasuki", port, new ArrayList<>()), stage, variables, producer(port));
    }

    /** Celery's front alone. */
    static Contender celeryWithoutWorkers(Stage stage) throws IOException {
        int port = freePort();
        return start(
                new Contender("Celery", port, new ArrayList<>()),
                stage,
                celeryVariables(stage, false),
                front("celery_front:app", port, 1));
    }

    private static Recipe producer(int port) {
        return new Recipe(
                "`tasuki producer`", "answers at", List.of(SCRIPT, "producer", "--port", Integer.toString(port)));
    }

    private static Map<String, String> oursVariables(Stage stage) {
        Map<String, String> variables = stage.variables();
        variables.putAll(Map.of(
                "TASUKI_BROKER", stage.broker("ours"),
                "TASUKI_RESULTS", stage.results(),
                "TASUKI_DATA", stage.folder().resolve("ours").toString(),
                "TASUKI_BUILD", "never"));
        return variables;
    }

    /** The counterparts of the published programs, with a number of API processes. */
    static Contender published(Stage stage, int apis) throws IOException {
        int port = freePort();
        Map<String, String> variables = stage.variables();
        variables.putAll(python(PUBLISHED.toString()));
        return start(
                new Contender(apis == 1 ? "published" : "published, 2 API processes", port, new ArrayList<>()),
                stage,
                variables,
                front("api:app", port, apis),
                new Recipe(
                        "published `consumer.py`",
                        "Waiting for messages",
                        List.of(
                                PYTHON,
                                PUBLISHED.resolve("consumer.py").toString(),
                                "--num_threads",
                                "2",
                                "--max_workers",
                                "4")));
    }

    /** Celery with two workers for trainings and two for predictions. */
    static Contender celery(Stage stage, boolean cached) throws IOException {
        int port = freePort();
        return start(
                new Contender(cached ? "Celery, models cached" : "Celery", port, new ArrayList<>()),
                stage,
                celeryVariables(stage, cached),
                front("celery_front:app", port, 1),
                worker("train"),
                worker("predict"));
    }

    /** The same workers with their models cached, without a front. */
    static Contender celeryWorkers(Stage stage, String results) throws IOException {
        Map<String, String> variables = celeryVariables(stage, true);
        variables.put("CELERY_RESULT_BACKEND", results);
        return start(
                new Contender("Celery", 0, new ArrayList<>()), stage, variables, worker("train"), worker("predict"));
    }

    /** One process of ours, which takes calls from the broker that Celery's workers have. */
    static Contender oursForCelery(Stage stage, String results) throws IOException {
        int port = freePort();
        Map<String, String> variables = oursVariables(stage);
        variables.put("TASUKI_CELERY", stage.broker("celery"));
        variables.put("TASUKI_CELERY_RESULTS", results);
        variables.put("TASUKI_CELERY_QUEUES", "tasuki");
        return start(
                new Contender("Tasuki", port, new ArrayList<>()),
                stage,
                variables,
                new Recipe(
                        "`tasuki serve --celery`",
                        "answers at",
                        List.of(SCRIPT, "serve", "--port", Integer.toString(port), "--num_threads", "2")));
    }

    private static Map<String, String> celeryVariables(Stage stage, boolean cached) {
        Map<String, String> variables = stage.variables();
        variables.putAll(python(PUBLISHED + ":" + CELERY));
        variables.putAll(Map.of("CELERY_BROKER_URL", stage.broker("celery"), "CACHED", cached ? "1" : "0"));
        return variables;
    }

    private static Recipe front(String app, int port, int processes) {
        return new Recipe(
                "uvicorn " + app,
                "startup complete",
                List.of(
                        PYTHON,
                        "-m",
                        "uvicorn",
                        app,
                        "--port",
                        Integer.toString(port),
                        "--workers",
                        Integer.toString(processes),
                        "--no-access-log"));
    }

    private static Recipe worker(String queue) {
        String[] command = {PYTHON, "-m", "celery", "-A", "celery_peer", "worker", "-l", "INFO"};
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("-Q", queue, "-n", queue + "@%h", "-c", "2"));
        return new Recipe("celery worker, " + queue, " ready.", all);
    }

    private static Map<String, String> python(String path) {
        return Map.of("PYTHONPATH", path, "PYTHONUNBUFFERED", "1", "PYTHONDONTWRITEBYTECODE", "1");
    }

    private static Contender start(Contender contender, Stage stage, Map<String, String> variables, Recipe... recipes)
            throws IOException {
        Path own = Files.createTempDirectory(stage.folder(), "place");
        try {
            for (Recipe recipe : recipes) {
                contender.programs.add(Program.start(recipe, own, new HashMap<>(variables)));
            }
        } catch (IOException e) {
            contender.close();
            throw e;
        }
        return contender;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    List<Program> programs() {
        return programs;
    }

    /** The same request over and over. */
    HttpLoad load(String path, String body) {
        return new HttpLoad(port, path, body);
    }

    /** Waits until every program has said that it is ready. */
    void awaitReady() throws IOException {
        for (Program program : programs) {
            program.readySeconds();
        }
    }

    /** Asks again and again until the answer is 200; from the start of the programs, in seconds. */
    double firstAnswer(long begun, String path, String body) throws IOException, InterruptedException {
        while (System.nanoTime() - begun < PATIENCE.toNanos()) {
            try {
                if (send(path, body).statusCode() == 200) {
                    return (System.nanoTime() - begun) / 1e9;
                }
            } catch (IOException notListening) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        throw new IOException(name + " has not answered " + path + " with 200 in " + PATIENCE);
    }

    /** Trains the published model and returns its id. */
    String train() throws IOException, InterruptedException {
        HttpResponse<String> answer = send("/train", Published.TRAIN);
        JsonNode id = JSON.readTree(answer.body()).path("message").path("model_id");
        if (id.isMissingNode()) {
            throw new IOException(name + " answered a training with " + answer.statusCode() + " " + answer.body());
        }
        return id.asText();
    }

    private HttpResponse<String> send(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        programs.reversed().forEach(Program::close);
    }
}
