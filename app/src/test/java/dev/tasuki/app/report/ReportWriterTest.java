package dev.tasuki.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.report.Comparison.Verdict;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

class ReportWriterTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void aRegressorsReportHasTableAndThreePlots() throws Exception {
        JsonNode baseline = MAPPER.readTree("{\"rmse\": 50.0, \"r2\": 0.4}");

        Comparison comparison =
                new ReportWriter(directory).write(regressor(), baseline, Tolerances.of(Tolerance.parse("1%")));

        assertThat(comparison.regressed()).isTrue();
        assertThat(Files.readString(directory.resolve("report.md")))
                .contains("**Regression** beyond the tolerance of 1%: rmse.")
                .contains("| rmse | 50 | 53.039 | +3.03901 | **regression** |")
                .contains("| r2 | 0.4 | 0.45 | +0.05 | better |")
                .contains("![Predicted against actual values of target](plots/predicted-actual.png)")
                .contains("(plots/residuals.png)", "(plots/importances.png)")
                .contains("`n_estimators=100`", "| Rows to train / test | 353 / 89 |");
        assertThat(MAPPER.readTree(directory.resolve("metrics.json").toFile()))
                .isEqualTo(regressor().path("metrics"));
        assertThat(names())
                .containsExactly(
                        "importances.png",
                        "importances.svg",
                        "predicted-actual.png",
                        "predicted-actual.svg",
                        "residuals.png",
                        "residuals.svg");
        assertPicturesAreWhole();
    }

    @Test
    void aClassifiersReportHasAConfusionMatrix() throws Exception {
        ReportWriter writer = new ReportWriter(directory);

        Comparison comparison = writer.write(classifier(), null, Tolerances.of(Tolerance.parse("0")));

        assertThat(comparison.regressed()).isFalse();
        assertThat(writer.notes()).isEmpty();
        assertThat(Files.readString(directory.resolve("report.md")))
                .contains("No baseline was given.", "| accuracy | 0.93 |", "(plots/confusion.png)")
                .doesNotContain("residuals");
        assertThat(names()).contains("confusion.png", "confusion.svg");
        assertPicturesAreWhole();
    }

    @Test
    void aClassifiersCurvesAreDrawnForEachClass() throws Exception {
        ObjectNode report = classifier();
        ObjectNode evaluation = (ObjectNode) MAPPER.readTree("""
                {"metrics":{"accuracy":0.93,"roc_auc_ovr":0.97},
                 "baseline":{"algorithm":"DummyClassifier","metrics":{"accuracy":0.33,"roc_auc_ovr":0.5}}}""");
        ArrayNode classes = evaluation.putArray("classes");
        ArrayNode curves = evaluation.putArray("curves");
        for (String name : List.of("setosa", "versicolor", "a name of a class that is much too long for a legend")) {
            classes.addObject().put("class", name).put("roc_auc", 0.975).put("average_precision", 0.9);
            ObjectNode curve = (ObjectNode) MAPPER.readTree("""
                    {"roc":{"false_positive_rate":[0,0,0.1,1],"true_positive_rate":[0,0.6,0.9,1]},
                     "precision_recall":{"recall":[0.1,0.8,1],"precision":[1,0.9,0.4]},
                     "calibration":{"predicted":[0.05,0.5,0.93],"observed":[0,0.4,1]}}""");
            curves.add(curve.put("class", name));
        }
        report.set("evaluation", evaluation);

        new ReportWriter(directory).write(report, null, Tolerances.of(Tolerance.parse("0")));

        assertThat(names()).contains("roc.svg", "precision-recall.svg", "calibration.svg");
        assertThat(Files.readString(directory.resolve("plots/roc.svg"))).contains("setosa (0.975)");
        assertThat(Files.readString(directory.resolve("plots/precision-recall.svg")))
                .contains("versicolor (0.9)");
        assertThat(Files.readString(directory.resolve("report.md")))
                .contains("| roc_auc_ovr | 0.97 | 0.5 |", "| accuracy | 0.93 | 0.33 |");
        assertPicturesAreWhole();
    }

    private static ObjectNode withFolds(int folds) throws IOException {
        ObjectNode report = regressor();
        ObjectNode cv = report.putObject("cv").put("folds", folds);
        ArrayNode table = cv.putArray("table");
        for (int fold = 1; fold <= folds; fold++) {
            ObjectNode row = table.addObject().put("fold", fold).put("test_rows", 88);
            row.putObject("metrics")
                    .put("rmse", 50 + 1.75 * fold)
                    .put("mae", 40.0)
                    .putNull("r2");
        }
        cv.putObject("mean").put("rmse", 55.25).put("mae", 40.0).putNull("r2");
        cv.putObject("std").put("rmse", 2.5).put("mae", 0.0).putNull("r2");
        return report;
    }

    @Test
    void foldsAreATableAndADotEach() throws Exception {
        new ReportWriter(directory).write(withFolds(5), null, Tolerances.of(Tolerance.parse("0")));

        assertThat(Files.readString(directory.resolve("report.md")))
                .contains("| Fold | Test rows | rmse | mae | r2 |", "| 1 | 88 | 51.75 | 40 |  |")
                .contains("| mean |  | 55.25 | 40 |  |", "| std |  | 2.5 | 0 |  |")
                .contains("![rmse of each fold](plots/folds-rmse.png)");
        assertThat(names()).contains("folds-rmse.svg").doesNotContain("folds-mae.svg", "folds-r2.svg");
        String svg = Files.readString(directory.resolve("plots/folds-rmse.svg"));
        assertThat(svg).contains("rmse of 5 folds: mean 55.25, std 2.5", ">fold 5<", ">58.75<");
        assertThat(svg.split("<circle", -1)).hasSize(1 + 5);
        assertPicturesAreWhole();
    }

    @Test
    void foldsAreDrawnForTheMetricsThatAreNamedAndDefined() throws Exception {
        Tolerances named = Tolerances.parse(Tolerance.parse("0"), List.of("mae", "r2"));

        new ReportWriter(directory).write(withFolds(20), null, named);

        assertThat(names()).contains("folds-mae.svg").doesNotContain("folds-rmse.svg", "folds-r2.svg");
        assertPicturesAreWhole();
    }

    @Test
    void whatComesFromADatasetIsShownAsItIs() throws Exception {
        ObjectNode report = regressor();
        report.put("target", "<script>|`x`&\u0001");

        new ReportWriter(directory).write(report, null, Tolerances.of(Tolerance.parse("0")));

        assertThat(Files.readString(directory.resolve("report.md"))).contains("`<script>\\|'x'& `");
        assertThat(Files.readString(directory.resolve("plots/residuals.svg"))).contains("&lt;script&gt;|`x`&amp;");
        assertPicturesAreWhole();
    }

    @ParameterizedTest
    @CsvSource({
        "rmse, 53.0, 53.0, 0,    SAME",
        "rmse, 53.0, 52.9, 0,    BETTER",
        "rmse, 53.0, 53.1, 0,    REGRESSION",
        "rmse, 53.0, 53.1, 1%,   TOLERATED",
        "rmse, 53.0, 53.6, 1%,   REGRESSION",
        "rmse, 53.0, 53.6, 0.7,  TOLERATED",
        "r2,   0.45, 0.44, 0,    REGRESSION",
        "r2,   0.45, 0.46, 0,    BETTER",
        "r2,  -0.10,-0.11, 20%,  TOLERATED",
        "accuracy, 0.9, 0.89, 0.005, REGRESSION",
    })
    void worseIsJudgedByTheMetric(String metric, double before, double now, String tolerance, Verdict verdict) {
        Comparison comparison =
                Comparison.of(Map.of(metric, now), Map.of(metric, before), Tolerances.of(Tolerance.parse(tolerance)));

        assertThat(comparison.lines()).extracting(Comparison.Line::verdict).containsExactly(verdict);
        assertThat(comparison.regressed()).isEqualTo(verdict == Verdict.REGRESSION);
    }

    @Test
    void aMetricThatIsGoneIsARegression() {
        Comparison comparison =
                Comparison.of(Map.of("accuracy", 1.0), Map.of("rmse", 2.0), Tolerances.of(Tolerance.parse("50%")));

        assertThat(comparison.lines()).extracting(Comparison.Line::verdict).containsExactly(Verdict.NEW, Verdict.GONE);
        assertThat(comparison.regressed()).isTrue();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("plots"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Every SVG is XML with all text inside the picture; every PNG is its size twice and not blank. */
    private void assertPicturesAreWhole() throws Exception {
        Pattern text = Pattern.compile(
                "<text x=\"([-\\d.]+)\" y=\"([-\\d.]+)\" font-size=\"(\\d+)\" text-anchor=\"(\\w+)\"[^>]*?"
                        + "( transform=\"[^\"]*\")?>([^<]*)<");
        for (String name : names()) {
            Path file = directory.resolve("plots").resolve(name);
            if (name.endsWith(".png")) {
                BufferedImage image = ImageIO.read(file.toFile());
                assertThat(image.getWidth()).isGreaterThanOrEqualTo(700);
                assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
                continue;
            }
            String svg = Files.readString(file);
            var root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)))
                    .getDocumentElement();
            double width = Double.parseDouble(root.getAttribute("width"));
            double height = Double.parseDouble(root.getAttribute("height"));
            Matcher matcher = text.matcher(svg);
            assertThat(matcher.results().count()).as(name).isGreaterThanOrEqualTo(5);
            matcher.reset();
            while (matcher.find()) {
                boolean turned = matcher.group(5) != null;
                double at = Double.parseDouble(matcher.group(turned ? 2 : 1));
                double length = matcher.group(6).length() * Double.parseDouble(matcher.group(3)) * 0.58;
                double start = switch (matcher.group(4)) {
                    case "start" -> at;
                    case "middle" -> at - length / 2;
                    default -> at - length;
                };
                assertThat(start).as(name + ": " + matcher.group()).isGreaterThanOrEqualTo(0);
                assertThat(start + length)
                        .as(name + ": " + matcher.group())
                        .isLessThanOrEqualTo(turned ? height : width);
            }
        }
    }

    private static ObjectNode regressor() throws IOException {
        ObjectNode report = (ObjectNode) MAPPER.readTree("""
                {"algorithm":"RandomForestRegressor","params":{"n_estimators":100,"max_depth":3,"max_features":1.0},
                 "dataset":{"id":"diabetes","sha256":"ab12","rows":442},"target":"target",
                 "split":{"train_rows":353,"test_rows":89},
                 "metrics":{"rmse":53.03900735084424,"r2":0.45}}""");
        Random random = new Random(7);
        ArrayNode actual = report.putObject("sample").putArray("actual");
        ArrayNode predicted = ((ObjectNode) report.get("sample")).putArray("predicted");
        for (int i = 0; i < 89; i++) {
            double value = 150 + random.nextGaussian() * 70;
            actual.add(value);
            predicted.add(150 + (value - 150) * 0.5 + random.nextGaussian() * 30);
        }
        ArrayNode features = report.putArray("features");
        for (String name : List.of("age", "bmi", "bp", "s1", "a_rather_long_feature_name_from_somewhere_else")) {
            features.addObject().put("name", name).put("importance", random.nextDouble());
        }
        return report;
    }

    private static ObjectNode classifier() throws IOException {
        return (ObjectNode) MAPPER.readTree("""
                {"algorithm":"RandomForestClassifier","params":{},"dataset":{"id":"iris","rows":150},
                 "target":"species","split":{"train_rows":120,"test_rows":30},
                 "classes":["setosa","versicolor","virginica"],"confusion_matrix":[[10,0,0],[0,8,1],[0,1,10]],
                 "features":[{"name":"petal length (cm)","importance":0.6},{"name":"sepal","importance":0.4}],
                 "metrics":{"accuracy":0.93,"log_loss":0.2}}""");
    }
}
