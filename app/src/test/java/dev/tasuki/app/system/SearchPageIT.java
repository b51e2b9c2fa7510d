package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of {@code docs/search.md}: each ends well, and a model that is shown says what was tried. */
class SearchPageIT {
    @TempDir
    Path directory;

    @Test
    void everyCommandEndsWellAndShowsWhatWasTried() throws Exception {
        int shown = 0;
        try (ShownPage page = ShownPage.of("docs/search.md", SearchPageIT.class);
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
                if (command.contains("models show")) {
                    assertThat(ended.out()).as(command).contains("RANK", "CANDIDATE", "SECONDS", "measured");
                    shown++;
                }
            }
        }
        assertThat(shown).as("models that were shown").isGreaterThanOrEqualTo(2);
    }
}
