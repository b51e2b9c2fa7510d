package dev.tasuki.learn.boost;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.numpy.MersenneTwister;
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
        require(finiteFrom(learningRate, 0) && learningRate > 0, "learning_rate", learningRate, "a number above 0");
        require(maxIter >= 1, "max_iter", maxIter, "an integer of at least 1");
        require(
                maxLeafNodes.orElse(2) >= 2,
                "max_leaf_nodes",
                maxLeafNodes.orElse(0),
                "an integer of at least 2, or null");
        require(maxDepth.orElse(1) >= 1, "max_depth", maxDepth.orElse(0), "an integer of at least 1, or null");
        require(minSamplesLeaf >= 1, "min_samples_leaf", minSamplesLeaf, "an integer of at least 1");
        require(finiteFrom(l2Regularization, 0), "l2_regularization", l2Regularization, "a number of at least 0");
        require(maxBins >= 2 && maxBins <= MOST_BINS, "max_bins", maxBins, "an integer from 2 to " + MOST_BINS);
        double fraction = validationFraction.orElse(0.5);
        require(
                fraction > 0 && fraction < 1,
                "validation_fraction",
                fraction,
                "a share between 0 and 1, or null to judge by the training rows");
        require(nIterNoChange >= 1, "n_iter_no_change", nIterNoChange, "an integer of at least 1");
        require(finiteFrom(tol, 0), "tol", tol, "a number of at least 0");
        require(
                randomState >= 0 && randomState <= MersenneTwister.MAX_SEED,
                "random_state",
                randomState,
                "an integer from 0 to " + MersenneTwister.MAX_SEED);
    }

    /** scikit-learn's defaults, to be changed; {@code random_state} is 0. */
    public static BoostParametersBuilder builder() {
        return new BoostParametersBuilder();
    }

    private static boolean finiteFrom(double value, double least) {
        return Double.isFinite(value) && value >= least;
    }

    private static void require(boolean fine, String name, Object seen, String allowed) {
        if (!fine) {
            throw new ParameterException(name, seen.toString(), allowed);
        }
    }
}
