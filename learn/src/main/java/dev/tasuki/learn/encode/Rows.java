package dev.tasuki.learn.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The features of many rows as doubles, by columns; a missing value is NaN. A view: the values stay where they are.
 * Immutable and safe to share.
 */
public final class Rows {
    private final List<String> names;
    private final List<IntToDoubleFunction> columns;
    private final Set<Integer> categorical;
    private final int @Nullable [] chosen;
    private final int rows;

    private Rows(Rows of, int @Nullable [] chosen, int rows) {
        this.names = of.names;
        this.columns = of.columns;
        this.categorical = of.categorical;
        this.chosen = chosen;
        this.rows = rows;
    }

    private Rows(List<String> names, List<IntToDoubleFunction> columns, Set<Integer> categorical, int rows) {
        this.names = List.copyOf(names);
        this.columns = List.copyOf(columns);
        this.categorical = Set.copyOf(categorical);
        this.chosen = null;
        this.rows = rows;
    }

    /**
     * Rows of these columns.
     *
     * @param columns a value by the number of its row, counted from 0; one for each name
     * @throws IllegalArgumentException when there are not as many columns as names
     */
    public static Rows of(List<String> names, int rows, List<IntToDoubleFunction> columns) {
        return of(names, rows, columns, Set.of());
    }

    /** The same, of which some columns hold codes without an order. @param categorical their places, from 0 */
    static Rows of(List<String> names, int rows, List<IntToDoubleFunction> columns, Set<Integer> categorical) {
        if (names.size() != columns.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + columns.size() + " columns");
        }
        return new Rows(names, columns, categorical, rows);
    }

    /**
     * Rows given one by one, {@code values[row][feature]}; features are called {@code x0}, {@code x1}, ...
     *
     * @throws IllegalArgumentException when there is no row or rows differ in length
     */
    public static Rows ofRows(double[][] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there must be at least one row");
        }
        int features = values[0].length;
        for (double[] row : values) {
            if (row.length != features) {
                throw new IllegalArgumentException("rows have " + features + " and " + row.length + " values");
            }
        }
        List<IntToDoubleFunction> columns = new ArrayList<>();
        for (int f = 0; f < features; f++) {
            int feature = f;
            columns.add(row -> values[row][feature]);
        }
        return of(IntStream.range(0, features).mapToObj(f -> "x" + f).toList(), values.length, columns);
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of features. */
    public int features() {
        return names.size();
    }

    /** The features' names in their order. */
    public List<String> names() {
        return names;
    }

    /** Whether a feature's numbers are codes without an order. */
    public boolean categorical(int feature) {
        return categorical.contains(feature);
    }

    /** Whether any feature's are. */
    public boolean anyCategorical() {
        return !categorical.isEmpty();
    }

    /** One value. */
    public double value(int row, int feature) {
        return columns.get(feature).applyAsDouble(chosen == null ? row : chosen[row]);
    }

    /** One feature's values in the order of the rows, in an array of its own. */
    public double[] column(int feature) {
        double[] values = new double[rows];
        IntToDoubleFunction column = columns.get(feature);
        for (int row = 0; row < rows; row++) {
            values[row] = column.applyAsDouble(chosen == null ? row : chosen[row]);
        }
        return values;
    }

    /** One row in an array of its own. */
    public double[] row(int row) {
        double[] values = new double[names.size()];
        for (int f = 0; f < values.length; f++) {
            values[f] = value(row, f);
        }
        return values;
    }

    /** The given rows in the given order; a row may occur more than once. */
    public Rows select(int[] wanted) {
        int[] selected = wanted.clone();
        int[] mine = chosen;
        if (mine != null) {
            for (int i = 0; i < selected.length; i++) {
                selected[i] = mine[selected[i]];
            }
        }
        return new Rows(this, selected, selected.length);
    }

    /**
     * The same rows, of which some features have the values of other rows.
     *
     * @param features by their places, from 0
     * @param valueOf for each row the one whose values of these features it has; not to be changed afterwards
     */
    public Rows mixed(Set<Integer> features, int[] valueOf) {
        List<IntToDoubleFunction> mixed = new ArrayList<>();
        for (int f = 0; f < features(); f++) {
            int feature = f;
            mixed.add(features.contains(f) ? row -> value(valueOf[row], feature) : row -> value(row, feature));
        }
        return new Rows(names, mixed, categorical, rows);
    }

    /**
     * The values as 32-bit floats, as scikit-learn's trees see them.
     *
     * @throws dev.tasuki.learn.InvalidValueException naming the feature, when a value is missing, infinite or
     *     beyond 32-bit floats
     */
    public FeatureMatrix asFloats() {
        return FeatureMatrix.of(this);
    }
}
