package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tasuki.app.interop.Peer.Place;
import dev.tasuki.core.base.CloudEvents;
import dev.tasuki.core.task.Change;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that openapi-generator makes of a running server's document: each is generated, built, and walks through
 * the API: upload, train, wait, predict one row and several, a refusal. Their walks are in interop/clients. Beside
 * them, the CloudEvents SDK for JavaScript reads the events that the server tells.
 */
final class GeneratedClientsIT {
    private static final Path WALKS =
            Path.of("..", "interop", "clients").toAbsolutePath().normalize();
    private static final Path TOOLS = Path.of("target", "clients").toAbsolutePath();
    private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");

    /** The client for Python needs pydantic 2, which not every system has. */
    private static final String PYDANTIC =
            "import sys, pydantic, urllib3, dateutil, typing_extensions; sys.exit(pydantic.VERSION.split('.')[0] < '2')";

    private static final String LONG_TRAINING = """
            {"dataset_id":"diabetes","features":["age","bmi"],"target":"target",\
            "params":{"n_estimators":20000,"max_depth":null}}""";

    @TempDir
    static Path directory;

    private static Peer server;
    private static String url;
    private static Path document;

    @BeforeAll
    static void serve() throws IOException {
        server = new Place(directory, Map.of()).tasuki("serve", "--port", "0");
        url = server.awaitOutput("answers at (http://\\S+)", 1).group(1);
        try (Client client = new Client(url)) {
            document = Files.writeString(directory.resolve("openapi.json"), client.text("/openapi.json"));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theClientForPythonWalksThroughTheApi() throws Exception {
        String python = python();
        Path client = generated("python", List.of());

        String walk = WALKS.resolve("python").resolve("walk.py").toString();
        assertThat(run(directory, python, "-B", walk, client.toString(), url)).contains("walked through the API");
    }

    @Test
    void theClientForTypeScriptWalksThroughTheApi() throws Exception {
        Path project = Files.createDirectory(directory.resolve("typescript"));
        for (String file : List.of("package.json", "package-lock.json", "tsconfig.json", "walk.ts")) {
            Files.copy(WALKS.resolve("typescript").resolve(file), project.resolve(file));
        }
        needed("npm", "nodejs and npm");
        Files.move(generated("typescript-fetch", List.of()), project.resolve("client"));

        run(project, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        run(project, "node", "node_modules/typescript/bin/tsc", "-p", ".");
        assertThat(run(project, "node", "out/walk.js", url)).contains("walked through the API");
    }

    @Test
    void theClientForJavaWalksThroughTheApi() throws Exception {
        Path client = generated(
                "java", List.of("--library", "okhttp-gson", "--additional-properties", "openApiNullable=false"));
        Path classes = directory.resolve("java-classes");
        Path sources = directory.resolve("sources");
        try (Stream<Path> files = Files.walk(client.resolve("src/main/java"))) {
            List<String> names = new ArrayList<>(files.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .toList());
            names.add(WALKS.resolve("java").resolve("Walk.java").toString());
            Files.write(sources, names);
        }
        String jars = TOOLS.resolve("lib") + File.separator + "*";

        run(directory, JDK + "/javac", "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", jars, "@" + sources);
        assertThat(run(directory, JDK + "/java", "-cp", classes + File.pathSeparator + jars, "Walk", url))
                .contains("walked through the API");
    }

    @Test
    void theCloudEventsSdkReadsEveryTypeOfEvent() throws Exception {
        needed("npm", "nodejs and npm");
        Path project = Files.createDirectory(directory.resolve("events"));
        for (String file : List.of("package.json", "package-lock.json", "read.js")) {
            Files.copy(WALKS.resolve("events").resolve(file), project.resolve(file));
        }
        run(project, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        List<String> types = Stream.of(Change.Kind.values())
                .map(kind -> CloudEvents.PREFIX + kind.text())
                .sorted()
                .toList();
        try (Client client = new Client(url)) {
            live(client);
            List<String> events = new ArrayList<>();
            client.get("/events?after=0&limit=1000")
                    .body()
                    .path("events")
                    .forEach(event -> events.add(event.toString()));
            Path lines = Files.write(project.resolve("events.jsonl"), events);

            assertThat(run(project, "node", "read.js", lines.toString()).lines())
                    .containsExactlyElementsOf(types);
        }
    }

    /** Does everything that can happen to a training. */
    private static void live(Client client) throws IOException {
        String done = client.train();
        assertThat(client.ended(done).path("state").asText()).isEqualTo("TASK_COMPLETED");
        assertThat(client.delete("/models/" + done).status()).isLessThan(300);
        String named = accepted(
                client,
                "{\"dataset_id\":\"diabetes\",\"features\":[\"bmi\"],\"target\":\"target\",\"name\":\"named\"}");
        assertThat(client.ended(named).path("state").asText()).isEqualTo("TASK_COMPLETED");
        Path alias = Files.writeString(directory.resolve("alias.json"), "{\"version\":1,\"by\":\"a test\"}");
        assertThat(client.put("/models/named/aliases/champion", alias).status()).isEqualTo(200);
        Path lonely = Files.writeString(directory.resolve("lonely.csv"), "a,y\n" + "1,many\n".repeat(9) + "2,one\n");
        assertThat(client.put("/datasets/lonely", lonely).status()).isLessThan(300);
        String failed =
                accepted(client, "{\"dataset_id\":\"lonely\",\"features\":[\"a\"],\"target\":\"y\",\"stratify\":true}");
        assertThat(client.ended(failed).path("state").asText()).isEqualTo("TASK_ERROR");
        String stopped = begun(client);
        client.delete("/tasks/" + stopped);
        assertThat(client.ended(stopped).path("state").asText()).isEqualTo("TASK_CANCELLED");
        String finished = begun(client);
        assertThat(client.post("/tasks/" + finished + "/finish", "").status()).isEqualTo(202);
        assertThat(client.ended(finished).path("state").asText()).isEqualTo("TASK_COMPLETED");
    }

    /** A long training that runs. */
    private static String begun(Client client) throws IOException {
        String id = accepted(client, LONG_TRAINING);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        client.get("/tasks/" + id).body().path("state").asText().equals("TASK_STARTED"));
        return id;
    }

    private static String accepted(Client client, String training) {
        Client.Answer answer = client.post("/train", training);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body().path("message").path("model_id").asText();
    }

    /** The folder of a client in the language. */
    private static Path generated(String language, List<String> options) throws Exception {
        Path folder = directory.resolve("client-" + language);
        List<String> command = new ArrayList<>(List.of(
                JDK + "/java",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                TOOLS.resolve("openapi-generator-cli.jar").toString(),
                "generate",
                "-i",
                document.toString(),
                "-g",
                language,
                "-o",
                folder.toString()));
        command.addAll(options);
        assertThat(run(directory, command.toArray(String[]::new))).doesNotContain("undefined type");
        return folder;
    }

    private static String python() throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (exit(start(directory, python, "-c", PYDANTIC)) == 0) {
                return python;
            }
        }
        // Debian 12 has pydantic 1 only, so that this one may be missing wherever all else is required.
        return abort("the client for Python needs python3 with pydantic 2, urllib3 and dateutil; there is none");
    }

    private static void needed(String program, String packages) {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!there && Boolean.parseBoolean(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw new AssertionError(program + " is missing, and TASUKI_REQUIRE_BACKENDS is true: install " + packages);
        }
        if (!there) {
            abort(program + " is missing: install " + packages);
        }
    }

    private record Started(Process process, Path output) {}

    /** Runs a program to its end, which must be a good one; what it printed. */
    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Started started = start(folder, command);
        int exit = exit(started);
        String output = Files.readString(started.output());
        assertThat(exit).as(String.join(" ", command) + "\n" + output).isZero();
        return output;
    }

    private static Started start(Path folder, String... command) throws IOException {
        Path output = Files.createTempFile(directory, "tool", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Started(process, output);
    }

    private static int exit(Started started) throws IOException, InterruptedException {
        if (!started.process().waitFor(5, TimeUnit.MINUTES)) {
            started.process().destroyForcibly().onExit().join();
            throw new AssertionError("it did not end: " + Files.readString(started.output()));
        }
        return started.process().exitValue();
    }
}
