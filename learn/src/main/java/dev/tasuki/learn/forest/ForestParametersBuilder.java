package dev.tasuki.learn.forest;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.ParameterException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Collects {@link ForestParameters}, starting from scikit-learn's defaults. Values are checked by
 * {@link #build}, and by {@link #set} as far as their type goes. Not thread-safe.
 */
public final class ForestParametersBuilder {
    private static final String NAMES = "n_estimators, criterion, max_depth, min_samples_split, min_samples_leaf, "
            + "min_weight_fraction_leaf, max_features, max_leaf_nodes, min_impurity_decrease, bootstrap, oob_score, "
            + "max_samples, class_weight and random_state";

    private final Algorithm algorithm;
    private int nEstimators = 100;
    private Criterion criterion;
    private OptionalInt maxDepth = OptionalInt.empty();
    private Amount minSamplesSplit = Amount.of(2);
    private Amount minSamplesLeaf = Amount.of(1);
    private double minWeightFractionLeaf;
    private MaxFeatures maxFeatures;
    private OptionalInt maxLeafNodes = OptionalInt.empty();
    private double minImpurityDecrease;
    private boolean bootstrap = true;
    private boolean oobScore;
    private Optional<Amount> maxSamples = Optional.empty();
    private ClassWeight classWeight = ClassWeight.NONE;
    private long randomState;

    ForestParametersBuilder(Algorithm algorithm) {
        this.algorithm = algorithm;
        this.criterion = algorithm == Algorithm.REGRESSOR ? Criterion.SQUARED_ERROR : Criterion.GINI;
        this.maxFeatures = algorithm == Algorithm.REGRESSOR ? new MaxFeatures.All() : new MaxFeatures.Sqrt();
    }

    /**
     * Sets a parameter by scikit-learn's name from a plain value, such as JSON carries it.
     *
     * @param name scikit-learn's name, such as {@code max_depth}
     * @param value an integer ({@code Integer}, {@code Long}), another number, a boolean, a word or
     *     null
     * @return this builder
     * @throws ParameterException when the name is unknown or the value's type does not fit
     */
    public ForestParametersBuilder set(String name, @Nullable Object value) {
        PlainValue plain = new PlainValue(name, value);
        return switch (name) {
            case "n_estimators" -> nEstimators(plain.integer());
            case "criterion" -> criterion(CriterionNames.named(plain.word("a word"), algorithm));
            case "max_depth" -> maxDepth(plain.integerOrNull());
            case "min_samples_split" -> minSamplesSplit(plain.amount());
            case "min_samples_leaf" -> minSamplesLeaf(plain.amount());
            case "min_weight_fraction_leaf" -> minWeightFractionLeaf(plain.number());
            case "max_features" -> maxFeatures(plain.features());
            case "max_leaf_nodes" -> maxLeafNodes(plain.integerOrNull());
            case "min_impurity_decrease" -> minImpurityDecrease(plain.number());
            case "bootstrap" -> bootstrap(plain.truth());
            case "oob_score" -> oobScore(plain.truth());
            case "max_samples" -> maxSamples(plain.amountOrNull());
            case "class_weight" -> classWeight(plain.classWeight());
            case "random_state" -> randomState(plain.longInteger());
            case "n_jobs", "verbose", "warm_start", "ccp_alpha" ->
                throw new ParameterException(name, String.valueOf(value), "to leave it out: it is not supported here");
            default -> throw new ParameterException(name, String.valueOf(value), "one of the parameters " + NAMES);
        };
    }

    /** Sets {@code n_estimators}. */
    public ForestParametersBuilder nEstimators(int trees) {
        this.nEstimators = trees;
        return this;
    }

    /** Sets {@code criterion}. */
    public ForestParametersBuilder criterion(Criterion value) {
        this.criterion = value;
        return this;
    }

    /** Sets {@code max_depth}. */
    public ForestParametersBuilder maxDepth(int depth) {
        return maxDepth(OptionalInt.of(depth));
    }

    /** Sets {@code max_depth}; empty is unlimited. */
    public ForestParametersBuilder maxDepth(OptionalInt depth) {
        this.maxDepth = depth;
        return this;
    }

    /** Sets {@code min_samples_split}. */
    public ForestParametersBuilder minSamplesSplit(Amount amount) {
        this.minSamplesSplit = amount;
        return this;
    }

    /** Sets {@code min_samples_leaf}. */
    public ForestParametersBuilder minSamplesLeaf(Amount amount) {
        this.minSamplesLeaf = amount;
        return this;
    }

    /** Sets {@code min_weight_fraction_leaf}. */
    public ForestParametersBuilder minWeightFractionLeaf(double share) {
        this.minWeightFractionLeaf = share;
        return this;
    }

    /** Sets {@code max_features}. */
    public ForestParametersBuilder maxFeatures(MaxFeatures features) {
        this.maxFeatures = features;
        return this;
    }

    /** Sets {@code max_leaf_nodes}; empty is unlimited. */
    public ForestParametersBuilder maxLeafNodes(OptionalInt leaves) {
        this.maxLeafNodes = leaves;
        return this;
    }

    /** Sets {@code min_impurity_decrease}. */
    public ForestParametersBuilder minImpurityDecrease(double decrease) {
        this.minImpurityDecrease = decrease;
        return this;
    }

    /** Sets {@code bootstrap}. */
    public ForestParametersBuilder bootstrap(boolean draw) {
        this.bootstrap = draw;
        return this;
    }

    /** Sets {@code oob_score}. */
    public ForestParametersBuilder oobScore(boolean wanted) {
        this.oobScore = wanted;
        return this;
    }

    /** Sets {@code max_samples}; empty is as many rows as there are. */
    public ForestParametersBuilder maxSamples(Optional<Amount> amount) {
        this.maxSamples = amount;
        return this;
    }

    /** Sets {@code class_weight}. */
    public ForestParametersBuilder classWeight(ClassWeight weight) {
        this.classWeight = weight;
        return this;
    }

    /** Sets {@code random_state}. */
    public ForestParametersBuilder randomState(long seed) {
        this.randomState = seed;
        return this;
    }

    /** The parameters. @throws ParameterException naming the first that is not allowed */
    public ForestParameters build() {
        return new ForestParameters(
                algorithm,
                nEstimators,
                criterion,
                maxDepth,
                minSamplesSplit,
                minSamplesLeaf,
                minWeightFractionLeaf,
                maxFeatures,
                maxLeafNodes,
                minImpurityDecrease,
                bootstrap,
                oobScore,
                maxSamples,
                classWeight,
                randomState);
    }
}
