package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code interop/python/evaluations.py} again and compares. Needs Debian's python3-sklearn and python3-pandas; where
 * they are missing it is skipped with a message, or fails if {@code TASUKI_REQUIRE_BACKENDS} is {@code true}.
 */
@Tag("backend")
class EvaluationScriptTest {
    private static final Path SCRIPT = Path.of("../interop/python/evaluations.py");
    private static final Path COMMITTED = Path.of("src/test/resources/tables");

    private record Run(int status, String output) {}

    private static Run run(String... arguments) throws IOException, InterruptedException {
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

    @Test
    void makesTheCommittedFiles(@TempDir Path made) throws Exception {
        Run version = run("-c", "import sklearn, pandas; print(sklearn.__version__)");
        boolean present = version.status() == 0 && version.output().strip().equals("1.2.1");
        if (!present && "true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw new AssertionError("scikit-learn 1.2.1 and pandas are required here: " + version.output());
        }
        assumeTrue(present, "skipped: python3-sklearn 1.2.1 or python3-pandas is not installed");
        List<String> tables = List.of("passengers", "houses", "visits");
        for (String table : tables) {
            Files.copy(COMMITTED.resolve(table + ".csv"), made.resolve(table + ".csv"));
        }

        Run run = run("-W", "ignore", SCRIPT.toString(), made.toString());

        assertThat(run.status()).as(run.output()).isZero();
        JsonMapper mapper = new JsonMapper();
        for (String table : tables) {
            String file = table + ".evaluation.json";
            assertThat(mapper.readTree(made.resolve(file).toFile()))
                    .as(file)
                    .isEqualTo(mapper.readTree(COMMITTED.resolve(file).toFile()));
        }
    }
}
