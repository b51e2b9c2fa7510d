package dev.tasuki.learn.forest;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Kind;

/**
 * Fits forests that predict classes, equal to scikit-learn's {@code RandomForestClassifier} bit for
 * bit.
 */
public final class RandomForestClassifier implements ForestLearner {
    static final String NAME = "RandomForestClassifier";

    @Override
    public ForestFamily family() {
        return ForestFamily.RANDOM_FOREST;
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
        return ForestLearner.classes(ForestFamily.RANDOM_FOREST, x, y, parameters, context);
    }

    /**
     * Each training row's mean probabilities by the trees that have not seen it
     * ({@code oob_decision_function_}; 0 where scikit-learn too has no vote).
     *
     * @param forest a forest fitted with bootstrap
     * @param x the very rows it was fitted on
     * @param y their classes
     */
    public static double[][] oobProbabilities(ClassificationForest forest, FeatureMatrix x, ClassTarget y) {
        Bootstrap bootstrap = FitChecks.bootstrapOf(forest, x.rows());
        OutOfBag.OfClasses outOfBag = new OutOfBag.OfClasses(x, y);
        CancelCheck unhurried = new CancelCheck(() -> false);
        for (int t = 0; t < forest.nTrees(); t++) {
            outOfBag.add(forest.tree(t), bootstrap.counts(t), unhurried);
        }
        return outOfBag.probabilities();
    }
}
