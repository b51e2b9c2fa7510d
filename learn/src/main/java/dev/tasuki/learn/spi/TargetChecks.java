package dev.tasuki.learn.spi;

import dev.tasuki.learn.InvalidValueException;

/** What must hold of a target before any learner begins to fit. Stateless. */
public final class TargetChecks {
    private TargetChecks() {}

    /** Throws {@link IllegalArgumentException} unless there are as many rows of features as of the target. */
    public static void requireSameRows(int rows, int targets) {
        if (rows != targets) {
            throw new IllegalArgumentException(
                    "there are " + rows + " rows of features and " + targets + " of the target");
        }
    }

    /** A copy in which -0.0 is 0.0. @throws InvalidValueException when a value is not finite */
    public static double[] finite(double[] target) {
        double[] checked = new double[target.length];
        for (int row = 0; row < target.length; row++) {
            if (!Double.isFinite(target[row])) {
                throw InvalidValueException.because(
                        "the target of row " + row + " (counted from 0) is " + target[row] + "; it must be finite");
            }
            checked[row] = target[row] + 0.0;
        }
        return checked;
    }
}
