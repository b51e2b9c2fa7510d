package dev.tasuki.learn.linear;

import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.Explains;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** A linear model that predicts a number. @param learner what fitted it */
record LinearRegressor(ConfiguredLearner<LinearParameters> learner, Weights weights)
        implements Fitted.Numbers, Explains, Portable {
    @Override
    public List<String> featureNames() {
        return weights.featureNames();
    }

    @Override
    public int nTrees() {
        return 1;
    }

    @Override
    public long memory() {
        return weights.memory();
    }

    @Override
    public Optional<double[]> importances() {
        return Optional.empty();
    }

    @Override
    public Formula formula() {
        return weights.formula(Link.Plain.NUMBER);
    }

    @Override
    public long explainedNodes() {
        return 0;
    }

    @Override
    public Explainer explainer(WalkCounter looks) {
        return new LinearExplainer(weights, Explainer.Scale.PREDICTION);
    }

    @Override
    public OptionalDouble oobScore() {
        return OptionalDouble.empty();
    }

    @Override
    public double predict(double[] row, WalkCounter walks) {
        walks.made(1);
        return weights.of(row)[0];
    }

    @Override
    public double[] predict(Rows rows, BooleanSupplier cancelled) {
        double[][] sums = weights.of(rows, cancelled);
        double[] predictions = new double[sums.length];
        for (int row = 0; row < predictions.length; row++) {
            predictions[row] = sums[row][0];
        }
        return predictions;
    }
}
