package dev.tasuki.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.chart.Charts;
import dev.tasuki.app.chart.CurveCharts;
import dev.tasuki.app.chart.CurveCharts.Curve;
import dev.tasuki.app.chart.FoldChart;
import dev.tasuki.app.chart.Numbers;
import dev.tasuki.app.chart.PngWriter;
import dev.tasuki.app.chart.Scene;
import dev.tasuki.app.chart.SvgWriter;
import dev.tasuki.app.report.Comparison.Line;
import dev.tasuki.app.report.Comparison.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code metrics.json}, {@code report.md} and the charts of one training into a directory.
 * The report refers to its images by relative paths, as CML and summaries of CI runs want it.
 */
public final class ReportWriter {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path directory;
    private final List<String> notes = new ArrayList<>();
    private ObjectNode metrics = MAPPER.createObjectNode();

    public ReportWriter(Path directory) {
        this.directory = directory;
    }

    /** A chart and the name of its files. */
    private record Plot(String file, Scene scene) {}

    /**
     * Writes everything and returns the comparison.
     *
     * @param report the training's report; its member {@code metrics} becomes metrics.json, with what is compared
     * @param baseline metrics of an earlier run; null if there is none
     */
    public Comparison write(JsonNode report, @Nullable JsonNode baseline, Tolerances tolerances) throws IOException {
        TrainingReport training = TrainingReport.of(report);
        ObjectNode kept = training.kept(tolerances);
        metrics = kept;
        Map<String, Double> before = baseline == null ? Map.of() : TrainingReport.numbers(baseline);
        Comparison comparison = Comparison.of(TrainingReport.numbers(kept), before, tolerances);
        Files.createDirectories(directory.resolve("plots"));
        Files.writeString(directory.resolve("metrics.json"), json(kept));
        List<Plot> plots = plots(training);
        folds(training, tolerances, plots);
        for (Plot plot : plots) {
            Files.writeString(directory.resolve("plots/" + plot.file + ".svg"), SvgWriter.write(plot.scene));
        }
        boolean painted = paint(plots);
        String text = markdown(training, comparison, baseline == null ? null : tolerances, painted ? plots : List.of());
        Files.writeString(directory.resolve("report.md"), text);
        return comparison;
    }

    /** What metrics.json has, once it is written. */
    public JsonNode metrics() {
        return metrics;
    }

    /** What could not be done, for the person who started it; empty if all was well. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private static String json(JsonNode node) throws IOException {
        return MAPPER.writeValueAsString(node) + "\n";
    }

    private static List<Plot> plots(TrainingReport training) {
        List<Plot> plots = new ArrayList<>();
        if (training.anomalies()) {
            return plots;
        }
        if (training.regression()) {
            double[] actual = training.actual();
            double[] predicted = training.predicted();
            plots.add(
                    new Plot("predicted-actual", Charts.predictedAgainstActual(actual, predicted, training.target())));
            plots.add(new Plot("residuals", Charts.residuals(actual, predicted, training.target())));
        } else {
            plots.add(new Plot("confusion", Charts.confusion(training.classes(), training.confusion())));
            curves(training, plots);
        }
        plots.add(new Plot("importances", Charts.importances("Feature importances", training.importances())));
        if (!training.permuted().isEmpty()) {
            plots.add(new Plot("permutation", Charts.importances("Permutation importances", training.permuted())));
        }
        return plots;
    }

    /** Of the metrics that are named, or else of the first one. */
    private static void folds(TrainingReport training, Tolerances tolerances, List<Plot> plots) {
        FoldScores.of(training.json().path("cv")).ifPresent(scores -> {
            boolean named = scores.metrics().stream().anyMatch(tolerances.named()::containsKey);
            for (int i = 0; i < scores.metrics().size(); i++) {
                String metric = scores.metrics().get(i);
                boolean shown = named ? tolerances.named().containsKey(metric) : i == 0;
                JsonNode mean = scores.mean().values().get(i);
                if (shown && mean.isNumber()) {
                    plots.add(new Plot("folds-" + metric, foldChart(scores, i)));
                }
            }
        });
    }

    private static Scene foldChart(FoldScores scores, int metric) {
        List<FoldChart.Fold> folds = scores.folds().stream()
                .map(row -> new FoldChart.Fold(
                        "fold " + row.name(), row.values().get(metric).doubleValue()))
                .toList();
        double mean = scores.mean().values().get(metric).doubleValue();
        double deviation = scores.std().values().get(metric).doubleValue();
        return FoldChart.of(scores.metrics().get(metric), folds, mean, deviation);
    }

    private static void curves(TrainingReport training, List<Plot> plots) {
        List<Curve> roc = training.curves("roc", "false_positive_rate", "true_positive_rate", "roc_auc");
        if (!roc.isEmpty()) {
            plots.add(new Plot("roc", CurveCharts.roc(roc)));
            plots.add(new Plot(
                    "precision-recall",
                    CurveCharts.precisionRecall(
                            training.curves("precision_recall", "recall", "precision", "average_precision"))));
            plots.add(new Plot(
                    "calibration",
                    CurveCharts.calibration(training.curves("calibration", "predicted", "observed", ""))));
        }
    }

    private boolean paint(List<Plot> plots) throws IOException {
        for (Plot plot : plots) {
            Path file = directory.resolve("plots/" + plot.file + ".png");
            try (OutputStream out = Files.newOutputStream(file)) {
                PngWriter.write(plot.scene, out);
            } catch (PngWriter.NoFonts e) {
                Files.deleteIfExists(file);
                notes.add("no PNG was written: this machine has no fonts; install fontconfig and fonts-dejavu-core");
                return false;
            }
        }
        return true;
    }

    private static String markdown(
            TrainingReport training, Comparison comparison, @Nullable Tolerances tolerances, List<Plot> plots) {
        JsonNode json = training.json();
        StringBuilder text = new StringBuilder();
        String subject = training.anomalies() ? training.algorithm() : training.target();
        text.append("## Training report: ").append(code(subject)).append("\n\n");
        text.append(verdict(comparison, tolerances)).append("\n\n");
        text.append(table(comparison, tolerances != null)).append('\n');
        JsonNode dataset = json.path("dataset");
        JsonNode split = json.path("split");
        text.append("| | |\n|---|---|\n");
        fact(text, "Algorithm", code(training.algorithm()));
        fact(
                text,
                "Dataset",
                code(dataset.path("id").asText()) + ", " + dataset.path("rows").asText() + " rows");
        if (dataset.hasNonNull("sha256")) {
            fact(text, "SHA-256", code(dataset.path("sha256").asText()));
        }
        fact(
                text,
                "Rows to train / test",
                split.path("train_rows").asText() + " / "
                        + split.path("test_rows").asText());
        fact(text, "Parameters", parameters(json.path("params")));
        text.append('\n').append(everyMetric(training));
        FoldScores.of(json.path("cv")).ifPresent(folds -> text.append(FoldsMarkdown.table(folds)));
        for (Plot plot : plots) {
            text.append("![%s](plots/%s.png)%n%n".formatted(plot.scene.title().replace("]", ""), plot.file));
        }
        return text.toString().replace("\r\n", "\n");
    }

    private static void fact(StringBuilder text, String name, String value) {
        text.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private static String everyMetric(TrainingReport training) {
        Map<String, Double> dummy = training.dummy();
        if (dummy.isEmpty()) {
            return "";
        }
        StringBuilder rows = new StringBuilder();
        rows.append("| Metric | Model | ").append(training.dummyName()).append(" |\n|---|---:|---:|\n");
        training.metrics().forEach((metric, value) -> {
            Double beside = dummy.get(metric);
            rows.append("| ")
                    .append(metric)
                    .append(" | ")
                    .append(Numbers.rounded(value))
                    .append(" | ");
            rows.append(beside == null ? "" : Numbers.rounded(beside)).append(" |\n");
        });
        return rows.append('\n').toString();
    }

    private static String verdict(Comparison comparison, @Nullable Tolerances tolerances) {
        if (tolerances == null) {
            return "No baseline was given.";
        }
        List<String> worse = comparison.lines().stream()
                .filter(line -> line.verdict() == Verdict.REGRESSION || line.verdict() == Verdict.GONE)
                .map(Line::metric)
                .toList();
        return worse.isEmpty()
                ? "**No regression** against the baseline (tolerance " + tolerances + ")."
                : "**Regression** beyond " + tolerances.said(worse) + ".";
    }

    private static String table(Comparison comparison, boolean withBaseline) {
        StringBuilder rows = new StringBuilder();
        rows.append(withBaseline ? "| Metric | Baseline | Now | Change | |\n" : "| Metric | Value |\n");
        rows.append(withBaseline ? "|---|---:|---:|---:|---|\n" : "|---|---:|\n");
        for (Line line : comparison.lines()) {
            Double before = line.baseline();
            Double now = line.now();
            rows.append("| ").append(line.metric()).append(" | ");
            if (withBaseline) {
                String change = before == null || now == null ? "" : signed(now - before);
                rows.append(before == null ? "" : Numbers.rounded(before)).append(" | ");
                rows.append(now == null ? "" : Numbers.rounded(now)).append(" | ");
                rows.append(change).append(" | ").append(word(line.verdict())).append(" |\n");
            } else {
                rows.append(now == null ? "" : Numbers.rounded(now)).append(" |\n");
            }
        }
        return rows.toString();
    }

    private static String signed(double change) {
        return (change > 0 ? "+" : "") + Numbers.rounded(change);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case NEW -> "new";
            case BETTER -> "better";
            case SAME -> "same";
            case TOLERATED -> "worse, tolerated";
            case REGRESSION -> "**regression**";
            case GONE -> "**gone**";
        };
    }

    private static String parameters(JsonNode params) {
        List<String> words = new ArrayList<>();
        params.properties()
                .forEach(member ->
                        words.add(code(member.getKey() + "=" + member.getValue().asText())));
        return String.join(" ", words);
    }

    /** Text that comes from outside, shown as it is: nothing in it is taken for Markdown or HTML. */
    private static String code(String text) {
        return "`" + text.replace('`', '\'').replace("|", "\\|").replaceAll("\\p{Cntrl}", " ") + "`";
    }
}
