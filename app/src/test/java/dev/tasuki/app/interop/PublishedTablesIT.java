package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.interop.Peer.Place;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvRecords;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables with text, gaps and dates beside scikit-learn pipelines that prepare the columns so: those of the tests are
 * made anew, and six that other people published are uploaded, trained on by the command line with nothing but the
 * target, and each of their rows is predicted as it stands in the file. {@code docs/real-tables.md} is the table of it.
 */
final class PublishedTablesIT {
    private static final Path PAGE = Checkout.root().resolve("docs/real-tables.md");
    private static final Path MADE = Path.of("target", "published-tables.md");
    private static final Path TABLES = Checkout.root().resolve("server/src/test/resources/tables");
    private static final Pattern TRAINED = Pattern.compile("TASK_COMPLETED model (\\S+) ");
    /** What is promised of logarithms, and of boosting with more than two classes. */
    private static final double NEAR = 1e-12;

    @TempDir
    static Path directory;

    private static Peer server;
    private static Client http;
    private static Place commands;

    /**
     * One training.
     *
     * @param table its name
     * @param of who published it
     * @param special what there is to it
     * @param algorithm as {@code --algorithm} has it; empty: left out
     * @param expected what is fitted
     */
    private record Case(String table, String of, String special, String target, String algorithm, String expected) {}

    private static final List<Case> CASES = List.of(
            of("penguins", "vega-datasets", "gaps, text, three classes", "Species", "", "RandomForestClassifier"),
            said("penguins", "Species", "HistGradientBoostingClassifier"),
            of("weather", "vega-datasets", "dates, five classes", "weather", "", "RandomForestClassifier"),
            said("weather", "weather", "HistGradientBoostingClassifier"),
            of(
                    "birdstrikes",
                    "vega-datasets",
                    "text, dates, gaps",
                    "Effect Amount of damage",
                    "",
                    "RandomForestClassifier"),
            said("birdstrikes", "Effect Amount of damage", "HistGradientBoostingClassifier"),
            of("votes", "python3-statsmodels", "0 and 1 to predict", "vote", "", "RandomForestRegressor"),
            said("votes", "vote", "HistGradientBoostingClassifier"),
            said("votes", "vote", "RandomForestClassifier"),
            of("visits-to-doctors", "python3-statsmodels", "counts", "mdvis", "", "RandomForestRegressor"),
            said("visits-to-doctors", "mdvis", "HistGradientBoostingRegressor"),
            said("visits-to-doctors", "mdvis", "ExtraTreesRegressor"),
            of("flights", "vega-datasets", "200,000 rows", "delay", "", "RandomForestRegressor"),
            said("flights", "delay", "HistGradientBoostingRegressor"));

    private static Case of(String table, String of, String special, String target, String algorithm, String expected) {
        return new Case(table, of, special, target, algorithm, expected);
    }

    private static Case said(String table, String target, String algorithm) {
        return new Case(table, "", "", target, algorithm, algorithm);
    }

    @BeforeAll
    static void serve() throws Exception {
        for (String name : List.of("sklearn", "pandas", "statsmodels")) {
            PublishedPackages.there(PublishedPackages.PYTHON.resolve(name), "python3-" + name);
        }
        Path vega = PublishedPackages.vega(directory);
        Place plain = new Place(directory, Map.of());
        try (Peer python = plain.python("published.py", "tables", vega.toString(), directory.toString())) {
            assertThat(python.exit()).as(python.output()).isZero();
        }
        server = plain.tasuki("serve", "--port", "0");
        String url = server.awaitOutput("answers at (http://\\S+)", 1).group(1);
        http = new Client(url);
        commands = new Place(directory, Map.of("TASUKI_URL", url));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            http.close();
            server.close();
        }
    }

    @Test
    void theTablesOfTheTestsAreThoseThatAreMadeToday() throws Exception {
        Path made = Files.createDirectory(directory.resolve("made"));
        try (Peer python = commands.python("tables.py", made.toString())) {
            assertThat(python.exit()).as(python.output()).isZero();
        }
        for (String name : List.of("passengers", "houses", "visits")) {
            for (String end : List.of(".csv", ".json")) {
                assertThat(made.resolve(name + end)).hasSameTextualContentAs(TABLES.resolve(name + end));
            }
        }
    }

    @Test
    void eachIsTrainedAndPredictedAsByAPipelineOfScikitLearn() throws Exception {
        List<String> table = new ArrayList<>(List.of(
                "| Table | Of | What is special | Rows | Algorithm | Held-out rows | Predictions of all rows |",
                "|---|---|---|---|---|---|---|"));
        String stored = "";
        for (Case each : CASES) {
            if (!stored.equals(each.table)) {
                assertThat(http.put("/datasets/" + each.table, directory.resolve(each.table + ".csv"))
                                .status())
                        .isEqualTo(201);
                stored = each.table;
            }
            table.add(compared(each));
        }
        Files.write(MADE, table);
        List<String> shown = Checkout.lines(PAGE);
        int from = shown.indexOf(table.getFirst());
        assertThat(from)
                .as("docs/real-tables.md has no such table; it is in app/" + MADE)
                .isNotNegative();
        assertThat(shown.subList(from, Math.min(shown.size(), from + table.size())))
                .as("docs/real-tables.md; as it should be: app/" + MADE)
                .isEqualTo(table);
    }

    private static String compared(Case each) throws Exception {
        Path csv = directory.resolve(each.table + ".csv");
        Path theirs = directory.resolve("theirs.csv");
        Path ours = directory.resolve("ours.csv");
        JsonNode expected;
        try (Peer python = commands.python(
                "published.py", "figures", csv.toString(), each.target, each.expected, theirs.toString())) {
            expected = python.answer();
        }
        String model = trained(each);
        JsonNode details = http.get("/models/" + model).body();
        assertThat(details.path("algorithm").asText()).isEqualTo(each.expected);
        JsonNode metrics = details.path("metrics");
        String metric = expected.has("rmse") ? "rmse" : "accuracy";
        assertThat(metrics.path(metric)).as(each + " " + metric).isEqualTo(expected.path(metric));
        if (expected.has("log_loss")) {
            assertThat(metrics.path("log_loss").doubleValue())
                    .isCloseTo(expected.path("log_loss").doubleValue(), Offset.offset(NEAR));
        }
        try (Peer predict = commands.tasuki("predict", model, "--csv", csv.toString(), "-o", ours.toString())) {
            assertThat(predict.exit()).as(predict.output()).isZero();
        }
        double furthest = furthest(ours, theirs);
        boolean exact = !each.expected.equals("HistGradientBoostingClassifier");
        assertThat(furthest).as(each.toString()).isLessThanOrEqualTo(exact ? 0 : NEAR);
        return "| %s | %s | %s | %,d | %s%s | %s %s | %s |"
                .formatted(
                        each.of.isEmpty() ? "" : "`" + each.table + "`",
                        each.of,
                        each.special,
                        expected.path("rows").asInt(),
                        each.expected,
                        each.algorithm.isEmpty() ? " (nothing said)" : "",
                        metric,
                        metrics.path(metric).asText(),
                        exact ? "equal to the last bit" : "within 1e-12");
    }

    private static String trained(Case each) throws InterruptedException {
        List<String> words =
                new ArrayList<>(List.of("train", "--dataset", each.table, "--target", each.target, "--wait"));
        if (!each.algorithm.isEmpty()) {
            words.addAll(List.of("--algorithm", each.algorithm));
        }
        try (Peer train = commands.tasuki(words.toArray(String[]::new))) {
            assertThat(train.exit()).as(train.output()).isZero();
            Matcher trained = TRAINED.matcher(train.output());
            assertThat(trained.find()).as(train.output()).isTrue();
            return trained.group(1);
        }
    }

    /** The greatest difference of a number in two files with the same rows; what is no number must be the same. */
    private static double furthest(Path ours, Path theirs) throws Exception {
        double furthest = 0;
        try (InputStream a = Files.newInputStream(ours);
                InputStream b = Files.newInputStream(theirs)) {
            CsvRecords answered = new CsvRecords(a, CsvLimits.DEFAULT, 1 << 16);
            CsvRecords expected = new CsvRecords(b, CsvLimits.DEFAULT, 1 << 16);
            List<String> names = answered.names();
            while (expected.next()) {
                assertThat(answered.next()).isTrue();
                for (int i = 0; i < expected.names().size(); i++) {
                    String wanted = expected.field(i);
                    String got =
                            answered.field(names.lastIndexOf(expected.names().get(i)));
                    if (!got.equals(wanted)) {
                        furthest = Math.max(furthest, Math.abs(Double.parseDouble(got) - Double.parseDouble(wanted)));
                    }
                }
            }
            assertThat(answered.next()).isFalse();
        }
        return furthest;
    }
}
