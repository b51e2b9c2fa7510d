package dev.tasuki.app.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of {@code docs/onnx.md}. */
class OnnxPageIT {
    @TempDir
    Path directory;

    @Test
    void everyCommandWritesTheModel() throws Exception {
        try (ShownPage page = ShownPage.of("docs/onnx.md", OnnxPageIT.class);
                Program server = Program.serving(new Place(directory), "serve")) {
            assertThat(new Http(server.url())
                            .ended("diabetes-demo")
                            .path("state")
                            .asText())
                    .isEqualTo("TASK_COMPLETED");
            PageCommands shell = new PageCommands(directory, server.url());
            for (String command : page.takeAll()) {
                Ended ended = shell.run(command);
                assertThat(ended.exit()).as(command + ended.err()).isZero();
                Path file = directory.resolve("diabetes.onnx");
                assertThat(file).content(ISO_8859_1).contains("TreeEnsembleRegressor", "tasuki.examples");
                Files.delete(file);
            }
        }
    }
}
