package dev.tasuki.learn.forest;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.grow.TreeGrower;
import dev.tasuki.learn.tree.Tree;
import java.util.List;

/**
 * Fits forests that predict numbers, equal to scikit-learn's {@code RandomForestRegressor} bit for
 * bit.
 */
public final class RandomForestRegressor {
    private RandomForestRegressor() {}

    /**
     * Grows a forest.
     *
     * @param x the rows' features
     * @param y the rows' targets, finite
     * @param parameters made for {@link Algorithm#REGRESSOR}
     * @param context by whom it is grown; no influence on the forest
     * @throws ParameterException when the parameters are for classifiers or do not fit the rows
     * @throws InvalidValueException when a target is not finite
     * @throws IllegalArgumentException when there are not as many targets as rows
     * @throws dev.tasuki.learn.tree.ForestTooLargeException when the context's budget is spent
     * @throws FitCancelled when the context's listener cancels
     */
    public static RegressionForest fit(FeatureMatrix x, double[] y, ForestParameters parameters, FitContext context) {
        FitChecks.require(parameters, Algorithm.REGRESSOR);
        FitChecks.requireSameRows(x.rows(), y.length);
        double[] target = FitChecks.finite(y);
        boolean friedman = parameters.criterion() == Criterion.FRIEDMAN_MSE;
        StopSignal halt = new StopSignal(context.growth());
        TreeGrower grower = FitCancelled.orElse(
                parameters.nEstimators(),
                () -> TreeGrower.ofNumbers(
                        x.shared(), target, friedman, ForestGrowth.limits(parameters, x, context.budget()), halt));
        ForestGrowth growth = new ForestGrowth(
                new ForestGrowth.Making(new Bootstrap(parameters, x.rows()), RowWeights.equal(), grower, halt),
                parameters.oobScore() ? new OutOfBag.OfNumbers(x, target) : null,
                context);
        List<Tree> trees = growth.grow();
        return new RegressionForest(parameters, x.names(), trees, growth.oobScore());
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
