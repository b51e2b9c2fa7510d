package dev.tasuki.learn.forest;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Kind;

/**
 * Fits forests of extremely randomized trees that predict classes, equal to scikit-learn's
 * {@code ExtraTreesClassifier} bit for bit. Its default there, unlike a random forest's, is
 * {@code bootstrap=False}: {@link #defaults}.
 */
public final class ExtraTreesClassifier implements ForestLearner {
    static final String NAME = "ExtraTreesClassifier";

    /** scikit-learn's defaults, to be changed. */
    public static ForestParametersBuilder defaults() {
        return ForestParameters.ofExtraTrees(Kind.CLASSES);
    }

    @Override
    public ForestFamily family() {
        return ForestFamily.EXTRA_TREES;
    }

    @Override
    public Kind kind() {
        return Kind.CLASSES;
    }

    /**
     * Grows a forest.
     *
     * @param x the rows' features
     * @param y the rows' classes
     * @param parameters a classifier's
     * @param context by whom it is grown; no influence on the forest
     * @throws ParameterException when the parameters are for regressors or do not fit the rows
     * @throws IllegalArgumentException when there are not as many classes given as rows
     * @throws dev.tasuki.learn.tree.ForestTooLargeException when the context's budget is spent
     * @throws FitCancelled when the context's listener cancels
     */
    public static ClassificationForest fit(
            FeatureMatrix x, ClassTarget y, ForestParameters parameters, FitContext context) {
        return ForestLearner.classes(ForestFamily.EXTRA_TREES, x, y, parameters, context);
    }
}
