package dev.tasuki.learn.gradient;

import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.spi.Equality;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.spi.TargetChecks;

/**
 * Fits boosted models that predict numbers, equal to scikit-learn's {@code GradientBoostingRegressor} with squared
 * error bit for bit.
 */
public final class GradientBoostingRegressor implements GradientLearner {
    private static final String NAME = "GradientBoostingRegressor";
    private static final Schema<GradientParameters> SCHEMA = GradientSchema.of(NAME, "squared_error");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Kind kind() {
        return Kind.NUMBERS;
    }

    @Override
    public Schema<GradientParameters> parameters() {
        return SCHEMA;
    }

    @Override
    public Equality equality() {
        return new Equality.Exact();
    }

    @Override
    public Fitted fit(Rows rows, Target target, GradientParameters parameters, FitContext context) {
        FeatureMatrix x = rows.asFloats();
        double[] y = TargetChecks.finite(target.numbers());
        TargetChecks.requireSameRows(x.rows(), y.length);
        requireRows(parameters, y.length);
        return new StagedRegressor(Stages.fit(x, new StageLoss.SquaredError(y), parameters, context));
    }
}
