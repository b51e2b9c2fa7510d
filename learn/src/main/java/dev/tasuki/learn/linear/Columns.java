package dev.tasuki.learn.linear;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.spi.TargetChecks;
import java.util.List;

/**
 * The features of rows as columns of doubles, and their means taken off where there is an intercept.
 *
 * @param values {@code [feature][row]}
 * @param means of each column; 0 where they were not taken off
 */
record Columns(double[][] values, double[] means) {
    private static final double LARGEST = 1e150;
    /** More than is looked at between two questions whether a fit is cancelled: each column asks, however short. */
    private static final long PER_COLUMN = 1L << 16;

    /** Copies. @throws InvalidValueException when a value is missing or too large to be squared */
    static Columns of(Rows rows, boolean centred, CancelCheck patience) {
        double[][] values = new double[rows.features()][];
        double[] means = new double[values.length];
        for (int f = 0; f < values.length; f++) {
            patience.spend(PER_COLUMN + rows.rows());
            double[] column = rows.column(f);
            for (double value : column) {
                require(value, rows.names().get(f));
            }
            if (centred) {
                means[f] = centre(column);
            }
            values[f] = column;
        }
        return new Columns(values, means);
    }

    /** Takes off the mean, and gives it. */
    static double centre(double[] column) {
        double mean = PairwiseSum.of(column) / column.length;
        for (int row = 0; row < column.length; row++) {
            column[row] -= mean;
        }
        return mean;
    }

    /** Throws unless the row has as many values as there are names, all usable. */
    static void requireRow(double[] row, List<String> names) {
        if (row.length != names.size()) {
            throw new IllegalArgumentException("a row has " + row.length + " values; features are " + names.size());
        }
        for (int f = 0; f < row.length; f++) {
            require(row[f], names.get(f));
        }
    }

    private static void require(double value, String name) {
        if (Double.isNaN(value)) {
            throw InvalidValueException.of(name, "the value is missing; every feature of every row needs one");
        }
        if (Math.abs(value) > LARGEST) {
            throw InvalidValueException.of(name, value + " is not a number within -1e150 and 1e150");
        }
    }

    /** The targets, copied. @throws InvalidValueException when one is not finite or too large to be squared */
    static double[] targets(double[] target, int rows) {
        TargetChecks.requireSameRows(rows, target.length);
        for (int row = 0; row < target.length; row++) {
            if (!(Math.abs(target[row]) <= LARGEST)) {
                throw InvalidValueException.because("the target of row " + row + " (counted from 0) is " + target[row]
                        + "; it must be within -1e150 and 1e150");
            }
        }
        return target.clone();
    }

    int rows() {
        return values[0].length;
    }
}
