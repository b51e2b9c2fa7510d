package dev.tasuki.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which metrics ct compares, and what it draws. */
class CtMetricTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void store() throws IOException {
        StringBuilder csv = new StringBuilder("a,b,kind,amount\n");
        for (int i = 0; i < 200; i++) {
            int noise = i * 7919 % 101;
            csv.append("%d,%d,%s,%d\n"
                    .formatted(i % 17, noise, (i % 17) * 6 + noise > 100 ? "yes" : "no", i % 17 + noise));
        }
        Files.writeString(directory.resolve("things.csv"), csv);
    }

    private int classifier(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "ct", "--dataset", "things.csv", "--target", "kind", "--features", "a", "-p", "n_estimators=5"));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private int run(String... words) {
        err.reset();
        out.reset();
        CommandContext context = new CommandContext(
                Map.of(),
                directory,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false);
        return new Program(context).run(words);
    }

    private JsonNode metrics(String folder) throws IOException {
        return MAPPER.readTree(directory.resolve(folder + "/metrics.json").toFile());
    }

    @Test
    void withoutNamesTheFileHasThePublishedMetricsAlone() throws IOException {
        assertThat(classifier("--out", "plain")).isZero();

        assertThat(metrics("plain").properties()).extracting(Map.Entry::getKey).containsExactly("accuracy", "log_loss");
        assertThat(Files.readString(directory.resolve("plain/report.md")))
                .contains("| Metric | Model | DummyClassifier |", "| roc_auc | ", "| f1_macro | ")
                .contains("(plots/roc.png)", "(plots/precision-recall.png)", "(plots/calibration.png)")
                .contains("(plots/confusion.png)");
    }

    @Test
    void foldsArePrintedAndReported() throws IOException {
        assertThat(classifier("--out", "folds", "--cv", "3")).isZero();

        String printed = out.toString(UTF_8);
        assertThat(printed).contains("FOLD", "TEST ROWS", "ACCURACY", "mean", "std");
        String report = Files.readString(directory.resolve("folds/report.md"));
        assertThat(report).contains("| Fold | Test rows | ").contains("| 67 | ", "| 66 | ");
        assertThat(report.lines().filter(line -> line.startsWith("| mean | ") || line.startsWith("| std | ")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).containsPattern("\\| 0\\.\\d+ \\|"));

        assertThat(classifier("--out", "without")).isZero();
        assertThat(out.toString(UTF_8)).doesNotContain("FOLD");
        assertThat(Files.readString(directory.resolve("without/report.md"))).doesNotContain("| Fold |");
    }

    @Test
    void aNamedMetricIsComparedWithItsOwnTolerance() throws IOException {
        assertThat(classifier("--out", "first", "--metric", "roc_auc", "--metric", "brier=0.01"))
                .isZero();
        JsonNode first = metrics("first");
        assertThat(first.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("accuracy", "log_loss", "roc_auc", "brier");
        double area = first.path("roc_auc").doubleValue();
        double brier = first.path("brier").doubleValue();
        Files.writeString(
                directory.resolve("better.json"),
                "{\"accuracy\":9,\"roc_auc\":%s,\"brier\":%s}".formatted(area + 0.02, brier - 0.005));
        String[] against = {"--out", "second", "--baseline", "better.json"};

        int close = classifier(with(against, "--metric", "roc_auc=0.03", "--metric", "brier=0.01"));
        int far = classifier(with(against, "--metric", "roc_auc=0.01", "--metric", "brier=0.01"));

        assertThat(close).as("accuracy is not compared").isZero();
        assertThat(far).isEqualTo(Exit.FAILED);
        assertThat(err.toString(UTF_8)).contains("regression beyond the tolerance of a metric, see report.md");
        assertThat(Files.readString(directory.resolve("second/report.md")))
                .contains("**Regression** beyond the tolerance: roc_auc (0.01).", "worse, tolerated");
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void aMetricThatThereIsNotIsNamed() {
        assertThat(classifier("--metric", "roc_acu")).isEqualTo(Exit.WRONG);
        assertThat(err.toString(UTF_8))
                .contains("--metric roc_acu: this model has no such metric; it has accuracy, log_loss,")
                .contains("did you mean roc_auc?");
        assertThat(classifier("--metric", "rmse")).isEqualTo(Exit.WRONG);
        assertThat(classifier("--metric", "f1_macro=much")).isEqualTo(Exit.WRONG);
        assertThat(err.toString(UTF_8)).contains("--metric f1_macro=much: a tolerance is a number such as 0.5");
        assertThat(classifier("--metric", "=1%")).isEqualTo(Exit.WRONG);
        assertThat(err.toString(UTF_8)).contains("a metric's name is needed");
    }

    @Test
    void whatFeaturesMatterIsDrawnForBoostingToo() throws IOException {
        int exit = run(
                "ct",
                "--dataset",
                "things.csv",
                "--target",
                "amount",
                "--features",
                "a,b",
                "--algorithm",
                "HistGradientBoostingRegressor",
                "-p",
                "max_iter=5",
                "--permutation-importance",
                "3",
                "--out",
                "boost",
                "--metric",
                "max_error");

        assertThat(exit).as(err.toString(UTF_8)).isZero();
        assertThat(metrics("boost").has("max_error")).isTrue();
        assertThat(directory.resolve("boost/plots/permutation.svg")).exists();
        assertThat(Files.readString(directory.resolve("boost/plots/importances.svg")))
                .contains(">a<", ">b<");
    }
}
