package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.house.ShownPage.Block;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the transcripts of {@code docs/transcripts.md}, in their order. Blocks fenced as {@code sh} are run, and a block
 * fenced as {@code console} is what the one before it printed: standard output, then errors. There "…" stands for any
 * letters, and blanks and ends of lines do not count. Blocks fenced as {@code text} show what was, and are not run.
 */
class TranscriptsIT {
    @TempDir
    Path directory;

    @Test
    void everyTranscriptIsAsShown() throws Exception {
        int compared = 0;
        try (ShownPage page = ShownPage.of("docs/transcripts.md", TranscriptsIT.class);
                Program server = Program.serving(new Place(directory), "serve")) {
            PageCommands shell = new PageCommands(directory, server.url());
            Http http = new Http(server.url());
            assertThat(http.ended("diabetes-demo").path("state").asText()).isEqualTo("TASK_COMPLETED");
            Ended ended = new Ended(0, "", "");
            String command = "";
            for (Block block : page.all()) {
                if (page.runs(block)) {
                    command = page.take(block);
                    ended = shell.run(command);
                } else if (block.language().equals("console")) {
                    assertThat((ended.out() + ended.err()).replaceAll("\\s", ""))
                            .as(command)
                            .matches(pattern(block.text()));
                    compared++;
                }
            }
        }
        assertThat(compared).as("transcripts").isGreaterThanOrEqualTo(20);
    }

    private static Pattern pattern(String shown) {
        String parts = Arrays.stream(shown.replaceAll("\\s", "").split("…", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return Pattern.compile(parts, Pattern.DOTALL);
    }
}
