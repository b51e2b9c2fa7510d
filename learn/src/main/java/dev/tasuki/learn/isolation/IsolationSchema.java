package dev.tasuki.learn.isolation;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.forest.TreeSchema;
import dev.tasuki.learn.schema.CommonParameters;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.ParameterType;
import dev.tasuki.learn.schema.ParameterTypes;
import dev.tasuki.learn.schema.PlainValue;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Shape;
import dev.tasuki.learn.schema.Values;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The declarations of the parameters of isolation forests. Names, meaning and defaults are scikit-learn 1.2.1's. */
final class IsolationSchema {
    static final Parameter<Integer> N_ESTIMATORS = TreeSchema.N_ESTIMATORS;
    static final Parameter<Optional<Amount>> MAX_SAMPLES = Parameter.of(
            "max_samples",
            new AmountOrAuto(ParameterTypes.amountOrNull(1, true)),
            Optional.empty(),
            "Rows drawn for each tree: an integer, a share, or \"auto\": 256, or all if they are fewer");
    static final Parameter<OptionalDouble> CONTAMINATION = Parameter.of(
            "contamination",
            new ShareOrAuto(),
            OptionalDouble.empty(),
            "Share of the training rows that count as outliers; \"auto\": those with a score below -0.5");
    static final Parameter<Long> RANDOM_STATE = CommonParameters.RANDOM_STATE;

    static final Schema<IsolationParameters> ALL = CommonParameters.refusing(
            Schema.of(
                    List.of(N_ESTIMATORS, MAX_SAMPLES, CONTAMINATION, RANDOM_STATE),
                    values -> new IsolationParameters(
                            values.get(N_ESTIMATORS),
                            values.get(MAX_SAMPLES),
                            values.get(CONTAMINATION),
                            values.get(RANDOM_STATE)),
                    of -> Values.NONE
                            .with(N_ESTIMATORS, of.nEstimators())
                            .with(MAX_SAMPLES, of.maxSamples())
                            .with(CONTAMINATION, of.contamination())
                            .with(RANDOM_STATE, of.randomState())),
            List.of("max_features", "bootstrap", "n_jobs", "verbose", "warm_start"));

    private static final String AUTO = "auto";

    private IsolationSchema() {}

    /** An amount, or the word. @param amounts those, with null for none */
    private record AmountOrAuto(ParameterType<Optional<Amount>> amounts) implements ParameterType<Optional<Amount>> {
        @Override
        public Optional<Amount> read(String name, @Nullable Object plain) {
            if (AUTO.equals(plain)) {
                return Optional.empty();
            }
            if (plain instanceof Number) {
                return amounts.read(name, plain);
            }
            throw new PlainValue(name, plain).refused(allowed());
        }

        @Override
        public @Nullable Object plain(Optional<Amount> value) {
            return value.isEmpty() ? AUTO : amounts.plain(value);
        }

        @Override
        public boolean holds(Optional<Amount> value) {
            return amounts.holds(value);
        }

        @Override
        public String allowed() {
            return "\"auto\", an integer of at least 1, or a share above 0 and up to 1.0";
        }

        @Override
        public Shape shape() {
            return Shape.of(Shape.Form.ANY);
        }
    }

    /** A share, or the word. */
    private record ShareOrAuto() implements ParameterType<OptionalDouble> {
        private static final double MOST = 0.5;

        @Override
        public OptionalDouble read(String name, @Nullable Object plain) {
            if (AUTO.equals(plain)) {
                return OptionalDouble.empty();
            }
            if (plain instanceof Number share) {
                return OptionalDouble.of(share.doubleValue());
            }
            throw new PlainValue(name, plain).refused(allowed());
        }

        @Override
        public Object plain(OptionalDouble value) {
            return value.isPresent() ? (Object) value.getAsDouble() : AUTO;
        }

        @Override
        public boolean holds(OptionalDouble value) {
            double share = value.orElse(MOST);
            return share > 0 && share <= MOST;
        }

        @Override
        public String allowed() {
            return "\"auto\", or a share above 0 and up to 0.5";
        }

        @Override
        public Shape shape() {
            return Shape.of(Shape.Form.ANY);
        }
    }
}
