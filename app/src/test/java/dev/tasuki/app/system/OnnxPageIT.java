package dev.tasuki.app.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.system.PageCommands.Block;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of {@code docs/onnx.md}. */
class OnnxPageIT {
    @TempDir
    Path directory;

    @Test
    void everyCommandWritesTheModel() throws Exception {
        List<Block> commands = PageCommands.blocks("docs/onnx.md").stream()
                .filter(block -> block.language().equals("bash"))
                .toList();
        try (Program server = Program.serving(new Place(directory), "serve")) {
            assertThat(new Http(server.url())
                            .ended("diabetes-demo")
                            .path("state")
                            .asText())
                    .isEqualTo("TASK_COMPLETED");
            PageCommands shell = new PageCommands(directory, server.url());
            for (Block command : commands) {
                Ended ended = shell.run(command.text());
                assertThat(ended.exit()).as(command.text() + ended.err()).isZero();
                Path file = directory.resolve("diabetes.onnx");
                assertThat(file).content(ISO_8859_1).contains("TreeEnsembleRegressor", "tasuki.examples");
                Files.delete(file);
            }
        }
        assertThat(commands).hasSize(2);
    }
}
