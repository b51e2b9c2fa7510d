package dev.tasuki.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tasuki.app.house.ShownPage.Block;
import dev.tasuki.app.house.ShownRegistry.Claim;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every command that a page shows is run by a test, or is checked and has its reason why not, by the list in
 * {@link ShownRegistry}. The test named there takes its blocks from {@link ShownPage}, which fails if one is left.
 */
class CommandsOfPagesTest {
    private static final Set<String> LANGUAGES =
            Set.of("sh", "python", "console", "text", "json", "yaml", "java", "mermaid");
    /** How a command begins, in a block where none is expected. */
    private static final Pattern COMMAND = Pattern.compile("(\\$ |\\./|[A-Z_]+=\\S+ |("
            + "aws|apt-get|bench/run|celery|cp|curl|docker|dpkg|git|helm|java|kubectl|mvn|npm|pip|python3|rabbitmqctl"
            + "|redis-cli|sudo|systemctl|tar|tasuki) ).*");

    private static final Pattern FENCE = Pattern.compile("\\s*(```|~~~).*");

    /** The pages that people read. */
    static List<String> pages() {
        return Checkout.files(".md").stream()
                .map(Checkout::name)
                .filter(page -> page.startsWith("docs/") || !page.contains("/"))
                .toList();
    }

    @Test
    void everyBlockOfCommandsIsRunByOneTest() {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (String page : pages()) {
            for (Block block : ShownPage.blocks(page)) {
                if (block.commands()) {
                    seen++;
                    wrong.addAll(unclaimed(page, block));
                }
            }
        }
        assertThat(wrong).as("name a test that runs it in ShownRegistry").isEmpty();
        assertThat(seen).isGreaterThan(80);
    }

    private static List<String> unclaimed(String page, Block block) {
        List<String> tests =
                ShownRegistry.of(page, block).stream().map(Claim::test).toList();
        return tests.size() == 1
                ? List.of()
                : List.of(page + ": " + block.text().lines().findFirst().orElse("") + " is run by " + tests);
    }

    @Test
    void aBlockThatNobodyRunsIsFound() {
        Block block = new Block("sh", "./tasuki serve\n");
        assertThat(unclaimed("docs/choosing.md", block))
                .containsExactly("docs/choosing.md: ./tasuki serve is run by []");
        assertThat(unclaimed("docs/scaling.md", block)).isEmpty();
        assertThat(unclaimed("docs/celery.md", block)).hasSize(1);
        assertThat(new Block("console", "$ ls\n").commands()).isTrue();
        assertThat(new Block("console", "a b\n").commands()).isFalse();
    }

    @Test
    void everyTestOfTheRegistryTakesItsBlocks() {
        Set<String> tests =
                ShownRegistry.claims().stream().map(Claim::test).collect(Collectors.toCollection(TreeSet::new));
        for (Claim claim : ShownRegistry.claims()) {
            for (String page : claim.pages()) {
                assertThat(ShownPage.blocks(page).stream().filter(Block::commands))
                        .as("%s: nothing begins with '%s'".formatted(page, claim.begins()))
                        .anyMatch(block -> ShownRegistry.of(page, block).contains(claim));
            }
        }
        List<Path> files = Checkout.files(".java");
        JavaClasses classes = new ClassFileImporter()
                .importPackages("dev.tasuki.app.house", "dev.tasuki.app.system", "dev.tasuki.app.interop");
        for (String test : tests) {
            Path file = files.stream()
                    .filter(each -> each.endsWith(test + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no test " + test));
            // Those of another module read their page by themselves.
            if (Checkout.name(file).startsWith("app/")) {
                assertThat(classes.stream()
                                .filter(type -> type.getSimpleName().equals(test))
                                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                                .filter(call -> call.getTargetOwner().isEquivalentTo(ShownPage.class)))
                        .as(test + " takes its commands by ShownPage.of")
                        .anyMatch(call -> call.getName().equals("of"));
            }
        }
    }

    @Test
    void commandsStandInBlocksOfCommands() {
        List<String> wrong = new ArrayList<>();
        for (String page : pages()) {
            List<Block> blocks = ShownPage.blocks(page);
            List<String> fences = Checkout.lines(Checkout.root().resolve(page)).stream()
                    .filter(line -> FENCE.matcher(line).matches())
                    .toList();
            if (fences.size() != 2 * blocks.size()) {
                wrong.add(page + ": a fence is no line of its own at the beginning of a line: " + fences);
            }
            for (Block block : blocks) {
                if (!LANGUAGES.contains(block.language())) {
                    wrong.add("%s: a block is fenced as '%s'; allowed: %s; commands are sh"
                            .formatted(page, block.language(), new TreeSet<>(LANGUAGES)));
                }
                if (!block.commands()) {
                    block.text()
                            .lines()
                            .filter(line -> COMMAND.matcher(line).matches())
                            .map(line -> "%s: a command in a block of %s: %s".formatted(page, block.language(), line))
                            .forEach(wrong::add);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
