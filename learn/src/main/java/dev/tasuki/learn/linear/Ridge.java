package dev.tasuki.learn.linear;

import dev.tasuki.learn.schema.CommonParameters;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.ParameterTypes;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Values;
import java.util.List;

/**
 * Fits least squares with a penalty on the squares of the coefficients. Predictions are scikit-learn's {@code Ridge}'s
 * within a relative 1e-9, if the features are not nearly dependent on each other.
 */
public final class Ridge implements LinearLearner {
    static final Parameter<Double> ALPHA = Parameter.of(
            "alpha",
            ParameterTypes.number(0, Double.MAX_VALUE, "a number of at least 0"),
            1.0,
            "Penalty on the squares of the coefficients");

    private static final Schema<LinearParameters> SCHEMA = CommonParameters.refusing(
            Schema.of(
                    List.of(ALPHA, FIT_INTERCEPT),
                    values -> new LinearParameters(values.get(ALPHA), values.get(FIT_INTERCEPT)),
                    of -> Values.NONE.with(ALPHA, of.alpha()).with(FIT_INTERCEPT, of.fitIntercept())),
            List.of("copy_X", "max_iter", "tol", "solver", "positive", "random_state"));

    @Override
    public String name() {
        return "Ridge";
    }

    @Override
    public Schema<LinearParameters> parameters() {
        return SCHEMA;
    }
}
