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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the script that made the golden files of boosting: the files cannot go stale, and settings drawn
 * at random give scikit-learn's trees too. The system property {@code boost.settings} says how many
 * are drawn, {@code boost.seed} which.
 *
 * <p>Needs Debian 12's python3-sklearn. Where that is missing the tests are skipped with a message, or
 * fail when the environment variable {@code TASUKI_REQUIRE_BACKENDS} is {@code true}.
 */
@Tag("backend")
class BoostScriptTest {
    private static final Path SCRIPT = Path.of("src/test/python/golden_boost.py");
    private static final Path COMMITTED = Path.of("src/test/resources/golden-boost");
    private static final int DRAWN = Integer.getInteger("boost.settings", 30);
    private static final int SEED = Integer.getInteger("boost.seed", 1);

    @BeforeAll
    static void needsScikitLearn() throws Exception {
        Run version = run("-c", "import sklearn; print(sklearn.__version__)");
        boolean present = version.status() == 0 && version.output().strip().equals("1.2.1");
        if (!present && "true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw new AssertionError(
                    "scikit-learn 1.2.1 is required here, install python3-sklearn: " + version.output());
        }
        assumeTrue(
                present, "skipped: scikit-learn 1.2.1 is not installed (Debian 12: apt-get install python3-sklearn)");
    }

    @Test
    void makesTheCommittedFiles(@TempDir Path made) throws Exception {
        Run run = run("-W", "ignore", SCRIPT.toString(), made.toString());

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(names(made)).isEqualTo(names(COMMITTED)).hasSizeGreaterThan(30);
        for (String name : names(made)) {
            assertThat(read(COMMITTED.resolve(name)).lines())
                    .as(name)
                    .isEqualTo(read(made.resolve(name)).lines());
        }
    }

    @Test
    void growsScikitLearnsTreesForSettingsDrawnAtRandom(@TempDir Path made) throws Exception {
        Run run = run(
                "-W", "ignore", SCRIPT.toString(), made.toString(), Integer.toString(SEED), Integer.toString(DRAWN));

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(names(made)).hasSize(DRAWN);
        for (String name : names(made)) {
            Golden golden = read(made.resolve(name));
            try {
                GoldenBoost.assertEqualTrees(golden, 2);
            } catch (RuntimeException | AssertionError different) {
                String setting = golden.only("algorithm") + " " + golden.only("data") + " " + golden.all("parameter");
                throw new AssertionError(name + " of seed " + SEED + ", " + setting, different);
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Golden read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Golden.read(in);
        }
    }

    private record Run(int status, String output) {}

    private static Run run(String... arguments) throws IOException, InterruptedException {
        // Debian's own interpreter sees Debian's packages; another python3 may come first on the path.
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
}
