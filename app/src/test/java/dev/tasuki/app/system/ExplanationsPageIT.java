package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.house.ShownPage.Block;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of {@code docs/explanations.md}: what each prints is what the page shows below it. */
class ExplanationsPageIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void everyCommandPrintsWhatThePageShows() throws Exception {
        try (ShownPage page = ShownPage.of("docs/explanations.md", ExplanationsPageIT.class);
                Program server = Program.serving(new Place(directory), "serve")) {
            assertThat(new Http(server.url())
                            .ended("diabetes-demo")
                            .path("state")
                            .asText())
                    .isEqualTo("TASK_COMPLETED");
            PageCommands shell = new PageCommands(directory, server.url());
            List<Block> blocks = page.all();
            for (int i = 0; i < blocks.size(); i++) {
                if (page.runs(blocks.get(i))) {
                    String command = page.take(blocks.get(i));
                    Ended ended = shell.run(command);
                    assertThat(ended.exit()).as(command + ended.err()).isZero();
                    Block shown = blocks.get(i + 1);
                    switch (shown.language()) {
                        case "text" -> assertThat(ended.out()).as(command).isEqualTo(shown.text());
                        case "json" ->
                            assertThat(MAPPER.readTree(ended.out()))
                                    .as(command)
                                    .isEqualTo(MAPPER.readTree(shown.text()));
                        default -> throw new AssertionError("no output is shown below " + command);
                    }
                }
            }
            Ended file = shell.run("./tasuki predict diabetes-demo --csv rows.csv --interval 1");
            assertThat(file.exit()).isEqualTo(2);
            assertThat(file.err()).contains("interval: Input should be above 0 and below 1");
        }
    }
}
