package dev.tasuki.learn.metric;

import dev.tasuki.learn.numpy.PairwiseSum;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well each class is found, equal to {@code precision_recall_fscore_support} of scikit-learn. Where a
 * measure is not defined it is 0. Immutable.
 *
 * @param classes of each class, in the order of the classes
 */
public record ClassReport(List<OfClass> classes) {
    /** Copies. */
    public ClassReport {
        classes = List.copyOf(classes);
    }

    /**
     * One class.
     *
     * @param precision share of the rows taken for this class that are of it
     * @param recall share of the rows of this class that are taken for it
     * @param f1 harmonic mean of the two
     * @param rows rows of this class
     * @param predicted rows taken for this class
     */
    public record OfClass(double precision, double recall, double f1, int rows, int predicted) {
        boolean occurs() {
            return rows > 0 || predicted > 0;
        }
    }

    /**
     * The report of some rows.
     *
     * @param truth each row's class, below {@code count}
     * @param predicted what it was taken for
     * @param count number of classes
     */
    public static ClassReport of(int[] truth, int[] predicted, int count) {
        int[][] confusion = Metrics.confusionMatrix(truth, predicted, count);
        List<OfClass> classes = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int right = confusion[k][k];
            int rows = 0;
            int taken = 0;
            for (int other = 0; other < count; other++) {
                rows += confusion[k][other];
                taken += confusion[other][k];
            }
            double precision = taken == 0 ? 0 : (double) right / taken;
            double recall = rows == 0 ? 0 : (double) right / rows;
            double both = precision + recall;
            double f1 = 2 * precision * recall / (both == 0 ? 1 : both);
            classes.add(new OfClass(precision, recall, f1, rows, taken));
        }
        return new ClassReport(classes);
    }

    /** The mean over the classes that occur ({@code average="macro"}), such as of {@code OfClass::f1}. */
    public double macro(ToDoubleFunction<OfClass> measure) {
        double[] values =
                classes.stream().filter(OfClass::occurs).mapToDouble(measure).toArray();
        return PairwiseSum.of(values) / values.length;
    }

    /** The mean weighed by the rows of each class ({@code average="weighted"}). */
    public double weighted(ToDoubleFunction<OfClass> measure) {
        List<OfClass> occurring = classes.stream().filter(OfClass::occurs).toList();
        double[] products = occurring.stream()
                .mapToDouble(c -> measure.applyAsDouble(c) * c.rows)
                .toArray();
        double rows = occurring.stream().mapToInt(OfClass::rows).sum();
        return PairwiseSum.of(products) / rows;
    }

    /** The mean recall of the classes that occur in the truth ({@code balanced_accuracy_score}). */
    public double balancedAccuracy() {
        double[] recalls = classes.stream()
                .filter(c -> c.rows > 0)
                .mapToDouble(OfClass::recall)
                .toArray();
        return PairwiseSum.of(recalls) / recalls.length;
    }
}
