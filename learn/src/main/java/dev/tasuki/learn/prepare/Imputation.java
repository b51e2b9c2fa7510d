package dev.tasuki.learn.prepare;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.numpy.PairwiseSum;
import java.util.Arrays;

/**
 * What stands for missing values of one column ({@code SimpleImputer}).
 *
 * @param value what missing values become
 * @param occurred whether values were missing in training: then an indicator column says where
 */
public record Imputation(double value, boolean occurred) {
    /** How the value is found. */
    public enum Strategy {
        /** The mean of the values that are there. */
        MEAN,
        /** The middle value, or the mean of the two in the middle. */
        MEDIAN,
        /** The value that occurs most often; the smallest of several. */
        MOST_FREQUENT
    }

    /**
     * Learns from the training rows.
     *
     * @param column the column's name, for messages
     * @param values NaN where missing
     * @throws InvalidValueException when all are missing
     */
    public static Imputation learn(String column, double[] values, Strategy strategy) {
        double[] present = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
        if (present.length == 0) {
            throw InvalidValueException.of(
                    column, "every value is missing, so nothing can stand for one; leave the column out");
        }
        double value = switch (strategy) {
            case MEAN -> mean(values, present.length);
            case MEDIAN -> median(present);
            case MOST_FREQUENT -> mostFrequent(present);
        };
        return new Imputation(value, present.length < values.length);
    }

    /** A given value for missing ones. */
    public static Imputation constant(double value, double[] values) {
        return new Imputation(value, Arrays.stream(values).anyMatch(Double::isNaN));
    }

    /** A value, or what stands for it. */
    public double apply(double seen) {
        return Double.isNaN(seen) ? value : seen;
    }

    /** What the indicator column says of a value. */
    public static double indicator(double seen) {
        return Double.isNaN(seen) ? 1 : 0;
    }

    /** Missing values count as 0 in their places, which decides how numpy adds the others. */
    private static double mean(double[] values, int present) {
        double[] filled =
                Arrays.stream(values).map(v -> Double.isNaN(v) ? 0 : v).toArray();
        return PairwiseSum.of(filled) / present;
    }

    private static double median(double[] present) {
        Arrays.sort(present);
        int middle = present.length / 2;
        return present.length % 2 == 1 ? present[middle] : (present[middle - 1] + present[middle]) / 2.0;
    }

    private static double mostFrequent(double[] present) {
        Arrays.sort(present);
        double best = present[0];
        int most = 0;
        int run = 0;
        for (int i = 0; i < present.length; i++) {
            run = i > 0 && present[i] == present[i - 1] ? run + 1 : 1;
            if (run > most) {
                most = run;
                best = present[i];
            }
        }
        return best;
    }
}
