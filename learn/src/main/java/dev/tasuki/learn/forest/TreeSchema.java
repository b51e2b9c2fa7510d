package dev.tasuki.learn.forest;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.schema.CommonParameters;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.ParameterTypes;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Values;
import dev.tasuki.learn.spi.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The declarations of all parameters that trees and forests have, each once. Names, meaning and defaults are
 * scikit-learn 1.2.1's; a seed left out is 0 in the library and 42 in a request.
 */
public final class TreeSchema {
    /** {@code n_estimators}. */
    public static final Parameter<Integer> N_ESTIMATORS =
            Parameter.of("n_estimators", ParameterTypes.integer(1), 100, "Number of trees");
    /** A regressor's; a classifier's differs by its words alone. */
    static final Parameter<Criterion> CRITERION = criterion(Kind.NUMBERS, RandomForestRegressor.NAME);

    /** {@code max_depth}. */
    public static final Parameter<OptionalInt> MAX_DEPTH = Parameter.of(
            "max_depth",
            ParameterTypes.integerOrNull(1),
            OptionalInt.empty(),
            "Greatest depth of a tree; null is unlimited");
    /** {@code min_samples_split}. */
    public static final Parameter<Amount> MIN_SAMPLES_SPLIT = Parameter.of(
            "min_samples_split",
            ParameterTypes.amount(2, true),
            Amount.of(2),
            "Rows a node needs to be split: an integer of at least 2, or a share; 2 unless given");
    /** {@code min_samples_leaf}. */
    public static final Parameter<Amount> MIN_SAMPLES_LEAF = Parameter.of(
            "min_samples_leaf",
            ParameterTypes.amount(1, false),
            Amount.of(1),
            "Rows a leaf must keep: an integer of at least 1, or a share; 1 unless given");
    /** {@code min_weight_fraction_leaf}. */
    public static final Parameter<Double> MIN_WEIGHT_FRACTION_LEAF = Parameter.of(
            "min_weight_fraction_leaf",
            ParameterTypes.number(0, 0.5, "a number from 0 to 0.5"),
            0.0,
            "Share of the weights a leaf must keep");
    /** {@code max_features}. */
    public static final Parameter<MaxFeatures> MAX_FEATURES = Parameter.of(
            "max_features",
            new FeaturesType(),
            new MaxFeatures.All(),
            "Features looked at for a split: an integer, a share, \"sqrt\", \"log2\" or null (all)");
    /** {@code max_leaf_nodes}. */
    public static final Parameter<OptionalInt> MAX_LEAF_NODES = Parameter.of(
            "max_leaf_nodes",
            ParameterTypes.integerOrNull(2),
            OptionalInt.empty(),
            "Greatest number of leaves; null is unlimited");
    /** {@code min_impurity_decrease}. */
    public static final Parameter<Double> MIN_IMPURITY_DECREASE = Parameter.of(
            "min_impurity_decrease",
            ParameterTypes.number(0, Double.MAX_VALUE, "a finite number of at least 0"),
            0.0,
            "The least decrease of impurity that justifies a split");

    static final Parameter<Boolean> BOOTSTRAP = Parameter.of(
            "bootstrap",
            ParameterTypes.truth(),
            true,
            "Draw each tree's rows with replacement; false: every tree sees all rows");
    static final Parameter<Boolean> OOB_SCORE = Parameter.of(
            "oob_score",
            ParameterTypes.truth(),
            false,
            "Also measure on the rows that a tree did not draw; needs bootstrap");
    static final Parameter<Optional<Amount>> MAX_SAMPLES = Parameter.of(
            "max_samples",
            ParameterTypes.amountOrNull(1, true),
            Optional.empty(),
            "Rows drawn for each tree: an integer, a share, or null (as many as there are)");
    static final Parameter<ClassWeight> CLASS_WEIGHT =
            weights(List.of(ClassWeight.BALANCED, ClassWeight.BALANCED_SUBSAMPLE));
    static final Parameter<Long> RANDOM_STATE = CommonParameters.RANDOM_STATE;

    static final String CLASSIFIERS_ONLY = "only for a " + RandomForestClassifier.NAME;

    private TreeSchema() {}

    /** What a split of the trees of a learner of this name makes small. */
    public static Parameter<Criterion> criterion(Kind kind, String learner) {
        List<Criterion> all = Criterion.of(kind);
        return Parameter.of(
                "criterion",
                ParameterTypes.word(all, Criterion::label, "for a " + learner),
                all.getFirst(),
                "What a split makes small");
    }

    static Parameter<ClassWeight> weights(List<ClassWeight> words) {
        return Parameter.of(
                "class_weight",
                ParameterTypes.wordOrNull(words, ClassWeight::label, ClassWeight.NONE),
                ClassWeight.NONE,
                "How the classes are weighed against each other");
    }

    /** Of a random forest {@code max_depth} is 3 where a request leaves it out, as published. */
    static Schema<ForestParameters> forest(ForestFamily family, Kind kind) {
        boolean classes = kind == Kind.CLASSES;
        boolean drawn = family == ForestFamily.RANDOM_FOREST;
        String learner = family.name(kind);
        Stream<Parameter<?>> parameters = Stream.of(
                N_ESTIMATORS,
                criterion(kind, learner),
                drawn ? MAX_DEPTH.published(OptionalInt.of(3)) : MAX_DEPTH,
                MIN_SAMPLES_SPLIT,
                MIN_SAMPLES_LEAF,
                MIN_WEIGHT_FRACTION_LEAF,
                classes ? MAX_FEATURES.usual(new MaxFeatures.Sqrt()) : MAX_FEATURES,
                MAX_LEAF_NODES,
                MIN_IMPURITY_DECREASE,
                drawn ? BOOTSTRAP : BOOTSTRAP.usual(false),
                OOB_SCORE,
                MAX_SAMPLES);
        Schema<ForestParameters> schema = schema(
                withOwn(parameters, classes ? Stream.of(CLASS_WEIGHT) : Stream.empty()),
                values -> new ForestParameters(family, kind, values));
        return classes ? schema : schema.refusingUnlessNull("class_weight", "only for a " + family.name(Kind.CLASSES));
    }

    private static List<Parameter<?>> withOwn(Stream<Parameter<?>> parameters, Stream<Parameter<?>> own) {
        return Stream.concat(Stream.concat(parameters, own), Stream.of(RANDOM_STATE))
                .toList();
    }

    private static Schema<ForestParameters> schema(
            List<Parameter<?>> parameters, Function<Values, ForestParameters> make) {
        return CommonParameters.refusing(
                Schema.of(parameters, make, ForestParameters::values),
                List.of("n_jobs", "verbose", "warm_start", "ccp_alpha"));
    }
}
