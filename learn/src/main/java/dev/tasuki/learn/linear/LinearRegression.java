package dev.tasuki.learn.linear;

import dev.tasuki.learn.schema.CommonParameters;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Values;
import java.util.List;

/**
 * Fits least squares. Predictions are scikit-learn's {@code LinearRegression}'s within a relative 1e-9, if the features
 * are not nearly dependent on each other.
 */
public final class LinearRegression implements LinearLearner {
    private static final Schema<LinearParameters> SCHEMA = CommonParameters.refusing(
            Schema.of(
                    List.of(FIT_INTERCEPT),
                    values -> new LinearParameters(0, values.get(FIT_INTERCEPT)),
                    of -> Values.NONE.with(FIT_INTERCEPT, of.fitIntercept())),
            List.of("copy_X", "n_jobs", "positive"));

    @Override
    public String name() {
        return "LinearRegression";
    }

    @Override
    public Schema<LinearParameters> parameters() {
        return SCHEMA;
    }
}
