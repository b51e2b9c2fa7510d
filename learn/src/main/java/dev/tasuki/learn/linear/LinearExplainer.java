package dev.tasuki.learn.linear;

import dev.tasuki.learn.spi.Explainer;

/**
 * Of a linear model each feature contributes its coefficient times its value; the base is the intercept.
 *
 * @param scale what the sums are
 */
record LinearExplainer(Weights weights, Scale scale) implements Explainer {
    @Override
    public double[] base() {
        return weights.intercepts().clone();
    }

    @Override
    public long steps() {
        return (long) weights.intercepts().length * weights.featureNames().size();
    }

    @Override
    public long memory() {
        return 0;
    }

    @Override
    public Walk walk() {
        return (row, into, steps) -> {
            Columns.requireRow(row, weights.featureNames());
            for (int k = 0; k < into.length; k++) {
                double[] coefficients = weights.coefficients()[k];
                for (int f = 0; f < row.length; f++) {
                    into[k][f] += coefficients[f] * row[f];
                }
                steps.made(row.length);
            }
        };
    }
}
