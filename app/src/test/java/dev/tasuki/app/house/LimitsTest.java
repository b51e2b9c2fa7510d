package dev.tasuki.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.Limits;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/limits.md} lists every bound as it is, with the test that tries it. */
class LimitsTest {
    private static final Path PAGE = Checkout.root().resolve("docs/limits.md");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"(bound:[a-z_]+)\"\\)");

    /** The names of the test classes that try each bound, by its tag. */
    private static Map<String, TreeSet<String>> tests() {
        Map<String, TreeSet<String>> tests = new TreeMap<>();
        for (Path file : Checkout.files("Test.java", "IT.java", "Contract.java")) {
            Matcher tags = TAG.matcher(String.join("\n", Checkout.lines(file)));
            while (tags.find()) {
                tests.computeIfAbsent(tags.group(1), tag -> new TreeSet<>())
                        .add(file.getFileName().toString().replace(".java", ""));
            }
        }
        return tests;
    }

    private static List<String> table() {
        Map<String, TreeSet<String>> tests = tests();
        return Stream.concat(
                        Stream.of("| What | At most | Beyond | Setting | Tried by |", "|---|---|---|---|---|"),
                        Arrays.stream(Limits.values()).map(limit -> row(limit, tests)))
                .toList();
    }

    private static String row(Limits limit, Map<String, TreeSet<String>> tests) {
        String setting = limit.setting().isEmpty() ? "" : "`--" + limit.setting() + "`";
        String tried = String.join(", ", tests.getOrDefault(limit.tag(), new TreeSet<>()));
        return "| %s | %s | %s | %s | %s |".formatted(limit.input(), limit.text(), limit.beyond(), setting, tried);
    }

    @Test
    void thePageListsEveryBoundAsItIs() {
        List<String> shown = Checkout.lines(PAGE).stream()
                .filter(line -> line.startsWith("|"))
                .toList();
        assertThat(shown)
                .as("docs/limits.md; the table should be:\n" + String.join("\n", table()))
                .isEqualTo(table());
    }

    @Test
    void everyBoundIsTried() {
        Map<String, TreeSet<String>> tests = tests();
        assertThat(Arrays.stream(Limits.values()).filter(limit -> !tests.containsKey(limit.tag())))
                .as("bounds without a test that carries their tag")
                .isEmpty();
    }

    @Test
    void everyTagNamesABound() {
        List<String> known = Arrays.stream(Limits.values()).map(Limits::tag).toList();
        assertThat(tests().keySet()).isSubsetOf(known);
    }
}
