package dev.tasuki.learn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.golden.DebianPython;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Learner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX's own checker finds nothing wrong, types and shapes included. */
@Tag("backend")
class OnnxCheckerTest {
    @BeforeAll
    static void needsOnnx() throws Exception {
        DebianPython.require("onnx", "python3-onnx");
    }

    @Test
    void filesOfEveryAlgorithmPass(@TempDir Path folder) throws Exception {
        List<String> command = new ArrayList<>(List.of("src/test/python/check_onnx.py"));
        for (Tables table : List.of(Tables.numbers(), Tables.mixed())) {
            for (Learner<?> learner : Learners.ALL) {
                Path file = folder.resolve(command.size() + ".onnx");
                OnnxFile onnx = OnnxFile.of(
                        table.model(learner, Tables.few(learner), Preparation.AUTO, 2), Long.MAX_VALUE, () -> false);
                Files.write(file, OnnxRuntime.bytes(onnx));
                command.add(file.toString());
            }
        }

        DebianPython.Run run = DebianPython.run(command, "");

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output().lines()).hasSize(2 * Learners.ALL.size());
    }
}
