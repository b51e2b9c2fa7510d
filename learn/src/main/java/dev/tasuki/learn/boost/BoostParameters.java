package dev.tasuki.learn.boost;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How to boost, by scikit-learn's names and with its meanings; checked when made. Immutable.
 *
 * @param learningRate what each tree's values are multiplied by, above 0
 * @param maxIter rounds at most, at least 1
 * @param maxLeafNodes leaves of a tree at most, at least 2; empty is unlimited
 * @param maxDepth splits from root to leaf at most, at least 1; empty is unlimited
 * @param minSamplesLeaf rows that each leaf keeps, at least 1
 * @param l2Regularization added to the sum of hessians, at least 0
 * @param maxBins bins for the values of a feature, 2 to 255; missing values have one more
 * @param earlyStopping whether to end before {@code maxIter}
 * @param validationFraction share of the rows by which it is judged, between 0 and 1; empty is the
 *     training rows themselves
 * @param nIterNoChange so many rounds without a better score end it, at least 1
 * @param tol by how much a score must be better, at least 0
 * @param balanced whether classes weigh alike ({@code class_weight="balanced"}); classifiers only
 * @param randomState seed, 0 to 2^32 - 1
 */
public record BoostParameters(
        double learningRate,
        int maxIter,
        OptionalInt maxLeafNodes,
        OptionalInt maxDepth,
        int minSamplesLeaf,
        double l2Regularization,
        int maxBins,
        EarlyStopping earlyStopping,
        OptionalDouble validationFraction,
        int nIterNoChange,
        double tol,
        boolean balanced,
        long randomState) {
    /** Bins a feature can have, beside that of missing values. */
    public static final int MOST_BINS = 255;

    /** Checks. @throws ParameterException naming the first that is not allowed */
    public BoostParameters {
        BoostSchema.LEARNING_RATE.require(learningRate);
        BoostSchema.MAX_ITER.require(maxIter);
        BoostSchema.MAX_LEAF_NODES.require(maxLeafNodes);
        BoostSchema.MAX_DEPTH.require(maxDepth);
        BoostSchema.MIN_SAMPLES_LEAF.require(minSamplesLeaf);
        BoostSchema.L2_REGULARIZATION.require(l2Regularization);
        BoostSchema.MAX_BINS.require(maxBins);
        BoostSchema.VALIDATION_FRACTION.require(validationFraction);
        BoostSchema.N_ITER_NO_CHANGE.require(nIterNoChange);
        BoostSchema.TOL.require(tol);
        BoostSchema.RANDOM_STATE.require(randomState);
    }

    /** The same for so many rounds at most. */
    BoostParameters withMaxIter(int rounds) {
        return new BoostParameters(
                learningRate,
                rounds,
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

    /** scikit-learn's defaults, to be changed; {@code random_state} is 0. */
    public static BoostParametersBuilder builder() {
        return new BoostParametersBuilder();
    }
}
