package dev.tasuki.learn.boost;

import dev.tasuki.learn.InvalidValueException;

/** What must hold of targets and weights before a fit begins. */
final class BoostChecks {
    private BoostChecks() {}

    static void requireSameRows(int rows, int targets, double[] weights) {
        if (rows != targets || (weights.length != 0 && weights.length != rows)) {
            throw new IllegalArgumentException("there are " + rows + " rows of features, " + targets
                    + " of the target and " + weights.length + " weights; equal numbers are needed, or no weights");
        }
        double sum = 0;
        for (int row = 0; row < weights.length; row++) {
            if (!(weights[row] >= 0 && Double.isFinite(weights[row]))) {
                throw InvalidValueException.because("the weight of row " + row + " (counted from 0) is " + weights[row]
                        + "; it must be finite and at least 0");
            }
            sum += weights[row];
        }
        if (weights.length > 0 && !(sum > 0)) {
            throw InvalidValueException.because("all weights are 0; at least one row must weigh more");
        }
    }
}
