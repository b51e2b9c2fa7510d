package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the script that made the golden files and compares: the files cannot go stale, and cannot
 * have been edited.
 *
 * <p>Needs Debian 12's python3-sklearn. Where that is missing the test is skipped with a message,
 * or fails when the environment variable {@code TASUKI_REQUIRE_BACKENDS} is {@code true}.
 */
@Tag("backend")
class GoldenScriptTest {
    private static final Path SCRIPT = Path.of("src/test/python/golden.py");
    private static final Path COMMITTED = Path.of("src/test/resources/golden");

    @Test
    void makesTheCommittedFiles(@TempDir Path made) throws Exception {
        Run version = run("-c", "import sklearn, numpy; print(sklearn.__version__)");
        boolean present = version.status() == 0 && version.output().strip().equals("1.2.1");
        if (!present && "true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw new AssertionError(
                    "scikit-learn 1.2.1 is required here, install python3-sklearn: " + version.output());
        }
        assumeTrue(
                present, "skipped: scikit-learn 1.2.1 is not installed (Debian 12: apt-get install python3-sklearn)");

        Run run = run("-W", "ignore", SCRIPT.toString(), made.toString());

        assertThat(run.status()).as(run.output()).isZero();
        try (Stream<Path> files = Files.list(made)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSizeGreaterThan(40);
            for (Path file : all) {
                Path committed = COMMITTED.resolve(file.getFileName());
                assertThat(linesOf(committed)).as(committed.toString()).isEqualTo(linesOf(file));
            }
        }
        try (Stream<Path> files = Files.list(COMMITTED)) {
            for (Path file : files.toList()) {
                boolean needsPandas =
                        file.endsWith("pandas-floats.gz") && run.output().contains("pandas is missing");
                assertThat(needsPandas || Files.exists(made.resolve(file.getFileName())))
                        .as("the script makes " + file.getFileName())
                        .isTrue();
            }
        }
    }

    private record Run(int status, String output) {}

    private static Run run(String... arguments) throws IOException, InterruptedException {
        // Debian's own interpreter sees Debian's packages; another python3 may come first on the
        // path.
        Path debian = Path.of("/usr/bin/python3");
        String python = Files.isExecutable(debian) ? debian.toString() : "python3";
        List<String> command =
                Stream.concat(Stream.of(python), Stream.of(arguments)).toList();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException noPython) {
            return new Run(-1, "no python3 to run");
        }
    }

    private static List<Golden.Line> linesOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Golden.read(in).lines();
        }
    }
}
