package dev.tasuki.core.fit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.encode.ClassLabels;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a report says of how good a model is, and how much of it. */
class EvaluationTest {
    private static final int CLASSES = Limits.CONFUSION_CLASSES.intValue();
    private static final int CURVES = Limits.CURVE_CLASSES.intValue();
    private static final int POINTS = Limits.CURVE_POINTS.intValue();
    private static final int BINS = Limits.CALIBRATION_BINS.intValue();

    private static JsonNode report(String csv, String more) {
        String json = "{\"dataset_id\":\"d\",\"features\":[\"x\"],\"target\":\"y\"," + more + "}";
        TrainRequest request = TrainRequest.parse(json.getBytes(UTF_8));
        LocalFitter.Source source =
                new LocalFitter.Source(new DatasetId("d"), "", new ByteArrayInputStream(csv.getBytes(UTF_8)));
        return LocalFitter.alone(2)
                .learn(source, request, RunControl.NONE)
                .orElseThrow()
                .report();
    }

    /** Rows of so many classes, each taken for its own with some probability. */
    private static ClassScores scores(int classes, int rows) {
        SplittableRandom random = new SplittableRandom(3);
        int[] actual = IntStream.range(0, rows).map(row -> row % classes).toArray();
        double[][] probabilities = new double[rows][];
        for (int row = 0; row < rows; row++) {
            probabilities[row] = random.doubles(classes).toArray();
            probabilities[row][actual[row]] += 0.5;
            double sum = Arrays.stream(probabilities[row]).sum();
            for (int k = 0; k < classes; k++) {
                probabilities[row][k] /= sum;
            }
        }
        List<String> labels =
                IntStream.range(0, classes).mapToObj(k -> "c" + (1_000 + k)).toList();
        return new ClassScores(
                new ClassLabels.Text(labels),
                actual,
                probabilities,
                IntStream.range(0, classes).toArray());
    }

    @Test
    @Tag("bound:confusion_classes")
    void figuresAreOfAsManyClassesAsCanBeLookedAt() {
        assertThat(scores(CLASSES, 2 * CLASSES).classes(() -> false)).hasSize(CLASSES);
        assertThat(scores(CLASSES + 1, 2 * CLASSES + 2).classes(() -> false)).isEmpty();
        StringBuilder csv = new StringBuilder("x,y\n");
        for (int row = 0; row < 10 * CLASSES; row++) {
            csv.append(row % CLASSES).append(",c").append(row % CLASSES).append('\n');
        }
        String more = "\"algorithm\":\"DecisionTreeClassifier\"";

        assertThat(report(csv.toString(), more).get("confusion_matrix")).hasSize(CLASSES);
        csv.append("7,one_more\n");
        assertThat(report(csv.toString(), more).has("confusion_matrix")).isFalse();
    }

    @Test
    @Tag("bound:curve_classes")
    void curvesAndAreasAreOfSomeClasses() {
        ClassScores most = scores(CURVES, 20 * CURVES);
        ClassScores more = scores(CURVES + 1, 20 * CURVES + 20);

        assertThat(most.curves(() -> false)).hasSize(CURVES);
        assertThat(most.metrics(() -> false).has("roc_auc_ovr")).isTrue();
        assertThat(most.classes(() -> false).get(0).has("roc_auc")).isTrue();
        assertThat(more.curves(() -> false)).isEmpty();
        assertThat(more.metrics(() -> false).has("roc_auc_ovr")).isFalse();
        assertThat(more.classes(() -> false).get(0).has("roc_auc")).isFalse();
        assertThat(more.metrics(() -> false).has("f1_macro")).isTrue();
    }

    @Test
    @Tag("bound:curve_points")
    void aCurveHasSomeOfItsPoints() {
        for (int beyond : new int[] {0, 1}) {
            JsonNode curve =
                    scores(2, POINTS + beyond).curves(() -> false).get(0).get("precision_recall");

            assertThat(curve.get("points").intValue()).isEqualTo(POINTS + beyond);
            for (String list : List.of("recall", "precision", "threshold")) {
                assertThat(curve.get(list).size())
                        .as(list)
                        .isBetween(POINTS / 3, POINTS)
                        .matches(size -> beyond > 0 || size == POINTS);
            }
        }
    }

    @Test
    @Tag("bound:calibration_bins")
    void probabilitiesShareBins() {
        for (int beyond : new int[] {0, 1}) {
            int rows = BINS + beyond;
            double[][] probabilities = new double[rows][];
            // The first ones in bins of their own, the last one in the bin of another.
            Arrays.setAll(probabilities, row ->
                    new double[] {1 - (row + 0.5) % BINS / BINS, (row + 0.5) % BINS / BINS});
            int[] actual = IntStream.range(0, rows).map(row -> row % 2).toArray();
            ClassLabels labels = new ClassLabels.Text(List.of("a", "b"));

            JsonNode calibration = new ClassScores(labels, actual, probabilities, new int[] {0, 1})
                    .curves(() -> false)
                    .get(0)
                    .get("calibration");

            assertThat(calibration.get("predicted")).hasSize(BINS);
            assertThat(calibration.at("/rows/0").intValue()).isEqualTo(1 + beyond);
        }
    }

    @Test
    void aCancelReachesBetweenTheClasses() {
        ClassScores scores = scores(CURVES, 200);
        assertThatThrownBy(() -> scores.metrics(() -> true)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> scores.classes(() -> true)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> scores.curves(() -> true)).isInstanceOf(CancellationException.class);
    }

    @Test
    void theRowsOfAClassArePutInOrderOnce() {
        for (int classes : new int[] {2, 3, CURVES}) {
            // Asked before rows are put in order.
            AtomicInteger orders = new AtomicInteger();
            BooleanSupplier counted = () -> orders.getAndIncrement() < 0;
            ClassScores once = scores(classes, 200);

            JsonNode curves = once.curves(counted);
            JsonNode metrics = once.metrics(counted);
            JsonNode figures = once.classes(counted);

            assertThat(orders).as("%d classes", classes).hasValue(classes);
            assertThat(metrics).isEqualTo(scores(classes, 200).metrics(() -> false));
            assertThat(figures).isEqualTo(scores(classes, 200).classes(() -> false));
            assertThat(curves).isEqualTo(once.curves(() -> false));
        }
    }

    @Test
    void theBaselineStandsBesideEveryMetric() {
        String numbers = "x,y\n" + "1,2\n2,4.5\n3,6\n4,8\n5,10\n".repeat(8);
        String classes = "x,y\n" + "1,a\n2,b\n3,b\n4,a\n5,b\n".repeat(8);
        for (String csv : List.of(numbers, classes)) {
            JsonNode evaluation = report(csv, "\"params\":{\"n_estimators\":5}").get("evaluation");
            ObjectNode baseline = (ObjectNode) evaluation.at("/baseline/metrics");

            assertThat(List.copyOf(baseline.properties().stream()
                            .map(entry -> entry.getKey())
                            .toList()))
                    .isEqualTo(evaluation.get("metrics").properties().stream()
                            .map(entry -> entry.getKey())
                            .toList());
            String of = csv.equals(numbers) ? "DummyRegressor" : "DummyClassifier";
            String dummy = report(csv, "\"algorithm\":\"" + of + "\"")
                    .at("/evaluation/metrics")
                    .toString();
            assertThat(evaluation.at("/baseline/algorithm").textValue()).isEqualTo(of);
            assertThat(dummy).as("the baseline, trained as a model of its own").isEqualTo(baseline.toString());
        }
    }

    @Test
    void aClassThatTheHeldOutRowsLackHasNoCurve() {
        int[] actual = {0, 0, 1, 1};
        double[][] probabilities = {{0.7, 0.2, 0.1}, {0.5, 0.3, 0.2}, {0.1, 0.8, 0.1}, {0.6, 0.4, 0}};
        ClassScores scores = new ClassScores(
                new ClassLabels.Text(List.of("a", "b", "c")), actual, probabilities, new int[] {0, 1, 2});

        JsonNode metrics = scores.metrics(() -> false);

        assertThat(scores.curves(() -> false)).hasSize(2);
        assertThat(metrics.get("roc_auc_ovr").isNull()).isTrue();
        assertThat(metrics.get("accuracy").doubleValue()).isEqualTo(0.75);
        assertThat(scores.classes(() -> false).get(2).get("roc_auc").isNull()).isTrue();
        assertThat(scores.classes(() -> false).get(2).get("average_precision").isNull())
                .isTrue();
    }
}
