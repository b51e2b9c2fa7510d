package dev.tasuki.learn.linear;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Sums of weighed features.
 *
 * @param featureNames in the order of the weights
 * @param coefficients {@code [sum][feature]}
 * @param intercepts what each sum begins with
 */
record Weights(List<String> featureNames, double[][] coefficients, double[] intercepts) {
    Weights {
        featureNames = List.copyOf(featureNames);
    }

    /** The sums of one row. */
    double[] of(double[] row) {
        Columns.requireRow(row, featureNames);
        double[] sums = intercepts.clone();
        for (int k = 0; k < sums.length; k++) {
            for (int f = 0; f < row.length; f++) {
                sums[k] += coefficients[k][f] * row[f];
            }
        }
        return sums;
    }

    /** The same of many rows, {@code [row][sum]}. @throws java.util.concurrent.CancellationException when cancelled */
    double[][] of(Rows rows, BooleanSupplier cancelled) {
        if (rows.features() != featureNames.size()) {
            throw new IllegalArgumentException(
                    "the rows have " + rows.features() + " features; the model was fitted on " + featureNames.size());
        }
        CancelCheck patience = new CancelCheck(cancelled);
        double[][] sums = new double[rows.rows()][];
        for (int row = 0; row < sums.length; row++) {
            patience.spend((long) rows.features() * intercepts.length);
            sums[row] = of(rows.row(row));
        }
        return sums;
    }

    /** The sums, and what becomes of them. */
    Formula formula(Link link) {
        return new Formula.Weighed(coefficients, intercepts, link);
    }

    long memory() {
        return (long) intercepts.length * (featureNames.size() + 1) * Double.BYTES;
    }
}
