package dev.tasuki.learn.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tasuki.learn.golden.DebianPython;
import dev.tasuki.learn.table.Column;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.RowChoice;
import dev.tasuki.learn.table.Table;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Relations and distributions as scipy, statsmodels, pandas and numpy have them. */
class RelationTest {
    private static final CsvLimits ANY = new CsvLimits(1 << 20, 10_000, 100, 1_000, 1_000, 1_000);
    private static final Path GOLDEN = Path.of("src/test/resources/golden-relation");
    private static final Path SCRIPT = Path.of("src/test/python/golden_relation.py");

    private static Table table(String csv) throws Exception {
        return CsvReader.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), ANY);
    }

    private static Column column(Table table, String name) {
        return table.column(name).orElseThrow();
    }

    private static Relation relation(Table table, String one, String other) {
        Relation relation =
                Relation.between(column(table, one), column(table, other)).orElseThrow();
        assertThat(Relation.between(column(table, other), column(table, one))).contains(relation);
        return relation;
    }

    private static Map<String, String> figures(List<String> lines) {
        Map<String, String> figures = new HashMap<>();
        for (String line : lines) {
            int blank = line.indexOf(' ');
            figures.put(line.substring(0, blank), line.substring(blank + 1));
        }
        return figures;
    }

    @Test
    void figuresAreThoseOfScipyStatsmodelsPandasAndNumpy() throws Exception {
        Table table = table(Files.readString(GOLDEN.resolve("table.csv")));
        Map<String, String> expected = figures(Files.readAllLines(GOLDEN.resolve("figures.txt")));
        Relation pearson = relation(table, "x", "y");

        assertThat(pearson.measure()).isEqualTo(Relation.Measure.PEARSON);
        assertThat(pearson.value()).isCloseTo(Double.parseDouble(expected.get("pearson")), within(1e-13));
        assertThat(pearson.value()).isCloseTo(Double.parseDouble(expected.get("corr")), within(1e-13));
        for (String category : List.of("c", "d")) {
            Relation eta = relation(table, category, "y");
            assertThat(eta.measure()).isEqualTo(Relation.Measure.ETA);
            assertThat(eta.value()).isCloseTo(Double.parseDouble(expected.get("eta_" + category)), within(1e-12));
        }
        Relation cramersV = relation(table, "c", "d");
        assertThat(cramersV.measure()).isEqualTo(Relation.Measure.CRAMERS_V);
        assertThat(cramersV.value()).isCloseTo(Double.parseDouble(expected.get("cramers_v")), within(1e-13));
        Histogram histogram =
                Histogram.of((NumericColumn) column(table, "x"), 40).orElseThrow();
        assertThat(Arrays.stream(histogram.counts()).mapToObj(Integer::toString).collect(Collectors.joining(" ")))
                .isEqualTo(expected.get("histogram"));
        TopValues top = Relation.top(column(table, "c"), 10).orElseThrow();
        assertThat(top.values().stream()
                        .map(value -> value.text() + "=" + value.count())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected.get("top"));
    }

    @Test
    @Tag("backend")
    void theScriptPrintsTheCommittedFigures() throws Exception {
        DebianPython.require("statsmodels", "python3-statsmodels");

        DebianPython.Run run = DebianPython.run(
                List.of("-W", "ignore", SCRIPT.toString()), Files.readString(GOLDEN.resolve("table.csv")));

        assertThat(run.status()).as(run.output()).isZero();
        Map<String, String> made = figures(run.output().lines().toList());
        Map<String, String> committed = figures(Files.readAllLines(GOLDEN.resolve("figures.txt")));
        assertThat(made.keySet()).isEqualTo(committed.keySet());
        for (String name : List.of("pearson", "corr", "eta_c", "eta_d", "cramers_v")) {
            assertThat(Double.parseDouble(made.get(name)))
                    .isCloseTo(Double.parseDouble(committed.get(name)), within(1e-13));
        }
        assertThat(made.get("histogram")).isEqualTo(committed.get("histogram"));
        assertThat(made.get("top")).isEqualTo(committed.get("top"));
    }

    @Test
    void whatDependsWhollyOnTheOtherHasOne() throws Exception {
        Table table = table("x,down,word,same,truth,copy\n1,-2,a,a,True,yes\n2,-4,b,b,False,no\n2,-4,b,b,False,no\n");

        assertThat(relation(table, "x", "down")).isEqualTo(new Relation(Relation.Measure.PEARSON, -1, 3));
        assertThat(relation(table, "word", "x").value()).isCloseTo(1, within(1e-15));
        assertThat(relation(table, "word", "same").value()).isCloseTo(1, within(1e-15));
        assertThat(relation(table, "truth", "copy").measure()).isEqualTo(Relation.Measure.CRAMERS_V);
        assertThat(relation(table, "truth", "x").measure()).isEqualTo(Relation.Measure.ETA);
    }

    @Test
    void aColumnThatIsTheSameInAllRowsThatCountTellsNothing() throws Exception {
        Table table = table("x,one,word,only\n1,7,a,z\n2,7,b,z\n,8,b,z\n");

        for (String[] pair : new String[][] {{"x", "one"}, {"word", "only"}, {"only", "x"}}) {
            assertThat(Relation.between(column(table, pair[0]), column(table, pair[1])))
                    .as(String.join(", ", pair))
                    .isEmpty();
        }
        assertThat(Relation.between(NumericColumn.of("a", 1e308, -1e308, 0), NumericColumn.of("b", 1, -1, 0)))
                .hasValueSatisfying(one -> assertThat(one.value()).isCloseTo(1, within(1e-15)));
        assertThatThrownBy(() -> Relation.between(NumericColumn.of("a", 1), NumericColumn.of("b", 1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("bound:histogram_bins")
    void aHistogramHasABinForEachNumberUpToTheMost() {
        double[] forty = IntStream.range(0, 40).asDoubleStream().toArray();
        double[] more = IntStream.range(0, 41).asDoubleStream().toArray();

        assertThat(Histogram.of(NumericColumn.of("x", forty), 40).orElseThrow().counts())
                .hasSize(40)
                .containsOnly(1);
        assertThat(Histogram.of(NumericColumn.of("x", more), 40).orElseThrow().counts())
                .hasSize(40)
                .satisfies(counts -> assertThat(Arrays.stream(counts).sum()).isEqualTo(41));
        assertThat(Histogram.of(NumericColumn.of("x", 3, 3, Double.NaN), 40))
                .hasValueSatisfying(one -> assertThat(one.counts()).containsExactly(2));
        assertThat(Histogram.of(NumericColumn.of("x", Double.NaN), 40)).isEmpty();
    }

    @Test
    @Tag("bound:top_values")
    void theMostFrequentAreNamedAndAllAreCounted() throws Exception {
        StringBuilder csv = new StringBuilder("word\n");
        IntStream.range(0, 11).forEach(i -> csv.append("w").append(i).append('\n'));
        csv.append("w10\n");
        Column column = column(table(csv.toString()), "word");

        TopValues ten = Relation.top(column, 10).orElseThrow();
        TopValues eleven = Relation.top(column, 11).orElseThrow();

        assertThat(ten.values()).hasSize(10).startsWith(new TopValues.Value("w10", 2), new TopValues.Value("w0", 1));
        assertThat(ten.distinct()).isEqualTo(11);
        assertThat(eleven.values()).hasSize(11);
        assertThat(Relation.top(NumericColumn.of("x", 1), 10)).isEmpty();
    }

    @Test
    void evenlySpreadRowsAreKept() throws Exception {
        String csv = "a,b\n"
                + IntStream.range(0, 10).mapToObj(i -> i + ",x" + i + "\n").collect(Collectors.joining());
        AtomicInteger asked = new AtomicInteger();

        assertThat(sample(csv, new RowChoice(3, 100, () -> false))).containsExactly(0, 3, 6, 9);
        assertThat(sample(csv, new RowChoice(3, 2, () -> false))).containsExactly(0, 3);
        assertThat(sample(csv, new RowChoice(1, 100, () -> asked.incrementAndGet() > 4)))
                .containsExactly(0, 1, 2, 3, 4);
        assertThatThrownBy(() -> new RowChoice(0, 1, () -> false)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] sample(String csv, RowChoice rows) throws Exception {
        InputStream in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        Table table = CsvReader.sample(in, ANY, header -> List.of("a"), rows);
        assertThat(table.names()).containsExactly("a");
        return ((NumericColumn) column(table, "a")).values();
    }
}
