package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs the scripts that make golden files, with Debian's scikit-learn, and reads what they made. */
final class ScikitLearn {
    /** How many settings are drawn at random; the system property {@code golden.settings}. */
    static final int DRAWN = Integer.getInteger("golden.settings", 30);

    /** Which ones; the system property {@code golden.seed}. */
    static final int SEED = Integer.getInteger("golden.seed", 1);

    private static final Path SCRIPTS = Path.of("src/test/python");

    private ScikitLearn() {}

    /**
     * Skips the test where scikit-learn 1.2.1 is missing, or fails it when the environment variable
     * {@code TASUKI_REQUIRE_BACKENDS} is {@code true}.
     */
    static void require() throws IOException, InterruptedException {
        DebianPython.Run version = DebianPython.run(List.of("-c", "import sklearn; print(sklearn.__version__)"), "");
        boolean present = version.status() == 0 && version.output().strip().equals("1.2.1");
        if (!present && "true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw new AssertionError(
                    "scikit-learn 1.2.1 is required here, install python3-sklearn: " + version.output());
        }
        assumeTrue(
                present, "skipped: scikit-learn 1.2.1 is not installed (Debian 12: apt-get install python3-sklearn)");
    }

    /** Runs a script that writes golden files to a folder. */
    static void make(String script, Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("-W", "ignore", SCRIPTS.resolve(script).toString(), folder.toString()));
        command.addAll(List.of(arguments));
        DebianPython.Run run = DebianPython.run(command, "");
        assertThat(run.status()).as(run.output()).isZero();
    }

    /** Makes settings drawn at random. */
    static void makeDrawn(String script, Path folder) throws IOException, InterruptedException {
        make(script, folder, Integer.toString(SEED), Integer.toString(DRAWN));
        assertThat(names(folder)).hasSize(DRAWN);
    }

    /** Compares all files of two folders. */
    static void assertSame(Path committed, Path made) throws IOException {
        assertThat(names(made)).isEqualTo(names(committed));
        for (String name : names(made)) {
            assertThat(read(committed.resolve(name)).lines())
                    .as(name)
                    .isEqualTo(read(made.resolve(name)).lines());
        }
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static Golden read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Golden.read(in);
        }
    }
}
