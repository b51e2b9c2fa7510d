package dev.tasuki.learn.boost;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.Rows;
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
import java.util.Set;

/**
 * Fits boosted models that predict numbers, equal to scikit-learn's
 * {@code HistGradientBoostingRegressor} with squared error bit for bit.
 */
public final class HistGradientBoostingRegressor implements Learner<BoostParameters> {
    private static final Schema<BoostParameters> SCHEMA = BoostSchema.of(false);

    @Override
    public String name() {
        return "HistGradientBoostingRegressor";
    }

    @Override
    public Kind kind() {
        return Kind.NUMBERS;
    }

    @Override
    public Schema<BoostParameters> parameters() {
        return SCHEMA;
    }

    @Override
    public Set<Takes> takes() {
        return Set.of(Takes.MISSING, Takes.CATEGORIES, Takes.CHECKPOINTS);
    }

    @Override
    public Equality equality() {
        return new Equality.Exact();
    }

    @Override
    public Steps steps(BoostParameters parameters) {
        return FittedBoosting.steps(parameters);
    }

    @Override
    public Effort effort(BoostParameters parameters, FitSize size) {
        return FittedBoosting.effort(parameters, size);
    }

    @Override
    public Fitted fit(Rows rows, Target target, BoostParameters parameters, FitContext context) {
        return new FittedBoosting.Numbers(fit(
                FittedBoosting.boostRows(rows),
                target.numbers(),
                parameters,
                FittedBoosting.context(context, rows, 1)));
    }

    @Override
    public Codec<BoostParameters> codec() {
        return BoostCodec.OF_BOTH;
    }

    /** Fits rows that all weigh the same; see {@link #fit(BoostRows, double[], double[], BoostParameters, BoostContext)}. */
    public static BoostedRegressor fit(BoostRows x, double[] y, BoostParameters parameters, BoostContext context) {
        return fit(x, y, new double[0], parameters, context);
    }

    /**
     * Fits.
     *
     * @param x the rows' features
     * @param y the rows' targets, finite
     * @param weights the rows' weights, at least 0 and not all 0; empty for equal weights
     * @param parameters how to boost
     * @param context by whom and under whose eyes; no influence on the model
     * @throws ParameterException when the parameters do not fit the rows
     * @throws InvalidValueException when a target, a weight or a code of a category is not allowed
     * @throws IllegalArgumentException when there are not as many targets or weights as rows
     * @throws dev.tasuki.learn.tree.ForestTooLargeException when the context's budget is spent
     * @throws FitCancelled when the context's listener cancels
     */
    public static BoostedRegressor fit(
            BoostRows x, double[] y, double[] weights, BoostParameters parameters, BoostContext context) {
        if (parameters.balanced()) {
            throw new ParameterException("class_weight", "balanced", "to leave it out: numbers have no classes");
        }
        BoostChecks.requireSameRows(x.rows(), y.length, weights);
        double[] target = TargetChecks.finite(y);
        return new BoostedRegressor(Boosting.fit(x, new SquaredLoss(target, weights.clone()), parameters, context));
    }
}
