package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of {@code docs/scaling.md}: a producer and two consumers that share a folder, of which one is ended. */
class ScalingPageIT {
    private static final Pattern WORKS = Pattern.compile("Tasuki consumer works, data in \\S+/shared");
    private static final Pattern WORKER = Pattern.compile("consumer-\\d+-[0-9a-f]+");
    private static final Pattern TASK = Pattern.compile("TASK_RECEIVED model ([0-9a-f-]{36})");

    @TempDir
    Path directory;

    @Test
    void theRolesShareAFolderAndOneConsumerIsEnough() throws Exception {
        List<String> commands;
        try (ShownPage page = ShownPage.of("docs/scaling.md", ScalingPageIT.class)) {
            commands = page.takeAll();
        }
        assertThat(commands).hasSize(5);
        try (Program producer = started(commands.get(0));
                Program first = started(commands.get(1));
                Program second = started(commands.get(2))) {
            String url = producer.url();
            first.awaitOutput(WORKS);
            second.awaitOutput(WORKS);
            PageCommands shell = new PageCommands(directory, url);
            Ended ended = shell.run(commands.get(3));
            assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
            Http http = new Http(url);
            List<String> tasks = TASK.matcher(ended.out() + ended.err())
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(tasks).hasSize(4);
            for (String task : tasks) {
                assertThat(http.ended(task).path("state").asText()).isEqualTo("TASK_COMPLETED");
            }

            String named = shell.run("./tasuki workers").out();
            Matcher id = WORKER.matcher(named);
            assertThat(id.find()).as(named).isTrue();
            Ended drained = shell.run(commands.get(4).replace("consumer-4711-1f2e3d4c", id.group()));
            assertThat(drained.exit()).as(drained.out() + drained.err()).isZero();

            first.terminate();
            // As the signal has it; what it had begun it has finished or given back before.
            assertThat(first.exit()).isEqualTo(128 + 15);
            assertThat(first.out() + first.err()).contains("shut down");
            assertThat(http.ended(http.train(Http.TRAIN)).path("state").asText())
                    .isEqualTo("TASK_COMPLETED");
        }
    }

    private Program started(String command) {
        String free = command.replace("--health-port 5001", "--health-port 0");
        return Program.startAsShown(new Place(directory, Map.of("TASUKI_PORT", "0")), free);
    }
}
