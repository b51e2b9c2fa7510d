package dev.tasuki.learn.forest;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.grow.TreeGrower;
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
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeFormat;
import java.util.List;
import java.util.Set;

/**
 * Fits forests that predict classes, equal to scikit-learn's {@code RandomForestClassifier} bit for
 * bit.
 */
public final class RandomForestClassifier implements Learner<ForestParameters> {
    static final String NAME = "RandomForestClassifier";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Kind kind() {
        return Kind.CLASSES;
    }

    @Override
    public Schema<ForestParameters> parameters() {
        return ForestParameters.schema(ForestFamily.RANDOM_FOREST, Kind.CLASSES);
    }

    @Override
    public Set<Takes> takes() {
        return Set.of(Takes.CHECKPOINTS);
    }

    @Override
    public Equality equality() {
        return new Equality.Exact();
    }

    @Override
    public Steps steps(ForestParameters parameters) {
        return ForestEffort.steps(parameters);
    }

    @Override
    public Effort effort(ForestParameters parameters, FitSize size) {
        return ForestEffort.of(parameters, size);
    }

    @Override
    public void requireFeatures(ForestParameters parameters, int features) {
        parameters.maxFeatures().among(features);
    }

    @Override
    public void requireRows(ForestParameters parameters, int rows) {
        parameters.requireRows(rows);
    }

    @Override
    public Fitted fit(Rows rows, Target target, ForestParameters parameters, FitContext context) {
        return fit(rows.asFloats(), target.classes(), parameters, context);
    }

    @Override
    public Codec<ForestParameters> codec() {
        return ForestCodec.OF_FORESTS;
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
        FitChecks.require(parameters, ForestFamily.RANDOM_FOREST, Kind.CLASSES);
        FitChecks.requireSameRows(x.rows(), y.rows());
        StopSignal halt = new StopSignal(context.listener());
        TreeGrower grower = FitCancelled.orElse(
                parameters.nEstimators(),
                () -> TreeGrower.ofClasses(
                        x.shared(),
                        new TreeGrower.Classes(y.codes(), y.labels().size()),
                        parameters.classWeight() == ClassWeight.NONE,
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
