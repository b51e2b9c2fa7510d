package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.system.PageCommands.Block;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the README's commands, in their order, in an empty directory beside a started server. What is
 * run are the blocks fenced as {@code sh}; a block that is fenced as {@code json} and follows one is
 * what it must print. Each command must end with 0, and curl with a status below 400.
 *
 * <p>Two things stand for others: {@code localhost:5000} is the server's address, and
 * {@code <model_id>} the last one that a command printed, once its training has ended.
 */
class ReadmeIT {
    private static final Pattern MODEL = Pattern.compile("\"model_id\"\\s*:\\s*\"([^\"<]+)\"");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path directory;

    private String model = "";

    @Test
    void everyCommandWorksAsShown() throws Exception {
        List<Block> blocks = PageCommands.blocks("README.md");
        try (Program server = Program.serving(new Place(directory), "serve")) {
            PageCommands shell = new PageCommands(directory, server.url());
            String printed = "";
            int run = 0;
            for (Block block : blocks) {
                if (block.language().equals("sh")) {
                    printed = runAll(block.text(), shell, server.url());
                    run++;
                } else if (block.language().equals("json") && !printed.isEmpty()) {
                    assertThat(MAPPER.readTree(printed)).isEqualTo(MAPPER.readTree(filled(block.text())));
                }
            }
            assertThat(run).as("blocks of commands in the README").isGreaterThanOrEqualTo(3);
        }
    }

    private String runAll(String commands, PageCommands shell, String url) throws IOException, InterruptedException {
        StringBuilder printed = new StringBuilder();
        for (String command : commands.split("\n")) {
            if (command.contains("<model_id>")) {
                assertThat(new Http(url).ended(model).path("state").asText()).isEqualTo("TASK_COMPLETED");
            }
            String output = run(filled(command), shell);
            Matcher matcher = MODEL.matcher(output);
            while (matcher.find()) {
                model = matcher.group(1);
            }
            printed.append(output);
        }
        return printed.toString();
    }

    private String filled(String text) {
        return text.replace("<model_id>", model);
    }

    private static String run(String command, PageCommands shell) throws IOException, InterruptedException {
        Ended ended = shell.run("curl() { command curl -sS --fail-with-body \"$@\"; }\n" + command);
        assertThat(ended.exit()).as(command + "\n" + ended.out() + ended.err()).isZero();
        return ended.out();
    }
}
