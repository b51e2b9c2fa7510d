package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    private static final Pattern FENCE = Pattern.compile("(?m)^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL);
    private static final Pattern MODEL = Pattern.compile("\"model_id\"\\s*:\\s*\"([^\"<]+)\"");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path directory;

    private String model = "";

    /** A fenced block. */
    private record Block(String language, String text) {}

    @Test
    void everyCommandWorksAsShown() throws Exception {
        List<Block> blocks = blocks();
        Files.createSymbolicLink(directory.resolve("tasuki"), Checkout.root().resolve("tasuki"));
        try (Program server = Program.serving(new Place(directory), "serve")) {
            String printed = "";
            int run = 0;
            for (Block block : blocks) {
                if (block.language().equals("sh")) {
                    printed = runAll(block.text(), server.url());
                    run++;
                } else if (block.language().equals("json") && !printed.isEmpty()) {
                    assertThat(MAPPER.readTree(printed)).isEqualTo(MAPPER.readTree(filled(block.text())));
                }
            }
            assertThat(run).as("blocks of commands in the README").isGreaterThanOrEqualTo(3);
        }
    }

    private static List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        String text = String.join("\n", Checkout.lines(Checkout.root().resolve("README.md")));
        Matcher matcher = FENCE.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private String runAll(String commands, String url) throws IOException, InterruptedException {
        StringBuilder printed = new StringBuilder();
        for (String command : commands.split("\n")) {
            if (command.contains("<model_id>")) {
                assertThat(new Http(url).ended(model).path("state").asText()).isEqualTo("TASK_COMPLETED");
            }
            String output = run(filled(command).replace("localhost:5000", url.substring("http://".length())), url);
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

    private String run(String command, String url) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "readme", ".out");
        Path err = Files.createTempFile(directory, "readme", ".err");
        String script = "set -euo pipefail\ncurl() { command curl -sS --fail-with-body \"$@\"; }\n" + command;
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("TASUKI_BUILD", "never");
        builder.environment().put("TASUKI_URL", url);
        builder.environment().remove("TASUKI_REQUIRE_BACKENDS");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("still running: " + command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String output = Files.readString(out);
        assertThat(process.exitValue())
                .as(command + "\n" + output + Files.readString(err))
                .isZero();
        return output;
    }
}
