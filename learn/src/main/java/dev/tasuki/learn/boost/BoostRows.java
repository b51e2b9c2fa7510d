package dev.tasuki.learn.boost;

import dev.tasuki.learn.InvalidValueException;
import java.util.List;

/**
 * Rows of features as boosting takes them: doubles by column, NaN where a value is missing. Immutable;
 * {@link #of} takes over the columns, which must not be changed afterwards.
 */
public final class BoostRows {
    private final List<String> names;
    private final double[][] columns;
    private final boolean[] categorical;
    private final int rows;

    private BoostRows(List<String> names, double[][] columns, boolean[] categorical, int rows) {
        this.names = names;
        this.columns = columns;
        this.categorical = categorical;
        this.rows = rows;
    }

    /**
     * Rows of columns.
     *
     * @param names the features' names
     * @param columns {@code [feature][row]}; finite, or NaN for missing
     * @param categorical which features hold codes of categories, not numbers in an order
     * @throws InvalidValueException when a value is infinite
     * @throws IllegalArgumentException when lengths differ, or there is no row or no feature
     */
    public static BoostRows of(List<String> names, double[][] columns, boolean[] categorical) {
        int features = names.size();
        if (features == 0 || columns.length != features || categorical.length != features) {
            throw new IllegalArgumentException("there are " + features + " names, " + columns.length + " columns and "
                    + categorical.length + " marks of categories; equal, non-zero numbers are needed");
        }
        int rows = columns[0].length;
        for (int f = 0; f < features; f++) {
            if (columns[f].length != rows || rows == 0) {
                throw new IllegalArgumentException("column " + names.get(f) + " has " + columns[f].length
                        + " values; every column needs " + Math.max(1, rows));
            }
            for (double value : columns[f]) {
                if (Double.isInfinite(value)) {
                    throw InvalidValueException.of(names.get(f), value + " is not a finite number");
                }
            }
        }
        return new BoostRows(List.copyOf(names), columns, categorical.clone(), rows);
    }

    /** The features' names in their order. */
    public List<String> names() {
        return names;
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of features. */
    public int features() {
        return columns.length;
    }

    /** Whether a feature holds codes of categories. */
    public boolean categorical(int feature) {
        return categorical[feature];
    }

    /** One value; NaN when missing. */
    public double value(int row, int feature) {
        return columns[feature][row];
    }

    /** A column itself, for reading only. */
    double[] column(int feature) {
        return columns[feature];
    }

    void copyRow(int row, double[] into) {
        for (int f = 0; f < columns.length; f++) {
            into[f] = columns[f][row];
        }
    }

    /** Some rows, one after the other. */
    void copyRows(int from, int to, double[] into) {
        int features = columns.length;
        for (int f = 0; f < features; f++) {
            double[] column = columns[f];
            for (int row = from; row < to; row++) {
                into[(row - from) * features + f] = column[row];
            }
        }
    }

    /** The given rows in the given order. */
    BoostRows select(int[] chosen) {
        double[][] selected = new double[columns.length][];
        for (int f = 0; f < columns.length; f++) {
            selected[f] = selected(columns[f], chosen);
        }
        return new BoostRows(names, selected, categorical, chosen.length);
    }

    static double[] selected(double[] values, int[] chosen) {
        double[] selected = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            selected[i] = values[chosen[i]];
        }
        return selected;
    }
}
