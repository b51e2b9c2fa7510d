package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.house.ShownPage.Block;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the commands of the README, the tutorial and the page on moving, in their order, in an empty directory beside
 * a started server;
 * the pages in Japanese have the same ones. What is run are the blocks of commands; a block that is fenced as
 * {@code json} and follows one is what it must print, and one that is fenced as {@code text} is how its output must
 * begin, up to the line {@code …}. Each command must end with 0, and curl with a status below 400.
 *
 * <p>Two things stand for others: {@code localhost:5000} is the server's address, and
 * {@code <model_id>} the last one that a command printed, once its training has ended.
 */
class ReadmeIT {
    private static final Pattern MODEL = Pattern.compile("(?:\"model_id\"\\s*:\\s*\"| model )([0-9a-f-]{36})");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path directory;

    private String model = "";

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/tutorial.md", "docs/moving.md"})
    void everyCommandWorksAsShown(String page) throws Exception {
        try (ShownPage shown = ShownPage.of(page, ReadmeIT.class);
                Program server = Program.servingAsShown(new Place(directory), start(shown))) {
            PageCommands shell = new PageCommands(directory, server.url());
            String printed = "";
            for (Block block : shown.all()) {
                if (shown.runs(block)) {
                    String commands = shown.take(block);
                    printed = commands.equals(start(shown)) ? "" : runAll(commands, shell, server.url());
                } else if (block.language().equals("json") && !printed.isEmpty()) {
                    assertThat(MAPPER.readTree(printed)).isEqualTo(MAPPER.readTree(filled(block.text())));
                } else if (block.language().equals("text")) {
                    assertThat(printed).startsWith(block.text().split("…", 2)[0]);
                }
            }
        }
    }

    /** How the page starts its server. One without a word of it is for readers who have one. */
    private static String start(ShownPage page) {
        return page.all().stream()
                .map(Block::text)
                .filter(text -> text.startsWith("./tasuki serve"))
                .findFirst()
                .orElse("./tasuki serve");
    }

    @ParameterizedTest
    @CsvSource({"README.md, README.ja.md", "docs/tutorial.md, docs/ja/tutorial.md"})
    void aPageInJapaneseShowsTheSameCommands(String english, String japanese) {
        try (ShownPage shown = ShownPage.of(japanese, ReadmeIT.class)) {
            assertThat(shown.all()).isEqualTo(ShownPage.blocks(english));
            // They are run above.
            assertThat(shown.takeAll()).isNotEmpty();
        }
    }

    private String runAll(String commands, PageCommands shell, String url) throws IOException, InterruptedException {
        StringBuilder printed = new StringBuilder();
        for (String command : whole(commands)) {
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

    /** Commands, of which one may have several lines: those within single quotes. */
    private static List<String> whole(String lines) {
        List<String> commands = new ArrayList<>();
        String begun = "";
        for (String line : lines.split("\n")) {
            begun += line;
            if (begun.chars().filter(c -> c == '\'').count() % 2 == 0) {
                commands.add(begun);
                begun = "";
            } else {
                begun += "\n";
            }
        }
        return commands;
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
