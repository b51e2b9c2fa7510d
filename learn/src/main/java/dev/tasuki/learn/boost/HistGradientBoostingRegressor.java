package dev.tasuki.learn.boost;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;

/**
 * Fits boosted models that predict numbers, equal to scikit-learn's
 * {@code HistGradientBoostingRegressor} with squared error bit for bit.
 */
public final class HistGradientBoostingRegressor {
    private HistGradientBoostingRegressor() {}

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
        double[] target = BoostChecks.finite(y);
        return new BoostedRegressor(Boosting.fit(x, new SquaredLoss(target, weights.clone()), parameters, context));
    }
}
