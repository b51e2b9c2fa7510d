package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.house.ShownPage.Block;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of {@code docs/real-tables.md} and {@code docs/metrics.md}. In a block that is fenced as
 * {@code console} a line with {@code $} is a command, and what follows is what it prints, up to a line {@code …}; a line that
 * begins with {@code ./tasuki} is a command whose output is not shown. Any UUID stands for that of the last training.
 */
class ShownCommandsIT {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final String ABOARD = """
            id,class,sex,age,siblings,fare,cabin,port
            1,2,female,28.0,1,21.0,A18,Cherbourg
            2,2,female,old,1,21.0,A18,Cherbourg
            """;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path directory;

    private String model = "";
    private int run;

    /** A command, and the lines that it prints. */
    private record Shown(String command, List<String> output) {}

    @Test
    void tablesAsTheyAre() throws Exception {
        try (Program server = Program.serving(new Place(directory), "serve")) {
            PageCommands shell = shell(server);
            Files.writeString(directory.resolve("aboard.csv"), ABOARD);
            page("docs/real-tables.md", shell);
            assertThat(run).isEqualTo(8);
        }
    }

    @Test
    void howGoodAModelIs() throws Exception {
        try (Program server = Program.serving(new Place(directory), "serve")) {
            PageCommands shell = shell(server);
            well(shell.run("""
                    ./tasuki ct --dataset passengers --target survived --metric f1_macro --metric roc_auc --out main
                    ./tasuki train --dataset diabetes --features age,bmi,bp,s1,s2,s3,s4,s5,s6 --target target --wait"""));
            page("docs/metrics.md", shell);
            assertThat(run).isEqualTo(2);
            assertThat(Files.readString(directory.resolve("ct-report/report.md")))
                    .contains("f1_macro", "roc_auc");
        }
    }

    private PageCommands shell(Program server) throws IOException, InterruptedException {
        PageCommands shell = new PageCommands(directory, server.url());
        Path table = Checkout.root().resolve("server/src/test/resources/tables/passengers.csv");
        well(shell.run("./tasuki datasets put passengers '" + table + "'"));
        return shell;
    }

    private void page(String page, PageCommands shell) throws Exception {
        try (ShownPage shown = ShownPage.of(page, ShownCommandsIT.class)) {
            for (Block block : shown.all()) {
                if (shown.runs(block)) {
                    for (Shown each : shown(shown.take(block))) {
                        check(each, shell);
                        run++;
                    }
                }
            }
        }
    }

    private void check(Shown shown, PageCommands shell) throws Exception {
        Ended ended = shell.run(UUID.matcher(shown.command()).replaceAll(model));
        String what = shown.command() + "\n" + ended.out() + ended.err();
        boolean refused = !shown.output().isEmpty() && shown.output().getFirst().startsWith("tasuki: ");
        assertThat(ended.exit()).as(what).isEqualTo(refused ? 2 : 0);
        String whole = String.join("\n", shown.output());
        if (whole.startsWith("{")) {
            assertThat(MAPPER.readTree(ended.out())).as(what).isEqualTo(MAPPER.readTree(whole));
        } else if (!shown.output().isEmpty()) {
            List<String> printed = (ended.err() + ended.out())
                    .lines()
                    .map(ShownCommandsIT::anyId)
                    .toList();
            assertThat(printed)
                    .as(what)
                    .containsSubsequence(
                            shown.output().stream().map(ShownCommandsIT::anyId).toList());
        }
        Matcher trained = UUID.matcher(ended.out());
        if (shown.command().contains("--wait") && trained.find()) {
            model = trained.group();
        }
    }

    private static String anyId(String line) {
        return UUID.matcher(line).replaceAll("<id>");
    }

    /** A command goes on in the next line while a quote is open. */
    private static List<Shown> shown(String block) {
        List<Shown> shown = new ArrayList<>();
        String open = "";
        for (String line : block.lines().toList()) {
            boolean begins = line.startsWith("$ ") || line.startsWith("./tasuki ");
            if (!open.isEmpty() || begins) {
                open += (open.isEmpty() ? "" : "\n") + (line.startsWith("$ ") ? line.substring(2) : line);
                if (open.chars().filter(c -> c == '\'').count() % 2 == 0) {
                    shown.add(new Shown(open, new ArrayList<>()));
                    open = "";
                }
            } else if (!shown.isEmpty() && !line.equals("…")) {
                shown.getLast().output().add(line);
            }
        }
        return shown;
    }

    private static void well(Ended ended) {
        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    }
}
