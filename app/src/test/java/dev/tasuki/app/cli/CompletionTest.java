package dev.tasuki.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shell that has read the script is asked as it asks when the tab key is pressed. */
class CompletionTest {
    private static final Path BASH = Path.of("/bin/bash");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train --algorithm Random        | RandomForestRegressor RandomForestClassifier",
                "train --algorithm Decision      | DecisionTreeRegressor DecisionTreeClassifier",
                "ct --algorithm RandomForestC    | RandomForestClassifier",
                "train -p max_d                  | max_depth=",
                "ct --param n_est                | n_estimators=",
                "tasks retry -p min_samples_l    | min_samples_leaf=",
                "tasks retry --set timeout       | timeout_s=",
                "tasks list --state TASK_C       | TASK_COMPLETED TASK_CANCELLED",
                "models list --state TASK_ER     | TASK_ERROR",
                "tasks retry --state ''          | TASK_ERROR TASK_CANCELLED",
                "tasks retry --code not_a        | not_a_number",
                "serve --log-format ''           | line json",
                "consumer --log-level w          | warn",
                "serve --insecure ''             | true false",
                "datasets put --encoding sh      | shift_jis",
                "datasets put --separator s      | semicolon",
                "models export --format ''       | onnx"
            })
    void offersTheValuesOfAnOption(String line, String offered) throws Exception {
        assertThat(complete(line)).containsExactlyInAnyOrder(offered.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train --dataset ''    | datasets-1 datasets-2",
                "ct --dataset data     | datasets-1 datasets-2",
                "predict models-2      | models-2",
                "compare models-1      | models-1",
                "models show ''        | models-1 models-2",
                "tasks wait tasks-     | tasks-1 tasks-2",
                "datasets delete ''    | datasets-1 datasets-2",
                "datasets download ''  | datasets-1 datasets-2",
                "models download ''    | models-1 models-2",
                "models export ''      | models-1 models-2"
            })
    void offersTheIdsThatTheServerKnows(String line, String offered) throws Exception {
        Path stub = Files.writeString(directory.resolve("tasuki"), "#!/bin/sh\necho \"$2-1\"; echo \"$2-2\"\n");
        assertThat(stub.toFile().setExecutable(true)).isTrue();
        assertThat(complete(line)).containsExactlyInAnyOrder(offered.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = "models | list show download delete")
    void withoutAServerEverythingElseIsOffered(String line, String offered) throws Exception {
        assertThat(complete(line + " ''")).contains(offered.split(" "));
    }

    private List<String> complete(String line) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(BASH), "there is no " + BASH);
        Path script = Files.write(directory.resolve("completion"), script());
        Process bash = new ProcessBuilder(
                        BASH.toString(), "--norc", "-c", """
                        source "$1"
                        eval "COMP_WORDS=($3/tasuki $2)"
                        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
                        _complete_tasuki_ids 2>/dev/null
                        printf '%s\\n' "${COMPREPLY[@]}"
                        """, "bash", script.toString(), line, directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    private byte[] script() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Program(new CommandContext(
                        Map.of(),
                        directory,
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                        false))
                .run("completion");
        return out.toByteArray();
    }
}
