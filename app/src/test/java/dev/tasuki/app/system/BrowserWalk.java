package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.system.Program.Place;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A script of {@code interop/console} in a real browser, against a server of its own that ends and starts as it asks. */
final class BrowserWalk {
    private static final Path SCRIPTS = Checkout.root().resolve("interop/console");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private BrowserWalk() {}

    /** What the script told, line by line; it must end well. */
    static List<String> walked(String script, Path directory) throws IOException, InterruptedException {
        needed(CHROMIUM, "chromium");
        needed(Path.of("/usr/bin/npm"), "nodejs and npm");
        Path project = Files.createDirectory(directory.resolve("walk"));
        for (String file : List.of("package.json", "package-lock.json", "shared.js", script)) {
            Files.copy(SCRIPTS.resolve(file), project.resolve(file));
        }
        Process npm = started(project, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        Path home = Files.createDirectory(directory.resolve("server"));
        try (Server server = new Server(new Place(home))) {
            assertThat(npm.waitFor())
                    .as(Files.readString(project.resolve("err.log")))
                    .isZero();
            return walked(script, project, server);
        } finally {
            npm.destroyForcibly();
        }
    }

    /** What it asks for is done. */
    private static List<String> walked(String script, Path project, Server server)
            throws IOException, InterruptedException {
        Path pictures = Path.of("target", "pictures", "console").toAbsolutePath();
        Path err = project.resolve("walk.log");
        Process node = new ProcessBuilder("node", script, server.url, CHROMIUM.toString(), pictures.toString())
                .directory(project.toFile())
                .redirectError(err.toFile())
                .start();
        List<String> told = new ArrayList<>();
        try (BufferedReader lines = node.inputReader(StandardCharsets.UTF_8);
                Writer answers = node.outputWriter(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told.add(line);
                switch (line) {
                    case "do: kill" -> server.kill();
                    case "do: start" -> server.startAgain();
                    default -> {
                        continue;
                    }
                }
                answers.write("done\n");
                answers.flush();
            }
            assertThat(node.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly();
        }
        assertThat(node.exitValue()).as(Files.readString(err)).isZero();
        return told;
    }

    private static Process started(Path project, String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(project.resolve("err.log").toFile())
                .start();
    }

    private static void needed(Path program, String packages) {
        if (!Files.isExecutable(program)) {
            if (Boolean.parseBoolean(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
                throw new AssertionError(
                        program + " is missing, and TASUKI_REQUIRE_BACKENDS is true: install " + packages);
            }
            abort(program + " is missing: install " + packages);
        }
    }

    /** A server that ends and comes back at the same port. */
    private static final class Server implements AutoCloseable {
        private final Place place;
        private final String url;
        private Program program;

        Server(Place place) {
            this.place = place;
            this.program = Program.serving(place, "serve");
            this.url = program.url();
        }

        void kill() {
            program.kill();
        }

        void startAgain() {
            program = Program.start(
                    place, "serve", "--port", Integer.toString(URI.create(url).getPort()));
            program.url();
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
