package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.house.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The commands that a page of the documentation shows, run in a folder beside a started server. {@code localhost:5000}
 * stands for the server's address.
 */
final class PageCommands {
    private final Path directory;
    private final String url;
    private final Map<String, String> variables;

    PageCommands(Path directory, String url) throws IOException {
        this(directory, url, Map.of());
    }

    /** With variables beyond those of this process. */
    PageCommands(Path directory, String url, Map<String, String> variables) throws IOException {
        this.directory = directory;
        this.url = url;
        this.variables = variables;
        Files.createSymbolicLink(directory.resolve("tasuki"), Checkout.root().resolve("tasuki"));
    }

    /** How a command ended. */
    record Ended(int exit, String out, String err) {}

    /** Runs it by bash. */
    Ended run(String command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "page", ".out");
        Path err = Files.createTempFile(directory, "page", ".err");
        String script = "set -euo pipefail\n" + command.replace("localhost:5000", url.substring("http://".length()));
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("TASUKI_BUILD", "never");
        builder.environment().put("TASUKI_URL", url);
        builder.environment().remove("TASUKI_REQUIRE_BACKENDS");
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("still running: " + command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
