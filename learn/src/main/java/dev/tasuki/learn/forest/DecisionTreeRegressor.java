package dev.tasuki.learn.forest;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.grow.TreeGrower;
import dev.tasuki.learn.numpy.MersenneTwister;
import dev.tasuki.learn.schema.CommonParameters;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.ParameterTypes;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.Equality;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitSize;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.spi.Takes;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.spi.TargetChecks;
import dev.tasuki.learn.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Fits one tree that predicts numbers, equal to scikit-learn's {@code DecisionTreeRegressor} with
 * {@code splitter="best"} bit for bit. To what grows it, it is a forest of one tree that sees every row.
 */
public final class DecisionTreeRegressor implements Learner<ForestParameters> {
    static final String NAME = "DecisionTreeRegressor";
    private static final Schema<ForestParameters> SCHEMA = schema(Kind.NUMBERS, NAME, List.of());

    /** The schema of a single tree. */
    static Schema<ForestParameters> schema(Kind kind, String name, List<Parameter<?>> own) {
        List<Parameter<?>> parameters = new ArrayList<>(List.of(
                TreeSchema.criterion(kind, name),
                Parameter.of(
                        "splitter",
                        ParameterTypes.word(List.of("best"), word -> word, ""),
                        "best",
                        "How a split is chosen"),
                TreeSchema.MAX_DEPTH,
                TreeSchema.MIN_SAMPLES_SPLIT,
                TreeSchema.MIN_SAMPLES_LEAF,
                TreeSchema.MIN_WEIGHT_FRACTION_LEAF,
                TreeSchema.MAX_FEATURES,
                TreeSchema.RANDOM_STATE,
                TreeSchema.MAX_LEAF_NODES,
                TreeSchema.MIN_IMPURITY_DECREASE));
        parameters.addAll(own);
        return CommonParameters.refusing(
                Schema.of(parameters, values -> ForestParameters.ofOneTree(kind, values), ForestParameters::values),
                List.of("ccp_alpha"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Kind kind() {
        return Kind.NUMBERS;
    }

    @Override
    public Schema<ForestParameters> parameters() {
        return SCHEMA;
    }

    @Override
    public Set<Takes> takes() {
        return Set.of();
    }

    @Override
    public Equality equality() {
        return new Equality.Exact();
    }

    @Override
    public Steps steps(ForestParameters parameters) {
        return new Steps(1, "tree", "");
    }

    @Override
    public Effort effort(ForestParameters parameters, FitSize size) {
        return effortOf(parameters, size);
    }

    static Effort effortOf(ForestParameters parameters, FitSize size) {
        return ForestEffort.of(parameters, size).by(new Effort.Ways("", TreeSchema.MAX_DEPTH.name()));
    }

    @Override
    public void requireFeatures(ForestParameters parameters, int features) {
        parameters.maxFeatures().among(features);
    }

    @Override
    public Fitted fit(Rows rows, Target target, ForestParameters parameters, FitContext context) {
        FeatureMatrix x = rows.asFloats();
        double[] y = TargetChecks.finite(target.numbers());
        TargetChecks.requireSameRows(x.rows(), y.length);
        boolean friedman = parameters.criterion() == Criterion.FRIEDMAN_MSE;
        double[] weights = new double[y.length];
        Arrays.fill(weights, 1);
        Tree tree = grow(
                () -> TreeGrower.ofNumbers(
                        x.shared(), y, friedman, parameters.limits(x, context.budget()), context.listener()::cancelled),
                weights,
                parameters,
                context);
        return new RegressionForest(parameters, x.names(), List.of(tree), OptionalDouble.empty());
    }

    /** One tree on all rows, told of when it is done. */
    static Tree grow(Supplier<TreeGrower> grower, double[] weights, ForestParameters parameters, FitContext context) {
        int seed = new MersenneTwister(parameters.randomState()).nextUpTo(Integer.MAX_VALUE - 1);
        Tree tree = FitCancelled.orElse(1, () -> grower.get().grow(weights, seed));
        context.listener().advanced(1, 1, Double.NaN);
        return tree;
    }

    @Override
    public Codec<ForestParameters> codec() {
        return ForestCodec.OF_FORESTS;
    }
}
