package dev.tasuki.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.house.ShownRegistry.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of a page that one test runs, as {@link ShownRegistry} tells. They are taken one by one, or all at once, to
 * be run; closing fails if one was left. Not safe for use by several threads.
 */
public final class ShownPage implements AutoCloseable {
    private static final Pattern FENCE = Pattern.compile("(?m)^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL);

    private final String page;
    private final List<Block> all;
    private final List<Block> mine;
    private final List<Block> left;

    private ShownPage(String page, List<Block> all, List<Block> mine) {
        this.page = page;
        this.all = all;
        this.mine = mine;
        this.left = new ArrayList<>(mine);
    }

    /** A fenced block. */
    public record Block(String language, String text) {
        /**
         * True for commands and programs that a reader would run. A block fenced as {@code console} has them if a line
         * begins with {@code $}; otherwise it is what was printed.
         */
        public boolean commands() {
            return switch (language) {
                case "sh", "python" -> true;
                case "console" -> text.lines().anyMatch(line -> line.startsWith("$ "));
                default -> false;
            };
        }
    }

    /** A page's path below the checkout, and a test that the registry names for it. */
    public static ShownPage of(String page, Class<?> test) {
        List<Block> all = blocks(page);
        List<Block> mine = all.stream()
                .filter(Block::commands)
                .filter(block ->
                        ShownRegistry.of(page, block).stream().map(Claim::test).anyMatch(test.getSimpleName()::equals))
                .toList();
        assertThat(mine)
                .as("ShownRegistry gives " + test.getSimpleName() + " nothing of " + page)
                .isNotEmpty();
        return new ShownPage(page, all, mine);
    }

    /** All fenced blocks of a page, in their order. */
    public static List<Block> blocks(String page) {
        List<Block> blocks = new ArrayList<>();
        String text = String.join("\n", Checkout.lines(Checkout.root().resolve(page)));
        Matcher matcher = FENCE.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    /** All blocks, with those that show what is printed. */
    public List<Block> all() {
        return all;
    }

    /** True for commands that are this test's to run. */
    public boolean runs(Block block) {
        return mine.contains(block);
    }

    /** The text of one of this test's, which is run now. */
    public String take(Block block) {
        assertThat(left.remove(block)).as("taken twice: " + block.text()).isTrue();
        return block.text();
    }

    /** The texts of all that this test runs, in their order. */
    public List<String> takeAll() {
        return mine.stream().map(this::take).toList();
    }

    @Override
    public void close() {
        assertThat(left).as("commands of " + page + " that were not run").isEmpty();
    }

    /** The words of a command, without the quotes that hold some together. */
    public static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?:'[^']*'|[^\\s'])+").matcher(command);
        while (matcher.find()) {
            words.add(matcher.group().replace("'", ""));
        }
        return words;
    }
}
