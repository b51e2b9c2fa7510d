package dev.tasuki.learn.gradient;

import dev.tasuki.learn.forest.Criterion;
import dev.tasuki.learn.forest.ForestParameters;
import dev.tasuki.learn.forest.TreeSchema;
import dev.tasuki.learn.schema.CommonParameters;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.ParameterTypes;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Values;
import dev.tasuki.learn.spi.Kind;
import java.util.List;
import java.util.OptionalInt;

/** The declarations of the parameters of gradient boosting. Names, meaning and defaults are scikit-learn 1.2.1's. */
final class GradientSchema {
    static final Parameter<Integer> N_ESTIMATORS = TreeSchema.N_ESTIMATORS;
    static final Parameter<Double> LEARNING_RATE = Parameter.of(
            "learning_rate",
            ParameterTypes.number(0, Double.MAX_VALUE, "a number of at least 0"),
            0.1,
            "What each tree's values are multiplied by");
    static final Parameter<Double> SUBSAMPLE = Parameter.of(
            "subsample",
            ParameterTypes.number(Double.MIN_VALUE, 1, "a share above 0 and up to 1.0"),
            1.0,
            "Share of the rows that each tree learns from, drawn without replacement");
    static final Parameter<OptionalInt> MAX_DEPTH = TreeSchema.MAX_DEPTH.usual(OptionalInt.of(3));
    static final Parameter<OptionalInt> N_ITER_NO_CHANGE = Parameter.of(
            "n_iter_no_change",
            ParameterTypes.integerOrNull(1),
            OptionalInt.empty(),
            "Trees without a better score that end it; null: it goes on to the last");
    static final Parameter<Double> VALIDATION_FRACTION = Parameter.of(
            "validation_fraction",
            ParameterTypes.number(Double.MIN_VALUE, Math.nextDown(1.0), "a share between 0 and 1"),
            0.1,
            "Share of the training rows by which n_iter_no_change judges");
    static final Parameter<Double> TOL = Parameter.of(
            "tol",
            ParameterTypes.number(0, Double.MAX_VALUE, "a number of at least 0"),
            1e-4,
            "By how much a score must be better");

    private GradientSchema() {}

    /**
     * The schema of a learner.
     *
     * @param loss the only one that there is
     */
    static Schema<GradientParameters> of(String learner, String loss) {
        Parameter<String> theLoss = Parameter.of(
                "loss", ParameterTypes.word(List.of(loss), word -> word, ""), loss, "What the trees make small");
        Parameter<Criterion> criterion =
                TreeSchema.criterion(Kind.NUMBERS, learner).usual(Criterion.FRIEDMAN_MSE);
        List<Parameter<?>> parameters = List.of(
                theLoss,
                LEARNING_RATE,
                N_ESTIMATORS,
                SUBSAMPLE,
                criterion,
                TreeSchema.MIN_SAMPLES_SPLIT,
                TreeSchema.MIN_SAMPLES_LEAF,
                TreeSchema.MIN_WEIGHT_FRACTION_LEAF,
                MAX_DEPTH,
                TreeSchema.MIN_IMPURITY_DECREASE,
                CommonParameters.RANDOM_STATE,
                TreeSchema.MAX_FEATURES,
                TreeSchema.MAX_LEAF_NODES,
                VALIDATION_FRACTION,
                N_ITER_NO_CHANGE,
                TOL);
        Schema<GradientParameters> schema = Schema.of(
                parameters,
                GradientSchema::read,
                made -> values(made)
                        .with(theLoss, loss)
                        .with(criterion, made.tree().criterion()));
        return CommonParameters.refusing(schema, List.of("init", "alpha", "ccp_alpha", "verbose", "warm_start"));
    }

    private static GradientParameters read(Values values) {
        return new GradientParameters(
                values.get(N_ESTIMATORS),
                values.get(LEARNING_RATE),
                values.get(SUBSAMPLE),
                values.get(N_ITER_NO_CHANGE),
                values.get(VALIDATION_FRACTION),
                values.get(TOL),
                ForestParameters.ofOneTree(Kind.NUMBERS, values));
    }

    private static Values values(GradientParameters made) {
        ForestParameters tree = made.tree();
        return Values.NONE
                .with(LEARNING_RATE, made.learningRate())
                .with(N_ESTIMATORS, made.nEstimators())
                .with(SUBSAMPLE, made.subsample())
                .with(TreeSchema.MIN_SAMPLES_SPLIT, tree.minSamplesSplit())
                .with(TreeSchema.MIN_SAMPLES_LEAF, tree.minSamplesLeaf())
                .with(TreeSchema.MIN_WEIGHT_FRACTION_LEAF, tree.minWeightFractionLeaf())
                .with(MAX_DEPTH, tree.maxDepth())
                .with(TreeSchema.MIN_IMPURITY_DECREASE, tree.minImpurityDecrease())
                .with(CommonParameters.RANDOM_STATE, tree.randomState())
                .with(TreeSchema.MAX_FEATURES, tree.maxFeatures())
                .with(TreeSchema.MAX_LEAF_NODES, tree.maxLeafNodes())
                .with(VALIDATION_FRACTION, made.validationFraction())
                .with(N_ITER_NO_CHANGE, made.nIterNoChange())
                .with(TOL, made.tol());
    }
}
