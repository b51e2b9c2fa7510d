package dev.tasuki.learn.boost;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.schema.CommonParameters;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.ParameterType;
import dev.tasuki.learn.schema.ParameterTypes;
import dev.tasuki.learn.schema.PlainValue;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Shape;
import dev.tasuki.learn.schema.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The declarations of boosting's parameters. Names, meaning and defaults are scikit-learn 1.2.1's. */
final class BoostSchema {
    static final Parameter<Integer> MAX_ITER =
            Parameter.of("max_iter", ParameterTypes.integer(1), 100, "Rounds at most; each adds a tree");
    static final Parameter<OptionalInt> MAX_DEPTH = Parameter.of(
            "max_depth",
            ParameterTypes.integerOrNull(1),
            OptionalInt.empty(),
            "Greatest depth of a tree; null is unlimited");
    static final Parameter<OptionalInt> MAX_LEAF_NODES = Parameter.of(
            "max_leaf_nodes",
            ParameterTypes.integerOrNull(2),
            OptionalInt.of(31),
            "Greatest number of leaves; null is unlimited");
    static final Parameter<Double> LEARNING_RATE = Parameter.of(
            "learning_rate",
            ParameterTypes.number(Double.MIN_VALUE, Double.MAX_VALUE, "a number above 0"),
            0.1,
            "What each tree's values are multiplied by");
    static final Parameter<Integer> MIN_SAMPLES_LEAF =
            Parameter.of("min_samples_leaf", ParameterTypes.integer(1), 20, "Rows a leaf must keep");
    static final Parameter<Double> L2_REGULARIZATION = Parameter.of(
            "l2_regularization",
            ParameterTypes.number(0, Double.MAX_VALUE, "a number of at least 0"),
            0.0,
            "Added to the sum of hessians of each node");
    static final Parameter<Integer> MAX_BINS = Parameter.of(
            "max_bins",
            ParameterTypes.integer(2, BoostParameters.MOST_BINS),
            BoostParameters.MOST_BINS,
            "Bins for the values of a feature");
    static final Parameter<EarlyStopping> EARLY_STOPPING = Parameter.of(
            "early_stopping",
            new EarlyStoppingType(),
            EarlyStopping.AUTO,
            "Whether to end before max_iter when rounds no longer help; \"auto\": with more than 10,000 rows");
    static final Parameter<OptionalDouble> VALIDATION_FRACTION = Parameter.of(
            "validation_fraction",
            new FractionType(),
            OptionalDouble.of(0.1),
            "Share of the training rows by which early stopping judges; null: by all of them");
    static final Parameter<Integer> N_ITER_NO_CHANGE = Parameter.of(
            "n_iter_no_change", ParameterTypes.integer(1), 10, "Rounds without a better score that end it");
    static final Parameter<Double> TOL = Parameter.of(
            "tol",
            ParameterTypes.number(0, Double.MAX_VALUE, "a number of at least 0"),
            1e-7,
            "By how much a score must be better");
    static final Parameter<Boolean> CLASS_WEIGHT = Parameter.of(
            "class_weight",
            ParameterTypes.wordOrNull(List.of(true), weighed -> "balanced", false),
            false,
            "How the classes are weighed against each other");
    static final Parameter<Long> RANDOM_STATE = CommonParameters.RANDOM_STATE;

    private BoostSchema() {}

    static Schema<BoostParameters> of(boolean classes) {
        List<Parameter<?>> parameters = new ArrayList<>(List.of(
                LEARNING_RATE,
                MAX_ITER,
                MAX_LEAF_NODES,
                MAX_DEPTH,
                MIN_SAMPLES_LEAF,
                L2_REGULARIZATION,
                MAX_BINS,
                EARLY_STOPPING,
                VALIDATION_FRACTION,
                N_ITER_NO_CHANGE,
                TOL));
        if (classes) {
            parameters.add(CLASS_WEIGHT);
        }
        parameters.add(RANDOM_STATE);
        return CommonParameters.refusing(
                Schema.of(parameters, BoostSchema::parameters, made -> values(made, classes)),
                List.of(
                        "loss",
                        "categorical_features",
                        "monotonic_cst",
                        "interaction_cst",
                        "warm_start",
                        "scoring",
                        "verbose"));
    }

    private static BoostParameters parameters(Values values) {
        return new BoostParameters(
                values.get(LEARNING_RATE),
                values.get(MAX_ITER),
                values.get(MAX_LEAF_NODES),
                values.get(MAX_DEPTH),
                values.get(MIN_SAMPLES_LEAF),
                values.get(L2_REGULARIZATION),
                values.get(MAX_BINS),
                values.get(EARLY_STOPPING),
                values.get(VALIDATION_FRACTION),
                values.get(N_ITER_NO_CHANGE),
                values.get(TOL),
                values.has(CLASS_WEIGHT) && values.get(CLASS_WEIGHT),
                values.get(RANDOM_STATE));
    }

    private static Values values(BoostParameters from, boolean classes) {
        Values values = Values.NONE
                .with(LEARNING_RATE, from.learningRate())
                .with(MAX_ITER, from.maxIter())
                .with(MAX_LEAF_NODES, from.maxLeafNodes())
                .with(MAX_DEPTH, from.maxDepth())
                .with(MIN_SAMPLES_LEAF, from.minSamplesLeaf())
                .with(L2_REGULARIZATION, from.l2Regularization())
                .with(MAX_BINS, from.maxBins())
                .with(EARLY_STOPPING, from.earlyStopping())
                .with(VALIDATION_FRACTION, from.validationFraction())
                .with(N_ITER_NO_CHANGE, from.nIterNoChange())
                .with(TOL, from.tol());
        Values own = classes ? values.with(CLASS_WEIGHT, from.balanced()) : values;
        return own.with(RANDOM_STATE, from.randomState());
    }

    /** A word or a truth value. */
    private record EarlyStoppingType() implements ParameterType<EarlyStopping> {
        @Override
        public EarlyStopping read(String name, @Nullable Object plain) {
            if (plain instanceof Boolean always) {
                return always ? EarlyStopping.ON : EarlyStopping.OFF;
            }
            if (EarlyStopping.AUTO.label().equals(plain)) {
                return EarlyStopping.AUTO;
            }
            throw new PlainValue(name, plain).refused(allowed());
        }

        @Override
        public Object plain(EarlyStopping value) {
            return value == EarlyStopping.AUTO ? value.label() : (Object) (value == EarlyStopping.ON);
        }

        @Override
        public boolean holds(EarlyStopping value) {
            return true;
        }

        @Override
        public String allowed() {
            return "\"auto\", true or false";
        }

        @Override
        public Shape shape() {
            return Shape.of(Shape.Form.ANY);
        }
    }

    /** A share, or null. */
    private record FractionType() implements ParameterType<OptionalDouble> {
        @Override
        public OptionalDouble read(String name, @Nullable Object plain) throws ParameterException {
            if (plain == null) {
                return OptionalDouble.empty();
            }
            if (plain instanceof Number share) {
                return OptionalDouble.of(share.doubleValue());
            }
            throw new PlainValue(name, plain).refused(allowed());
        }

        @Override
        public @Nullable Object plain(OptionalDouble value) {
            return value.isPresent() ? (Object) value.getAsDouble() : null;
        }

        @Override
        public boolean holds(OptionalDouble value) {
            double share = value.orElse(0.5);
            return share > 0 && share < 1;
        }

        @Override
        public String allowed() {
            return "a share between 0 and 1, or null";
        }

        @Override
        public Shape shape() {
            return Shape.of(Shape.Form.NUMBER).within(0, 1).orNull();
        }
    }
}
