package dev.tasuki.learn.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs scripts with Debian's Python, which sees Debian's packages; another python3 may come first on the path. */
public final class DebianPython {
    private static final Path DEBIAN = Path.of("/usr/bin/python3");

    private DebianPython() {}

    /** How a script ended, and what it printed. */
    public record Run(int status, String output) {}

    /**
     * Skips the test where a module is missing, or fails it when the environment variable {@code
     * TASUKI_REQUIRE_BACKENDS} is {@code true}.
     */
    public static void require(String module, String debianPackage) throws IOException, InterruptedException {
        boolean present = run(List.of("-c", "import " + module), "").status() == 0;
        if (!present && "true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw new AssertionError(module + " is required here, install " + debianPackage);
        }
        assumeTrue(present, "skipped: install " + debianPackage);
    }

    /** Runs a script; what it reads must be small. */
    public static Run run(List<String> arguments, String input) throws IOException, InterruptedException {
        String python = Files.isExecutable(DEBIAN) ? DEBIAN.toString() : "python3";
        List<String> command =
                Stream.concat(Stream.of(python), arguments.stream()).toList();
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noPython) {
            return new Run(-1, "no python3 to run");
        }
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
