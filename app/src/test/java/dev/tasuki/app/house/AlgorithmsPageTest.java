package dev.tasuki.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.request.Algorithms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** {@code docs/algorithms.md} tells every algorithm and parameter as its own declaration has it. */
class AlgorithmsPageTest {
    private static final Path PAGE = Checkout.root().resolve("docs/algorithms.md");

    private static List<String> tables() {
        List<String> tables = new ArrayList<>(List.of(
                "| Algorithm | Predicts | Equal to scikit-learn's | Beyond complete numbers |", "|---|---|---|---|"));
        for (Algorithms.Algorithm algorithm : Algorithms.all()) {
            tables.add("| `%s` | %s | %s | %s |"
                    .formatted(
                            algorithm.name(),
                            algorithm.predicts(),
                            algorithm.equality(),
                            String.join(", ", algorithm.takes())));
        }
        tables.add("| Parameter | Allowed | Left out | What it is | Of |");
        tables.add("|---|---|---|---|---|");
        for (Algorithms.Described parameter : Algorithms.parameters()) {
            tables.add("| `%s` | %s | %s | %s | %s |"
                    .formatted(
                            parameter.name(),
                            allowed(parameter.name()),
                            leftOut(parameter.name()),
                            parameter.description(),
                            parameter.of().isEmpty() ? "all" : String.join(", ", parameter.of())));
        }
        return tables;
    }

    private static String allowed(String name) {
        return told(name, Algorithms.Described::allowed);
    }

    private static String leftOut(String name) {
        return told(name, parameter -> "`" + parameter.usual() + "`");
    }

    /** Once if all algorithms say the same, else each by its name. */
    private static String told(String name, Function<Algorithms.Described, String> what) {
        List<String> words = new ArrayList<>();
        List<String> each = new ArrayList<>();
        for (Algorithms.Algorithm algorithm : Algorithms.all()) {
            for (Algorithms.Described parameter : algorithm.parameters()) {
                if (parameter.name().equals(name)) {
                    words.add(what.apply(parameter));
                    each.add(algorithm.name() + ": " + what.apply(parameter));
                }
            }
        }
        return words.stream().distinct().count() == 1 ? words.getFirst() : String.join("; ", each);
    }

    @Test
    void thePageTellsThemAsTheyAre() {
        List<String> shown = Checkout.lines(PAGE).stream()
                .filter(line -> line.startsWith("|"))
                .toList();
        assertThat(shown)
                .as("docs/algorithms.md; its tables should be:\n" + String.join("\n", tables()))
                .isEqualTo(tables());
    }
}
