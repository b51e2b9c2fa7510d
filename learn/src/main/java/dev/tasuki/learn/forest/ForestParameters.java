package dev.tasuki.learn.forest;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.numpy.MersenneTwister;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what forest grows from given data. Names, meaning and defaults are
 * scikit-learn 1.2.1's.
 *
 * @param algorithm regressor or classifier
 * @param nEstimators {@code n_estimators}: number of trees, at least 1
 * @param criterion {@code criterion}: one that fits the algorithm
 * @param maxDepth {@code max_depth}: splits from the root to the deepest leaf, at least 1; empty is
 *     unlimited
 * @param minSamplesSplit {@code min_samples_split}: rows a node needs to be split, at least 2, or a
 *     share
 * @param minSamplesLeaf {@code min_samples_leaf}: rows each side of a split keeps, at least 1, or a
 *     share below 1
 * @param minWeightFractionLeaf {@code min_weight_fraction_leaf}: share of the weight a leaf keeps,
 *     0 to 0.5
 * @param maxFeatures {@code max_features}: features drawn for each split
 * @param maxLeafNodes {@code max_leaf_nodes}: leaves a tree may have, at least 2; empty is
 *     unlimited
 * @param minImpurityDecrease {@code min_impurity_decrease}: weighted impurity a split must take
 *     away, at least 0
 * @param bootstrap {@code bootstrap}: whether each tree draws its rows with replacement
 * @param oobScore {@code oob_score}: whether rows left out by the draws judge the forest; needs
 *     bootstrap
 * @param maxSamples {@code max_samples}: rows drawn for each tree; empty is as many as there are;
 *     needs bootstrap
 * @param classWeight {@code class_weight}: weighing of classes; for classifiers
 * @param randomState {@code random_state}: 0 to 2^32 - 1
 */
public record ForestParameters(
        Algorithm algorithm,
        int nEstimators,
        Criterion criterion,
        OptionalInt maxDepth,
        Amount minSamplesSplit,
        Amount minSamplesLeaf,
        double minWeightFractionLeaf,
        MaxFeatures maxFeatures,
        OptionalInt maxLeafNodes,
        double minImpurityDecrease,
        boolean bootstrap,
        boolean oobScore,
        Optional<Amount> maxSamples,
        ClassWeight classWeight,
        long randomState) {

    /** Checks every value. @throws ParameterException naming the first that is not allowed */
    public ForestParameters {
        require(nEstimators >= 1, "n_estimators", nEstimators, "an integer of at least 1");
        requireFitting(criterion, algorithm);
        require(maxDepth.orElse(1) >= 1, "max_depth", maxDepth.orElse(1), "an integer of at least 1, or null");
        requireSplit(minSamplesSplit);
        requireLeaf(minSamplesLeaf);
        require(
                minWeightFractionLeaf >= 0 && minWeightFractionLeaf <= 0.5,
                "min_weight_fraction_leaf",
                minWeightFractionLeaf,
                "a number from 0 to 0.5");
        requireFeatures(maxFeatures);
        require(
                maxLeafNodes.orElse(2) >= 2,
                "max_leaf_nodes",
                maxLeafNodes.orElse(2),
                "an integer of at least 2, or null");
        require(
                minImpurityDecrease >= 0 && minImpurityDecrease < Double.POSITIVE_INFINITY,
                "min_impurity_decrease",
                minImpurityDecrease,
                "a finite number of at least 0");
        require(!oobScore || bootstrap, "oob_score", oobScore, "true only with bootstrap");
        requireSamples(maxSamples, bootstrap);
        require(
                classWeight == ClassWeight.NONE || algorithm == Algorithm.CLASSIFIER,
                "class_weight",
                classWeight.label(),
                "only for a RandomForestClassifier");
        require(
                randomState >= 0 && randomState <= MersenneTwister.MAX_SEED,
                "random_state",
                randomState,
                "an integer from 0 to " + MersenneTwister.MAX_SEED);
    }

    /**
     * A builder holding scikit-learn's defaults for the algorithm, and 0 for {@code random_state}.
     */
    public static ForestParametersBuilder of(Algorithm algorithm) {
        return new ForestParametersBuilder(algorithm);
    }

    /** A builder holding scikit-learn's defaults for a regressor. */
    public static ForestParametersBuilder regressor() {
        return of(Algorithm.REGRESSOR);
    }

    /** A builder holding scikit-learn's defaults for a classifier. */
    public static ForestParametersBuilder classifier() {
        return of(Algorithm.CLASSIFIER);
    }

    /**
     * Throws unless trees can be grown from so many training rows.
     *
     * @throws ParameterException when {@code max_samples} asks for no row or for more than there are
     */
    public void requireRows(int rows) {
        if (bootstrap) {
            Bootstrap.drawsAmong(rows, maxSamples);
        }
    }

    /**
     * The parameters by scikit-learn's names, in its order, as numbers, booleans, words or null;
     * what {@link ForestParametersBuilder#set} takes back.
     */
    public Map<String, @Nullable Object> byName() {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        named.put("n_estimators", nEstimators);
        named.put("criterion", criterion.label());
        named.put("max_depth", orNull(maxDepth));
        named.put("min_samples_split", plain(minSamplesSplit));
        named.put("min_samples_leaf", plain(minSamplesLeaf));
        named.put("min_weight_fraction_leaf", minWeightFractionLeaf);
        named.put("max_features", plain(maxFeatures));
        named.put("max_leaf_nodes", orNull(maxLeafNodes));
        named.put("min_impurity_decrease", minImpurityDecrease);
        named.put("bootstrap", bootstrap);
        named.put("oob_score", oobScore);
        named.put("max_samples", maxSamples.map(ForestParameters::plain).orElse(null));
        if (algorithm == Algorithm.CLASSIFIER) {
            named.put("class_weight", classWeight == ClassWeight.NONE ? null : classWeight.label());
        }
        named.put("random_state", randomState);
        return named;
    }

    private static @Nullable Object orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static Object plain(Amount amount) {
        return switch (amount) {
            case Amount.Rows some -> some.rows();
            case Amount.Share some -> some.share();
        };
    }

    private static Object plain(MaxFeatures features) {
        return switch (features) {
            case MaxFeatures.All all -> 1.0;
            case MaxFeatures.Sqrt sqrt -> "sqrt";
            case MaxFeatures.Log2 log2 -> "log2";
            case MaxFeatures.Count some -> some.features();
            case MaxFeatures.Share some -> some.share();
        };
    }

    private static void require(boolean fine, String name, Object seen, String allowed) {
        if (!fine) {
            throw new ParameterException(name, seen.toString(), allowed);
        }
    }

    private static void requireFitting(Criterion criterion, Algorithm algorithm) {
        if (criterion.algorithm() != algorithm) {
            throw new ParameterException("criterion", criterion.label(), CriterionNames.allowedFor(algorithm));
        }
    }

    private static void requireSplit(Amount amount) {
        boolean fine = switch (amount) {
            case Amount.Rows some -> some.rows() >= 2;
            case Amount.Share some -> some.share() > 0 && some.share() <= 1;
        };
        require(fine, "min_samples_split", amount, "an integer of at least 2, or a share above 0 and up to 1.0");
    }

    private static void requireLeaf(Amount amount) {
        boolean fine = switch (amount) {
            case Amount.Rows some -> some.rows() >= 1;
            case Amount.Share some -> some.share() > 0 && some.share() < 1;
        };
        require(fine, "min_samples_leaf", amount, "an integer of at least 1, or a share between 0 and 1");
    }

    private static void requireFeatures(MaxFeatures features) {
        boolean fine = switch (features) {
            case MaxFeatures.Count some -> some.features() >= 1;
            case MaxFeatures.Share some -> some.share() > 0 && some.share() <= 1;
            case MaxFeatures.All all -> true;
            case MaxFeatures.Sqrt sqrt -> true;
            case MaxFeatures.Log2 log2 -> true;
        };
        require(
                fine,
                "max_features",
                features,
                "\"sqrt\", \"log2\", null, an integer of at least 1, or a share above 0 and up to 1.0");
    }

    private static void requireSamples(Optional<Amount> samples, boolean bootstrap) {
        if (samples.isEmpty()) {
            return;
        }
        Amount amount = samples.get();
        boolean fine = switch (amount) {
            case Amount.Rows some -> some.rows() >= 1;
            case Amount.Share some -> some.share() > 0 && some.share() <= 1;
        };
        require(fine, "max_samples", amount, "an integer of at least 1, or a share above 0 and up to 1.0, or null");
        require(bootstrap, "max_samples", amount, "a number only with bootstrap; without it null");
    }
}
