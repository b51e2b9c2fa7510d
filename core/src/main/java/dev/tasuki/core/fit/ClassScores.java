package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.metric.ClassReport;
import dev.tasuki.learn.metric.ClassReport.OfClass;
import dev.tasuki.learn.metric.Metrics;
import dev.tasuki.learn.metric.Probabilities;
import dev.tasuki.learn.metric.RankedScores;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.spi.Fitted;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** Every metric of a classifier on the held-out rows. A class's rows are put in order once. For one thread at a time. */
final class ClassScores implements Scores {
    /** The smallest probability that log loss takes for certain, as scikit-learn does. */
    private static final double EPSILON = Math.ulp(1.0);

    private static final int MOST_CLASSES = Limits.CONFUSION_CLASSES.intValue();
    private static final int MOST_CURVES = Limits.CURVE_CLASSES.intValue();
    private static final int MOST_POINTS = Limits.CURVE_POINTS.intValue();
    private static final int BINS = Limits.CALIBRATION_BINS.intValue();

    private final ClassLabels labels;
    private final int[] actual;
    private final double[][] probabilities;
    private final int[] position;
    private final Map<Integer, Areas> areas = new HashMap<>();

    /**
     * Of these predictions.
     *
     * @param labels of the target, in their order
     * @param actual each row's class, as a place among the labels
     * @param probabilities {@code [row][class]}, in the order of what was fitted
     * @param position where each of the fitted classes stands among the labels: training rows may lack some
     */
    ClassScores(ClassLabels labels, int[] actual, double[][] probabilities, int[] position) {
        this.labels = labels;
        this.actual = actual;
        this.probabilities = probabilities;
        this.position = position;
    }

    /** What is kept of a class's order; NaN where the class or all others lack a row. */
    private record Areas(double rocAuc, double averagePrecision) {}

    /** Each row's class, as a place among the labels. */
    int[] actual() {
        return actual;
    }

    /** The same rows with other predictions. Any thread may call it. */
    ClassScores taking(double[][] other) {
        return new ClassScores(labels, actual, other, position);
    }

    /** The class that each row was taken for, as a place among the labels. */
    int[] predicted() {
        return Arrays.stream(probabilities)
                .mapToInt(row -> position[Fitted.Classes.likeliest(row)])
                .toArray();
    }

    @Override
    public ObjectNode metrics(BooleanSupplier cancelled) {
        int[] predicted = predicted();
        ClassReport report = ClassReport.of(actual, predicted, labels.size());
        ObjectNode metrics = Json.object();
        Scores.put(metrics, "accuracy", Metrics.accuracy(actual, predicted));
        Scores.put(metrics, "log_loss", logLoss());
        Scores.put(metrics, "balanced_accuracy", report.balancedAccuracy());
        averages(metrics, report, "precision", OfClass::precision);
        averages(metrics, report, "recall", OfClass::recall);
        averages(metrics, report, "f1", OfClass::f1);
        if (labels.size() == 2) {
            boolean[] positive = isOf(1);
            double[] scores = ofClass(1);
            Areas areas = areas(1, cancelled);
            Scores.put(metrics, "roc_auc", areas.rocAuc());
            Scores.put(metrics, "average_precision", areas.averagePrecision());
            Scores.put(metrics, "brier", Probabilities.brier(positive, scores));
        } else if (labels.size() <= MOST_CURVES) {
            double[] each = new double[labels.size()];
            Arrays.setAll(each, k -> areas(k, cancelled).rocAuc());
            Scores.put(metrics, "roc_auc_ovr", PairwiseSum.of(each) / each.length);
        }
        return metrics;
    }

    private static void averages(
            ObjectNode metrics, ClassReport report, String name, ToDoubleFunction<OfClass> measure) {
        Scores.put(metrics, name + "_macro", report.macro(measure));
        Scores.put(metrics, name + "_weighted", report.weighted(measure));
    }

    /** How well each class is found; empty if there are too many to look at. */
    ArrayNode classes(BooleanSupplier cancelled) {
        ArrayNode classes = Json.object().arrayNode();
        if (labels.size() > MOST_CLASSES) {
            return classes;
        }
        List<OfClass> report =
                ClassReport.of(actual, predicted(), labels.size()).classes();
        for (int k = 0; k < report.size(); k++) {
            OfClass of = report.get(k);
            ObjectNode node = classes.addObject();
            node.set("class", Json.tree(labels.value(k)));
            node.put("precision", of.precision());
            node.put("recall", of.recall());
            node.put("f1", of.f1());
            node.put("rows", of.rows());
            node.put("predicted", of.predicted());
            if (labels.size() <= MOST_CURVES) {
                Areas areas = areas(k, cancelled);
                Scores.put(node, "roc_auc", areas.rocAuc());
                Scores.put(node, "average_precision", areas.averagePrecision());
            }
        }
        return classes;
    }

    /**
     * ROC, precision over recall, and calibration: of two classes for the second one, of more for each against the
     * others. Classes that the held-out rows lack have none. It puts all rows in order itself, and what the other
     * figures need of that order is then known: it should come first.
     */
    ArrayNode curves(BooleanSupplier cancelled) {
        ArrayNode curves = Json.object().arrayNode();
        if (labels.size() <= MOST_CURVES) {
            for (int k = labels.size() == 2 ? 1 : 0; k < labels.size(); k++) {
                RankedScores ranked = ranked(k, cancelled);
                if (Double.isFinite(areas(k, cancelled).rocAuc())) {
                    curves.add(curve(k, ranked));
                }
            }
        }
        return curves;
    }

    private ObjectNode curve(int k, RankedScores ranked) {
        ObjectNode node = Json.object();
        node.set("class", Json.tree(labels.value(k)));
        ObjectNode roc = node.putObject("roc");
        roc.put("points", ranked.rocPoints());
        points(roc, ranked.roc(MOST_POINTS), "false_positive_rate", "true_positive_rate");
        ObjectNode found = node.putObject("precision_recall");
        found.put("points", ranked.precisionRecallPoints());
        points(found, ranked.precisionRecall(MOST_POINTS), "recall", "precision");
        ObjectNode calibration = node.putObject("calibration");
        ArrayNode predicted = calibration.putArray("predicted");
        ArrayNode observed = calibration.putArray("observed");
        ArrayNode rows = calibration.putArray("rows");
        for (Probabilities.Bin bin : Probabilities.calibration(isOf(k), ofClass(k), BINS)) {
            predicted.add(bin.predicted());
            observed.add(bin.observed());
            rows.add(bin.rows());
        }
        return node;
    }

    private static void points(ObjectNode node, List<RankedScores.Point> points, String nameX, String nameY) {
        ArrayNode x = node.putArray(nameX);
        ArrayNode y = node.putArray(nameY);
        ArrayNode thresholds = node.putArray("threshold");
        for (RankedScores.Point point : points) {
            x.add(point.x());
            y.add(point.y());
            thresholds.add(point.threshold());
        }
    }

    private RankedScores ranked(int k, BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the run was told to stop");
        }
        RankedScores ranked = RankedScores.of(isOf(k), ofClass(k));
        double rocAuc = ranked.rocAuc();
        areas.put(k, new Areas(rocAuc, Double.isFinite(rocAuc) ? ranked.averagePrecision() : Double.NaN));
        return ranked;
    }

    private Areas areas(int k, BooleanSupplier cancelled) {
        if (!areas.containsKey(k)) {
            ranked(k, cancelled);
        }
        return Objects.requireNonNull(areas.get(k), "a class that was ranked");
    }

    private boolean[] isOf(int k) {
        boolean[] positive = new boolean[actual.length];
        for (int row = 0; row < positive.length; row++) {
            positive[row] = actual[row] == k;
        }
        return positive;
    }

    /** The probability of one of the labels; 0 where training rows lacked it. */
    private double[] ofClass(int k) {
        double[] scores = new double[actual.length];
        for (int fitted = 0; fitted < position.length; fitted++) {
            if (position[fitted] == k) {
                for (int row = 0; row < scores.length; row++) {
                    scores[row] = probabilities[row][fitted];
                }
            }
        }
        return scores;
    }

    /** Mean of -ln of the true class's probability, clipped and scaled as {@code sklearn.metrics.log_loss}. */
    double logLoss() {
        double[] losses = new double[actual.length];
        double[] clipped = new double[position.length];
        for (int row = 0; row < actual.length; row++) {
            double own = EPSILON;
            for (int k = 0; k < position.length; k++) {
                clipped[k] = Math.clamp(probabilities[row][k], EPSILON, 1 - EPSILON);
                own = position[k] == actual[row] ? clipped[k] : own;
            }
            losses[row] = -Math.log(own / PairwiseSum.of(clipped));
        }
        return PairwiseSum.of(losses) / actual.length;
    }
}
