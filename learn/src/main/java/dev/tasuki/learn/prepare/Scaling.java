package dev.tasuki.learn.prepare;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.numpy.PairwiseSum;

/**
 * Brings one column to mean 0 and variance 1 ({@code StandardScaler}).
 *
 * @param mean what is taken off
 * @param variance of the training rows
 * @param scale what is divided by: the root of the variance, or 1 for a column that is constant but for
 *     rounding
 */
public record Scaling(double mean, double variance, double scale) {
    private static final double EPSILON = 0x1p-52;

    /**
     * Learns from the training rows; NaN is missing and stays so.
     *
     * @throws InvalidValueException when all are missing
     */
    public static Scaling learn(String column, double[] values) {
        double[] filled = new double[values.length];
        double n = 0;
        for (int row = 0; row < values.length; row++) {
            boolean missing = Double.isNaN(values[row]);
            filled[row] = missing ? 0 : values[row];
            n += missing ? 0 : 1;
        }
        if (n == 0) {
            throw InvalidValueException.of(column, "every value is missing, so it has no scale; leave the column out");
        }
        double mean = PairwiseSum.of(filled) / n;
        double[] squares = new double[values.length];
        for (int row = 0; row < values.length; row++) {
            filled[row] = Double.isNaN(values[row]) ? 0 : values[row] - mean;
            squares[row] = filled[row] * filled[row];
        }
        double rest = PairwiseSum.of(filled);
        double variance = (PairwiseSum.of(squares) - rest * rest / n) / n;
        double rounding = n * mean * EPSILON;
        boolean constant = variance <= n * EPSILON * variance + rounding * rounding;
        return new Scaling(mean, variance, constant ? 1 : Math.sqrt(variance));
    }

    /** A value on the new scale. */
    public double apply(double value) {
        return (value - mean) / scale;
    }
}
