package dev.tasuki.learn.encode;

import dev.tasuki.learn.table.NumericColumn;
import java.util.Arrays;

/**
 * A feature and where its training values lay.
 *
 * @param name the feature's name
 * @param min smallest value
 * @param median middle value, the mean of the middle two for an even number
 * @param max largest value
 */
public record FeatureRange(String name, double min, double median, double max) {
    /**
     * The range of a column's values in the given rows.
     *
     * @throws IllegalArgumentException when there is no row
     */
    public static FeatureRange of(NumericColumn column, int[] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("a range needs at least one row");
        }
        return of(column.name(), Arrays.stream(rows).mapToDouble(column::value).toArray());
    }

    /** The range of some values, at least one. */
    static FeatureRange of(String name, double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        double below = sorted[(sorted.length - 1) / 2];
        double above = sorted[sorted.length / 2];
        double median = below == above ? below : below / 2 + above / 2;
        return new FeatureRange(name, sorted[0], median, sorted[sorted.length - 1]);
    }
}
