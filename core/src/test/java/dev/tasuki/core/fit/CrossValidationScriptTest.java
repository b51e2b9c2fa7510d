package dev.tasuki.core.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs {@code cross_validation.py} and {@code search.py} again and compares with the files that
 * {@link CrossValidationTest} and {@link CandidateSearchTest} read. Needs
 * Debian's python3-sklearn and python3-pandas; where they are missing it is skipped with a message, or fails if
 * {@code TASUKI_REQUIRE_BACKENDS} is {@code true}.
 */
@Tag("backend")
class CrossValidationScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/python");
    private static final Path SAMPLE = Path.of("src/main/resources/dev/tasuki/core/data/diabetes.csv");
    private static final Path COMMITTED = Path.of("src/test/resources/golden");

    private record Run(int status, String output) {}

    private static Run run(String... arguments) throws InterruptedException {
        Path debian = Path.of("/usr/bin/python3");
        String python = Files.isExecutable(debian) ? debian.toString() : "python3";
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(python), Stream.of(arguments)).toList())
                .redirectErrorStream(true);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException noPython) {
            return new Run(-1, "no python3 to run");
        }
    }

    @ParameterizedTest
    @CsvSource({"cross_validation.py,cross-validation.txt", "search.py,search.txt"})
    void makesTheCommittedScores(String script, String file) throws Exception {
        Run version = run("-c", "import sklearn, pandas; print(sklearn.__version__)");
        boolean present = version.status() == 0 && version.output().strip().equals("1.2.1");
        if (!present && "true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw new AssertionError("scikit-learn 1.2.1 and pandas are required here: " + version.output());
        }
        assumeTrue(present, "skipped: python3-sklearn 1.2.1 or python3-pandas is not installed");

        Run run = run("-W", "ignore", SCRIPTS.resolve(script).toString(), SAMPLE.toString());

        assertThat(run.status()).as(run.output()).isZero();
        List<String> committed = Files.readAllLines(COMMITTED.resolve(file));
        assertThat(run.output().lines()).containsExactlyElementsOf(committed);
    }
}
