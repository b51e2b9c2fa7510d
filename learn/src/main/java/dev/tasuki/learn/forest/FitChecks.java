package dev.tasuki.learn.forest;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.spi.Kind;

/** What must hold before a fit begins. */
final class FitChecks {
    private FitChecks() {}

    static void require(ForestParameters parameters, ForestFamily family, Kind kind) {
        if (parameters.kind() != kind || parameters.family() != family) {
            throw new ParameterException("algorithm", parameters.family().name(parameters.kind()), family.name(kind));
        }
    }

    static void requireSameRows(int rows, int targets) {
        if (rows != targets) {
            throw new IllegalArgumentException(
                    "there are " + rows + " rows of features and " + targets + " of the target");
        }
    }

    /** A copy in which -0.0 is 0.0. */
    static double[] finite(double[] target) {
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

    static Bootstrap bootstrapOf(Forest forest, int rows) {
        if (!forest.parameters().bootstrap()) {
            throw new IllegalArgumentException("the forest was fitted without bootstrap: every tree saw every row");
        }
        return new Bootstrap(forest.parameters(), rows);
    }
}
