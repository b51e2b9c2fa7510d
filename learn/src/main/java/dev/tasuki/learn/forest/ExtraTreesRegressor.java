package dev.tasuki.learn.forest;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Kind;

/**
 * Fits forests of extremely randomized trees that predict numbers, equal to scikit-learn's
 * {@code ExtraTreesRegressor} bit for bit. Its default there, unlike a random forest's, is
 * {@code bootstrap=False}: {@link #defaults}.
 */
public final class ExtraTreesRegressor implements ForestLearner {
    static final String NAME = "ExtraTreesRegressor";

    /** scikit-learn's defaults, to be changed. */
    public static ForestParametersBuilder defaults() {
        return ForestParameters.ofExtraTrees(Kind.NUMBERS);
    }

    @Override
    public ForestFamily family() {
        return ForestFamily.EXTRA_TREES;
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
        return ForestLearner.numbers(ForestFamily.EXTRA_TREES, x, y, parameters, context);
    }
}
