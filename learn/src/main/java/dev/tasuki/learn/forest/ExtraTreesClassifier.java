package dev.tasuki.learn.forest;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.grow.TreeGrower;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeFormat;
import java.util.List;

/**
 * Fits forests of extremely randomized trees that predict classes, equal to scikit-learn's
 * {@code ExtraTreesClassifier} bit for bit. Its default there, unlike a random forest's, is
 * {@code bootstrap=False}: {@link #defaults}.
 */
public final class ExtraTreesClassifier {
    private ExtraTreesClassifier() {}

    /** scikit-learn's defaults, to be changed. */
    public static ForestParametersBuilder defaults() {
        return ForestParameters.of(Kind.CLASSES).bootstrap(false);
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
        FitChecks.require(parameters, Kind.CLASSES);
        FitChecks.requireSameRows(x.rows(), y.rows());
        StopSignal halt = new StopSignal(context.listener());
        TreeGrower grower = FitCancelled.orElse(
                parameters.nEstimators(),
                () -> TreeGrower.ofClassesAtRandom(
                        x.shared(),
                        new TreeGrower.Classes(y.codes(), y.labels().size()),
                        ForestGrowth.limits(parameters, x, context.budget()),
                        halt));
        ForestGrowth growth = new ForestGrowth(
                new ForestGrowth.Making(
                        new Bootstrap(parameters, x.rows()),
                        RowWeights.of(parameters.classWeight(), y, parameters.bootstrap()),
                        grower,
                        halt,
                        new TreeFormat(x.features(), y.labels().size())),
                parameters.oobScore() ? new OutOfBag.OfClasses(x, y) : null,
                context);
        List<Tree> trees = growth.grow();
        return new ClassificationForest(parameters, x.names(), y.labels(), trees, growth.oobScore());
    }
}
