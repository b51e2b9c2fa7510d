package dev.tasuki.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.request.Algorithms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/real-tables.md} tells how many settings and nodes of each learner are compared with scikit-learn's: as
 * many as the golden files have. Other tests compare them, none may differ.
 */
class ComparedNodesTest {
    private static final Path PAGE = Checkout.root().resolve("docs/real-tables.md");
    private static final Path GOLDEN = Checkout.root().resolve("learn/src/test/resources");

    /** What the files of one learner have. */
    private static final class Count {
        private int settings;
        private int trees;
        private long nodes;
    }

    @Test
    void thePageCountsWhatTheGoldenFilesHave() throws IOException {
        Map<String, Count> counts = new HashMap<>();
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".gz")).toList()) {
                count(file, counts);
            }
        }
        List<String> table = new ArrayList<>(
                List.of("| Learner | Settings | Trees | Nodes | Nodes that differ |", "|---|---|---|---|---|"));
        for (Algorithms.Algorithm algorithm : Algorithms.all()) {
            Count count = counts.get(algorithm.name());
            // A learner without trees has no line.
            if (count != null && count.trees > 0) {
                table.add("| `%s` | %,d | %,d | %,d | 0 |"
                        .formatted(algorithm.name(), count.settings, count.trees, count.nodes));
            }
        }

        List<String> shown = Checkout.lines(PAGE);
        int from = shown.indexOf(table.getFirst());
        assertThat(from).as(String.join("\n", table)).isNotNegative();
        assertThat(shown.subList(from, Math.min(shown.size(), from + table.size())))
                .as("docs/real-tables.md; as it should be:\n" + String.join("\n", table))
                .isEqualTo(table);
    }

    private static void count(Path file, Map<String, Count> counts) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            Count of = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 3);
                if (words[0].equals("algorithm")) {
                    of = counts.computeIfAbsent(words[1], name -> new Count());
                    of.settings++;
                } else if (words[0].equals("tree") && of != null) {
                    of.trees++;
                    of.nodes += Long.parseLong(words[1]);
                }
            }
        }
    }
}
