package dev.tasuki.learn.metric;

import dev.tasuki.learn.numpy.PairwiseSum;
import java.util.Arrays;

/**
 * Measures of predictions, equal to {@code sklearn.metrics} to the last bit (sums in numpy's
 * order).
 *
 * <p>All take the truth first. Both arrays must be of the same length and not empty, or
 * {@link IllegalArgumentException} is thrown.
 */
public final class Metrics {
    private Metrics() {}

    /** Mean of the squared errors ({@code mean_squared_error}). */
    public static double mse(double[] truth, double[] predicted) {
        return PairwiseSum.of(squaredErrors(truth, predicted)) / truth.length;
    }

    /** Square root of {@link #mse}, in the target's unit. */
    public static double rmse(double[] truth, double[] predicted) {
        return Math.sqrt(mse(truth, predicted));
    }

    /** Mean of the absolute errors ({@code mean_absolute_error}). */
    public static double mae(double[] truth, double[] predicted) {
        return PairwiseSum.of(absoluteErrors(truth, predicted)) / truth.length;
    }

    /** The largest absolute error ({@code max_error}). */
    public static double maxError(double[] truth, double[] predicted) {
        return Arrays.stream(absoluteErrors(truth, predicted)).max().orElseThrow();
    }

    /** The middle of the absolute errors, or the mean of the two in the middle ({@code median_absolute_error}). */
    public static double medianAbsoluteError(double[] truth, double[] predicted) {
        double[] errors = absoluteErrors(truth, predicted);
        Arrays.sort(errors);
        int middle = errors.length / 2;
        return errors.length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2.0;
    }

    private static double[] absoluteErrors(double[] truth, double[] predicted) {
        requireSame(truth.length, predicted.length);
        double[] errors = new double[truth.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(predicted[i] - truth[i]);
        }
        return errors;
    }

    /**
     * Share of the variance that is explained ({@code r2_score}): 1 is perfect, 0 is the mean's.
     * For a constant truth, 1 when predicted exactly and 0 otherwise; NaN for fewer than two rows.
     */
    public static double r2(double[] truth, double[] predicted) {
        double left = PairwiseSum.of(squaredErrors(truth, predicted));
        if (truth.length < 2) {
            return Double.NaN;
        }
        double mean = PairwiseSum.of(truth) / truth.length;
        double[] constant = new double[truth.length];
        Arrays.fill(constant, mean);
        double total = PairwiseSum.of(squaredErrors(truth, constant));
        if (total == 0) {
            return left == 0 ? 1 : 0;
        }
        return 1 - left / total;
    }

    /** Share of rows whose class is right ({@code accuracy_score}). */
    public static double accuracy(int[] truth, int[] predicted) {
        requireSame(truth.length, predicted.length);
        int right = 0;
        for (int i = 0; i < truth.length; i++) {
            right += truth[i] == predicted[i] ? 1 : 0;
        }
        return (double) right / truth.length;
    }

    /**
     * How often each class was taken for which: {@code [true class][predicted class]}
     * ({@code confusion_matrix}).
     *
     * @param classes number of classes; every code is below it
     */
    public static int[][] confusionMatrix(int[] truth, int[] predicted, int classes) {
        requireSame(truth.length, predicted.length);
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][predicted[i]]++;
        }
        return counts;
    }

    private static double[] squaredErrors(double[] truth, double[] predicted) {
        requireSame(truth.length, predicted.length);
        double[] squares = new double[truth.length];
        for (int i = 0; i < squares.length; i++) {
            double error = truth[i] - predicted[i];
            squares[i] = error * error;
        }
        return squares;
    }

    private static void requireSame(int truth, int predicted) {
        if (truth == 0 || truth != predicted) {
            throw new IllegalArgumentException("there are " + truth + " true and " + predicted
                    + " predicted values; equal, non-zero numbers are needed");
        }
    }
}
