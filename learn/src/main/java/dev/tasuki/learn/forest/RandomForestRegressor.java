package dev.tasuki.learn.forest;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Kind;

/**
 * Fits forests that predict numbers, equal to scikit-learn's {@code RandomForestRegressor} bit for
 * bit.
 */
public final class RandomForestRegressor implements ForestLearner {
    static final String NAME = "RandomForestRegressor";

    @Override
    public ForestFamily family() {
        return ForestFamily.RANDOM_FOREST;
    }

    @Override
    public Kind kind() {
        return Kind.NUMBERS;
    }

    /**
     * Grows a forest.
     *
     * @param x the rows' features
     * @param y the rows' targets, finite
     * @param parameters a regressor's
     * @param context by whom it is grown; no influence on the forest
     * @throws ParameterException when the parameters are for classifiers or do not fit the rows
     * @throws InvalidValueException when a target is not finite
     * @throws IllegalArgumentException when there are not as many targets as rows
     * @throws dev.tasuki.learn.tree.ForestTooLargeException when the context's budget is spent
     * @throws FitCancelled when the context's listener cancels
     */
    public static RegressionForest fit(FeatureMatrix x, double[] y, ForestParameters parameters, FitContext context) {
        return ForestLearner.numbers(ForestFamily.RANDOM_FOREST, x, y, parameters, context);
    }

    /**
     * Each training row's mean prediction by the trees that have not seen it
     * ({@code oob_prediction_}).
     *
     * @param forest a forest fitted with bootstrap
     * @param x the very rows it was fitted on
     * @param y their targets
     */
    public static double[] oobPrediction(RegressionForest forest, FeatureMatrix x, double[] y) {
        Bootstrap bootstrap = FitChecks.bootstrapOf(forest, x.rows());
        OutOfBag.OfNumbers outOfBag = new OutOfBag.OfNumbers(x, y);
        CancelCheck unhurried = new CancelCheck(() -> false);
        for (int t = 0; t < forest.nTrees(); t++) {
            outOfBag.add(forest.tree(t), bootstrap.counts(t), unhurried);
        }
        return outOfBag.predictions();
    }
}
