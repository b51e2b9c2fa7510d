package dev.tasuki.learn.dummy;

import dev.tasuki.learn.numpy.PairwiseSum;
import java.util.Arrays;

/**
 * Predicts the same number for every row, equal to scikit-learn's {@code DummyRegressor} bit for bit.
 *
 * @param prediction the number
 */
public record DummyRegressor(double prediction) {
    /** Which number. */
    public enum Strategy {
        /** The mean of the training targets. */
        MEAN,
        /** Their middle, or the mean of the two in the middle. */
        MEDIAN
    }

    /** Fits. @throws IllegalArgumentException when there is no row */
    public static DummyRegressor fit(double[] y, Strategy strategy) {
        if (y.length == 0) {
            throw new IllegalArgumentException("there is no row to learn from; at least 1 is needed");
        }
        return new DummyRegressor(
                switch (strategy) {
                    case MEAN -> PairwiseSum.of(y) / y.length;
                    case MEDIAN -> median(y.clone());
                });
    }

    /** The predictions for so many rows. */
    public double[] predict(int rows) {
        double[] predictions = new double[rows];
        Arrays.fill(predictions, prediction);
        return predictions;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
    }
}
