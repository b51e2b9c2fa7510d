package dev.tasuki.learn.forest;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.grow.TreeLimits;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Values;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.tree.NodeBudget;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what forest grows from given data. Names, meaning and defaults are scikit-learn 1.2.1's;
 * {@link #schema} says what each parameter takes.
 */
public final class ForestParameters {
    private static final Map<ForestFamily, Map<Kind, Schema<ForestParameters>>> SCHEMAS = Map.of(
            ForestFamily.RANDOM_FOREST, schemas(ForestFamily.RANDOM_FOREST),
            ForestFamily.EXTRA_TREES, schemas(ForestFamily.EXTRA_TREES));

    private final ForestFamily family;
    private final Kind kind;
    private final Values values;

    /**
     * Checks what goes together; each value by itself is checked by the schema.
     *
     * @throws ParameterException naming the first that does not
     */
    ForestParameters(ForestFamily family, Kind kind, Values values) {
        this.family = family;
        this.kind = kind;
        this.values = values;
        require(!oobScore() || bootstrap(), TreeSchema.OOB_SCORE, "true only with bootstrap");
        require(
                maxSamples().isEmpty() || bootstrap(),
                TreeSchema.MAX_SAMPLES,
                "a number only with bootstrap; without it null");
    }

    private <T> void require(boolean fine, Parameter<T> parameter, String allowed) {
        if (!fine) {
            throw parameter.refused(values.get(parameter), allowed);
        }
    }

    private static Map<Kind, Schema<ForestParameters>> schemas(ForestFamily family) {
        return Map.of(
                Kind.NUMBERS, TreeSchema.forest(family, Kind.NUMBERS),
                Kind.CLASSES, TreeSchema.forest(family, Kind.CLASSES));
    }

    /** The parameters of forests of a family and kind. */
    static Schema<ForestParameters> schema(ForestFamily family, Kind kind) {
        return Objects.requireNonNull(
                Objects.requireNonNull(SCHEMAS.get(family)).get(kind));
    }

    /**
     * A builder holding scikit-learn's defaults of random forests of the kind, and 0 for {@code random_state}.
     */
    public static ForestParametersBuilder of(Kind kind) {
        return new ForestParametersBuilder(ForestFamily.RANDOM_FOREST, kind);
    }

    /** The same of extremely randomized trees, which begin without bootstrap. */
    public static ForestParametersBuilder ofExtraTrees(Kind kind) {
        return new ForestParametersBuilder(ForestFamily.EXTRA_TREES, kind);
    }

    /** A builder holding scikit-learn's defaults for a regressor. */
    public static ForestParametersBuilder regressor() {
        return of(Kind.NUMBERS);
    }

    /** A builder holding scikit-learn's defaults for a classifier. */
    public static ForestParametersBuilder classifier() {
        return of(Kind.CLASSES);
    }

    /**
     * Those of one tree that sees every row.
     *
     * @param values of the parameters of {@link TreeSchema}, but for those that only forests have
     */
    public static ForestParameters ofOneTree(Kind kind, Values values) {
        return new ForestParameters(
                ForestFamily.SINGLE_TREE,
                kind,
                values.with(TreeSchema.N_ESTIMATORS, 1)
                        .with(TreeSchema.BOOTSTRAP, false)
                        .with(TreeSchema.OOB_SCORE, false)
                        .with(TreeSchema.MAX_SAMPLES, Optional.empty()));
    }

    /** When a tree on these rows stops, with shares turned into numbers of rows and features. */
    public TreeLimits limits(FeatureMatrix x, NodeBudget budget) {
        int leaf = switch (minSamplesLeaf()) {
            case Amount.Rows amount -> amount.rows();
            case Amount.Share amount -> (int) Math.ceil(amount.share() * x.rows());
        };
        int split = switch (minSamplesSplit()) {
            case Amount.Rows amount -> amount.rows();
            case Amount.Share amount -> Math.max(2, (int) Math.ceil(amount.share() * x.rows()));
        };
        return new TreeLimits(
                maxDepth().orElse(Integer.MAX_VALUE),
                Math.max(split, 2 * leaf),
                leaf,
                minWeightFractionLeaf(),
                maxFeatures().among(x.features()),
                minImpurityDecrease(),
                maxLeafNodes(),
                budget);
    }

    /**
     * Throws unless trees can be grown from so many training rows.
     *
     * @throws ParameterException when {@code max_samples} asks for no row or for more than there are
     */
    public void requireRows(int rows) {
        if (bootstrap()) {
            Bootstrap.drawsAmong(rows, maxSamples());
        }
    }

    /**
     * The parameters by scikit-learn's names, in its order, as numbers, booleans, words or null;
     * what {@link ForestParametersBuilder#set} takes back.
     */
    public Map<String, @Nullable Object> byName() {
        return schema(family, kind).byName(this);
    }

    /** The same for so many trees. */
    ForestParameters withTrees(int trees) {
        return new ForestParameters(family, kind, values.with(TreeSchema.N_ESTIMATORS, trees));
    }

    Values values() {
        return values;
    }

    ForestFamily family() {
        return family;
    }

    /** Whether of regressors or of classifiers. */
    public Kind kind() {
        return kind;
    }

    /** {@code n_estimators}: number of trees, at least 1. */
    public int nEstimators() {
        return values.get(TreeSchema.N_ESTIMATORS);
    }

    /** {@code max_depth}: splits from the root to the deepest leaf, at least 1; empty is unlimited. */
    public OptionalInt maxDepth() {
        return values.get(TreeSchema.MAX_DEPTH);
    }

    /** {@code min_samples_split}: rows a node needs to be split, at least 2, or a share. */
    public Amount minSamplesSplit() {
        return values.get(TreeSchema.MIN_SAMPLES_SPLIT);
    }

    /** {@code min_samples_leaf}: rows each side of a split keeps, at least 1, or a share below 1. */
    public Amount minSamplesLeaf() {
        return values.get(TreeSchema.MIN_SAMPLES_LEAF);
    }

    /** {@code min_weight_fraction_leaf}: share of the weight a leaf keeps, 0 to 0.5. */
    public double minWeightFractionLeaf() {
        return values.get(TreeSchema.MIN_WEIGHT_FRACTION_LEAF);
    }

    /** {@code max_features}: features drawn for each split. */
    public MaxFeatures maxFeatures() {
        return values.get(TreeSchema.MAX_FEATURES);
    }

    /** {@code max_leaf_nodes}: leaves a tree may have, at least 2; empty is unlimited. */
    public OptionalInt maxLeafNodes() {
        return values.get(TreeSchema.MAX_LEAF_NODES);
    }

    /** {@code min_impurity_decrease}: weighted impurity a split must take away, at least 0. */
    public double minImpurityDecrease() {
        return values.get(TreeSchema.MIN_IMPURITY_DECREASE);
    }

    /** {@code bootstrap}: whether each tree draws its rows with replacement. */
    public boolean bootstrap() {
        return values.get(TreeSchema.BOOTSTRAP);
    }

    /** {@code oob_score}: whether rows left out by the draws judge the forest; needs bootstrap. */
    public boolean oobScore() {
        return values.get(TreeSchema.OOB_SCORE);
    }

    /** {@code max_samples}: rows drawn for each tree; empty is as many as there are; needs bootstrap. */
    public Optional<Amount> maxSamples() {
        return values.get(TreeSchema.MAX_SAMPLES);
    }

    /** {@code random_state}: 0 to 2^32 - 1. */
    public long randomState() {
        return values.get(TreeSchema.RANDOM_STATE);
    }

    /** {@code criterion}: one that fits the kind. */
    public Criterion criterion() {
        return values.get(TreeSchema.CRITERION);
    }

    /** {@code class_weight}: weighing of classes; for classifiers. */
    public ClassWeight classWeight() {
        return kind == Kind.CLASSES ? values.get(TreeSchema.CLASS_WEIGHT) : ClassWeight.NONE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ForestParameters of
                && of.family == family
                && of.kind == kind
                && of.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return family.name(kind) + " " + values;
    }
}
