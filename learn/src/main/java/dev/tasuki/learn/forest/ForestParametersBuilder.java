package dev.tasuki.learn.forest;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Values;
import dev.tasuki.learn.spi.Kind;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Collects {@link ForestParameters}, starting from scikit-learn's defaults. Values are checked by
 * {@link #build}, and by {@link #set} as far as their type goes. Not thread-safe.
 */
public final class ForestParametersBuilder {
    private final ForestFamily family;
    private final Kind kind;
    private final Schema<ForestParameters> schema;
    private Values values;

    ForestParametersBuilder(ForestFamily family, Kind kind) {
        this.family = family;
        this.kind = kind;
        this.schema = ForestParameters.schema(family, kind);
        this.values = schema.usual();
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
        values = schema.set(values, name, value);
        return this;
    }

    private <T> ForestParametersBuilder with(Parameter<T> parameter, T value) {
        values = values.with(parameter, value);
        return this;
    }

    /** Sets {@code criterion}. */
    public ForestParametersBuilder criterion(Criterion value) {
        return with(TreeSchema.CRITERION, value);
    }

    /** Sets {@code class_weight}, which a classifier has. */
    public ForestParametersBuilder classWeight(ClassWeight weight) {
        return kind == Kind.NUMBERS && weight == ClassWeight.NONE ? this : with(TreeSchema.CLASS_WEIGHT, weight);
    }

    /** Sets {@code max_depth}. */
    public ForestParametersBuilder maxDepth(int depth) {
        return maxDepth(OptionalInt.of(depth));
    }

    /** Sets {@code n_estimators}. */
    public ForestParametersBuilder nEstimators(int trees) {
        return with(TreeSchema.N_ESTIMATORS, trees);
    }

    /** Sets {@code max_depth}; empty is unlimited. */
    public ForestParametersBuilder maxDepth(OptionalInt depth) {
        return with(TreeSchema.MAX_DEPTH, depth);
    }

    /** Sets {@code min_samples_split}. */
    public ForestParametersBuilder minSamplesSplit(Amount amount) {
        return with(TreeSchema.MIN_SAMPLES_SPLIT, amount);
    }

    /** Sets {@code min_samples_leaf}. */
    public ForestParametersBuilder minSamplesLeaf(Amount amount) {
        return with(TreeSchema.MIN_SAMPLES_LEAF, amount);
    }

    /** Sets {@code min_weight_fraction_leaf}. */
    public ForestParametersBuilder minWeightFractionLeaf(double share) {
        return with(TreeSchema.MIN_WEIGHT_FRACTION_LEAF, share);
    }

    /** Sets {@code max_features}. */
    public ForestParametersBuilder maxFeatures(MaxFeatures features) {
        return with(TreeSchema.MAX_FEATURES, features);
    }

    /** Sets {@code max_leaf_nodes}; empty is unlimited. */
    public ForestParametersBuilder maxLeafNodes(OptionalInt leaves) {
        return with(TreeSchema.MAX_LEAF_NODES, leaves);
    }

    /** Sets {@code min_impurity_decrease}. */
    public ForestParametersBuilder minImpurityDecrease(double decrease) {
        return with(TreeSchema.MIN_IMPURITY_DECREASE, decrease);
    }

    /** Sets {@code bootstrap}. */
    public ForestParametersBuilder bootstrap(boolean draw) {
        return with(TreeSchema.BOOTSTRAP, draw);
    }

    /** Sets {@code oob_score}. */
    public ForestParametersBuilder oobScore(boolean wanted) {
        return with(TreeSchema.OOB_SCORE, wanted);
    }

    /** Sets {@code max_samples}; empty is as many rows as there are. */
    public ForestParametersBuilder maxSamples(Optional<Amount> amount) {
        return with(TreeSchema.MAX_SAMPLES, amount);
    }

    /** Sets {@code random_state}. */
    public ForestParametersBuilder randomState(long seed) {
        return with(TreeSchema.RANDOM_STATE, seed);
    }

    /** The parameters. @throws ParameterException naming the first that is not allowed */
    public ForestParameters build() {
        schema.check(values);
        if (kind == Kind.NUMBERS && values.has(TreeSchema.CLASS_WEIGHT)) {
            throw TreeSchema.CLASS_WEIGHT.refused(values.get(TreeSchema.CLASS_WEIGHT), TreeSchema.CLASSIFIERS_ONLY);
        }
        return new ForestParameters(family, kind, values);
    }
}
