package dev.tasuki.learn.boost;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Collects {@link BoostParameters}, starting from scikit-learn's defaults. Values are checked by
 * {@link #build}. Not thread-safe.
 */
public final class BoostParametersBuilder {
    private double learningRate = 0.1;
    private int maxIter = 100;
    private OptionalInt maxLeafNodes = OptionalInt.of(31);
    private OptionalInt maxDepth = OptionalInt.empty();
    private int minSamplesLeaf = 20;
    private double l2Regularization;
    private int maxBins = BoostParameters.MOST_BINS;
    private EarlyStopping earlyStopping = EarlyStopping.AUTO;
    private OptionalDouble validationFraction = OptionalDouble.of(0.1);
    private int nIterNoChange = 10;
    private double tol = 1e-7;
    private boolean balanced;
    private long randomState;

    BoostParametersBuilder() {}

    /** Sets {@code learning_rate}. */
    public BoostParametersBuilder learningRate(double rate) {
        this.learningRate = rate;
        return this;
    }

    /** Sets {@code max_iter}. */
    public BoostParametersBuilder maxIter(int rounds) {
        this.maxIter = rounds;
        return this;
    }

    /** Sets {@code max_leaf_nodes}; empty is unlimited. */
    public BoostParametersBuilder maxLeafNodes(OptionalInt leaves) {
        this.maxLeafNodes = leaves;
        return this;
    }

    /** Sets {@code max_depth}; empty is unlimited. */
    public BoostParametersBuilder maxDepth(OptionalInt depth) {
        this.maxDepth = depth;
        return this;
    }

    /** Sets {@code min_samples_leaf}. */
    public BoostParametersBuilder minSamplesLeaf(int rows) {
        this.minSamplesLeaf = rows;
        return this;
    }

    /** Sets {@code l2_regularization}. */
    public BoostParametersBuilder l2Regularization(double l2) {
        this.l2Regularization = l2;
        return this;
    }

    /** Sets {@code max_bins}. */
    public BoostParametersBuilder maxBins(int bins) {
        this.maxBins = bins;
        return this;
    }

    /** Sets {@code early_stopping}. */
    public BoostParametersBuilder earlyStopping(EarlyStopping when) {
        this.earlyStopping = when;
        return this;
    }

    /** Sets {@code validation_fraction}; empty is the training rows themselves. */
    public BoostParametersBuilder validationFraction(OptionalDouble share) {
        this.validationFraction = share;
        return this;
    }

    /** Sets {@code n_iter_no_change}. */
    public BoostParametersBuilder nIterNoChange(int rounds) {
        this.nIterNoChange = rounds;
        return this;
    }

    /** Sets {@code tol}. */
    public BoostParametersBuilder tol(double tolerance) {
        this.tol = tolerance;
        return this;
    }

    /** Sets {@code class_weight} to {@code balanced}, or to none. */
    public BoostParametersBuilder balanced(boolean weighed) {
        this.balanced = weighed;
        return this;
    }

    /** Sets {@code random_state}. */
    public BoostParametersBuilder randomState(long seed) {
        this.randomState = seed;
        return this;
    }

    /** The parameters. @throws ParameterException naming the first that is not allowed */
    public BoostParameters build() {
        return new BoostParameters(
                learningRate,
                maxIter,
                maxLeafNodes,
                maxDepth,
                minSamplesLeaf,
                l2Regularization,
                maxBins,
                earlyStopping,
                validationFraction,
                nIterNoChange,
                tol,
                balanced,
                randomState);
    }
}
