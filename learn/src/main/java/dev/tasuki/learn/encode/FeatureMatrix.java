package dev.tasuki.learn.encode;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.table.Column;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import dev.tasuki.learn.table.TextColumn;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The features of many rows, as 32-bit floats, by columns. Immutable and safe to share.
 *
 * <p>scikit-learn's trees see features as 32-bit floats, rounded to nearest even; so does this
 * matrix. It holds finite values only.
 */
public final class FeatureMatrix {
    private final List<String> names;
    private final float[][] columns;
    private final int rows;

    private FeatureMatrix(List<String> names, float[][] columns, int rows) {
        this.names = names;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * The named columns of a table, in the order of the names.
     *
     * @throws InvalidValueException naming line and column, when a column is absent or is text, or
     *     when a value is missing, infinite or beyond 32-bit floats
     */
    public static FeatureMatrix of(Table table, List<String> names) {
        float[][] columns = new float[names.size()][];
        for (int f = 0; f < columns.length; f++) {
            NumericColumn column = numeric(table, names.get(f));
            float[] values = new float[table.rows()];
            for (int row = 0; row < values.length; row++) {
                double value = column.value(row);
                requireUsable(table, column, row);
                values[row] = rounded(value);
            }
            columns[f] = values;
        }
        return new FeatureMatrix(List.copyOf(names), columns, table.rows());
    }

    static FeatureMatrix of(Rows rows) {
        float[][] columns = new float[rows.features()][];
        for (int f = 0; f < columns.length; f++) {
            float[] values = new float[rows.rows()];
            for (int row = 0; row < values.length; row++) {
                double value = rows.value(row, f);
                if (!isUsable(value)) {
                    throw InvalidValueException.of(rows.names().get(f), whyNot(value));
                }
                values[row] = rounded(value);
            }
            columns[f] = values;
        }
        return new FeatureMatrix(rows.names(), columns, rows.rows());
    }

    /**
     * Rows given one by one, {@code rows[r][f]}; features are called {@code x0}, {@code x1}, ...
     *
     * @throws InvalidValueException when a value is NaN, infinite or beyond 32-bit floats
     * @throws IllegalArgumentException when there is no row or rows differ in length
     */
    public static FeatureMatrix ofRows(double[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("a matrix needs at least one row");
        }
        List<String> names =
                IntStream.range(0, rows[0].length).mapToObj(f -> "x" + f).toList();
        float[][] columns = new float[names.size()][rows.length];
        for (int row = 0; row < rows.length; row++) {
            float[] values = checkedRow(rows[row], names);
            for (int f = 0; f < values.length; f++) {
                columns[f][row] = values[f];
            }
        }
        return new FeatureMatrix(names, columns, rows.length);
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of features. */
    public int features() {
        return columns.length;
    }

    /** The features' names in their order. */
    public List<String> names() {
        return names;
    }

    /** One value. */
    public float value(int row, int feature) {
        return columns[feature][row];
    }

    /** A copy of one feature's values in the order of the rows. */
    public float[] column(int feature) {
        return columns[feature].clone();
    }

    /**
     * The given rows in the given order, as a matrix of its own; a row may occur more than once.
     */
    public FeatureMatrix select(int[] chosen) {
        float[][] selected = new float[columns.length][chosen.length];
        for (int f = 0; f < columns.length; f++) {
            float[] from = columns[f];
            float[] to = selected[f];
            for (int i = 0; i < chosen.length; i++) {
                to[i] = from[chosen[i]];
            }
        }
        return new FeatureMatrix(names, selected, chosen.length);
    }

    /** The columns themselves, for reading only. */
    public float[][] shared() {
        return columns;
    }

    public void copyRow(int row, float[] into) {
        for (int f = 0; f < columns.length; f++) {
            into[f] = columns[f][row];
        }
    }

    /** One row on its way into a forest: rounded and checked. */
    public static float[] checkedRow(double[] row, List<String> names) {
        if (row.length != names.size()) {
            throw new IllegalArgumentException("a row has " + row.length + " values; features are " + names.size());
        }
        float[] values = new float[row.length];
        for (int f = 0; f < row.length; f++) {
            if (!isUsable(row[f])) {
                throw InvalidValueException.of(names.get(f), whyNot(row[f]));
            }
            values[f] = rounded(row[f]);
        }
        return values;
    }

    static void requireUsable(Table table, NumericColumn column, int row) {
        double value = column.value(row);
        if (!isUsable(value)) {
            throw InvalidValueException.at(table.line(row), column.name(), whyNot(value));
        }
    }

    static NumericColumn numeric(Table table, String name) {
        Column column = TargetColumns.existing(table, name);
        return switch (column) {
            case NumericColumn numbers -> numbers;
            case TextColumn text -> throw TargetColumns.notNumeric(text);
        };
    }

    private static boolean isUsable(double value) {
        return !Float.isNaN((float) value) && !Float.isInfinite((float) value);
    }

    private static float rounded(double value) {
        // 0.0 in place of -0.0: they compare equal, but only one order of bits may exist for a
        // value.
        return (float) value + 0.0f;
    }

    private static String whyNot(double value) {
        if (Double.isNaN(value)) {
            return "the value is missing; every feature of every row needs one";
        }
        return value + " is not a finite number within the range of 32-bit floats (up to 3.4028235e38)";
    }
}
