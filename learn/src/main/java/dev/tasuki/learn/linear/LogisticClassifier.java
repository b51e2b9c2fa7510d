package dev.tasuki.learn.linear;

import dev.tasuki.learn.encode.ClassLabels;
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

/** A linear model that predicts a class: one sum for two classes, else one for each. */
record LogisticClassifier(LogisticParameters parameters, Weights weights, ClassLabels labels)
        implements Fitted.Classes, Explains, Portable {
    @Override
    public ConfiguredLearner<?> learner() {
        return new ConfiguredLearner<>(new LogisticRegression(), parameters);
    }

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
        return weights.formula(weights.intercepts().length == 1 ? Link.Plain.LOGISTIC : Link.Plain.SOFTMAX);
    }

    @Override
    public long explainedNodes() {
        return 0;
    }

    @Override
    public Explainer explainer(WalkCounter looks) {
        return new LinearExplainer(weights, Explainer.Scale.RAW_SCORE);
    }

    @Override
    public OptionalDouble oobScore() {
        return OptionalDouble.empty();
    }

    @Override
    public double[] predictProbabilities(double[] row, WalkCounter walks) {
        walks.made(1);
        return probabilities(weights.of(row));
    }

    @Override
    public double[][] predictProbabilities(Rows rows, BooleanSupplier cancelled) {
        double[][] sums = weights.of(rows, cancelled);
        for (int row = 0; row < sums.length; row++) {
            sums[row] = probabilities(sums[row]);
        }
        return sums;
    }

    /** The logistic function of one sum, or the shares of the exponentials of several. */
    static double[] probabilities(double[] sums) {
        if (sums.length == 1) {
            double second = 1 / (1 + Math.exp(-sums[0]));
            return new double[] {1 - second, second};
        }
        double most = Double.NEGATIVE_INFINITY;
        for (double sum : sums) {
            most = Math.max(most, sum);
        }
        double[] shares = new double[sums.length];
        double all = 0;
        for (int k = 0; k < sums.length; k++) {
            shares[k] = Math.exp(sums[k] - most);
            all += shares[k];
        }
        for (int k = 0; k < sums.length; k++) {
            shares[k] /= all;
        }
        return shares;
    }
}
