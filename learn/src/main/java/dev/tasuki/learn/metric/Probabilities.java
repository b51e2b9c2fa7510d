package dev.tasuki.learn.metric;

import dev.tasuki.learn.numpy.PairwiseSum;
import java.util.ArrayList;
import java.util.List;

/**
 * How good predicted probabilities are, as {@code sklearn.metrics} measures it: to the last bit, but for
 * the log loss, whose logarithms differ in last digits.
 */
public final class Probabilities {
    private static final double LEAST = 0x1p-52;

    private Probabilities() {}

    /**
     * The mean negative logarithm of what was said of the true class ({@code log_loss}).
     *
     * @param truth each row's class
     * @param probabilities {@code [row][class]}
     */
    public static double logLoss(int[] truth, double[][] probabilities) {
        requireSame(truth.length, probabilities.length);
        double[] losses = new double[truth.length];
        for (int row = 0; row < losses.length; row++) {
            double[] clipped = probabilities[row].clone();
            for (int k = 0; k < clipped.length; k++) {
                clipped[k] = Math.clamp(clipped[k], LEAST, 1 - LEAST);
            }
            losses[row] = -Math.log(clipped[truth[row]] / PairwiseSum.of(clipped));
        }
        return PairwiseSum.of(losses) / losses.length;
    }

    /** The mean squared error of the probability of class 1 ({@code brier_score_loss}). */
    public static double brier(boolean[] positive, double[] probability) {
        requireSame(positive.length, probability.length);
        double[] squares = new double[positive.length];
        for (int row = 0; row < squares.length; row++) {
            double error = (positive[row] ? 1 : 0) - probability[row];
            squares[row] = error * error;
        }
        return PairwiseSum.of(squares) / squares.length;
    }

    /**
     * The area under the curve of each class against all others, averaged ({@code roc_auc_score} with
     * {@code multi_class="ovr"}); NaN where a class does not occur.
     */
    public static double rocAucOneVersusRest(int[] truth, double[][] probabilities) {
        requireSame(truth.length, probabilities.length);
        double[] areas = new double[probabilities[0].length];
        for (int k = 0; k < areas.length; k++) {
            boolean[] positive = new boolean[truth.length];
            double[] scores = new double[truth.length];
            for (int row = 0; row < truth.length; row++) {
                positive[row] = truth[row] == k;
                scores[row] = probabilities[row][k];
            }
            areas[k] = RankedScores.of(positive, scores).rocAuc();
        }
        return PairwiseSum.of(areas) / areas.length;
    }

    /**
     * A bin of a calibration curve.
     *
     * @param predicted mean probability of its rows
     * @param observed share of its rows that are of class 1
     * @param rows number of rows
     */
    public record Bin(double predicted, double observed, int rows) {}

    /**
     * What was predicted beside what came true ({@code calibration_curve} with bins of equal width); bins
     * without rows are left out.
     *
     * @param bins number of bins, at least 1
     */
    public static List<Bin> calibration(boolean[] positive, double[] probability, int bins) {
        requireSame(positive.length, probability.length);
        if (bins < 1) {
            throw new IllegalArgumentException("bins is " + bins + "; at least 1 is needed");
        }
        double[] sums = new double[bins];
        int[] hits = new int[bins];
        int[] rows = new int[bins];
        double width = 1.0 / bins;
        for (int row = 0; row < positive.length; row++) {
            int bin = 0;
            while (bin < bins - 1 && (bin + 1) * width < probability[row]) {
                bin++;
            }
            sums[bin] += probability[row];
            hits[bin] += positive[row] ? 1 : 0;
            rows[bin]++;
        }
        List<Bin> filled = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            if (rows[bin] > 0) {
                filled.add(new Bin(sums[bin] / rows[bin], (double) hits[bin] / rows[bin], rows[bin]));
            }
        }
        return List.copyOf(filled);
    }

    private static void requireSame(int truth, int predicted) {
        if (truth == 0 || truth != predicted) {
            throw new IllegalArgumentException("there are " + truth + " true classes and " + predicted
                    + " predicted probabilities; equal, non-zero numbers are needed");
        }
    }
}
