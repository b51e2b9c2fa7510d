package dev.tasuki.learn.forest;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
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
 * Fits forests that predict numbers, equal to scikit-learn's {@code RandomForestRegressor} bit for
 * bit.
 */
public final class RandomForestRegressor implements Learner<ForestParameters> {
    static final String NAME = "RandomForestRegressor";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Kind kind() {
        return Kind.NUMBERS;
    }

    @Override
    public Schema<ForestParameters> parameters() {
        return ForestParameters.schema(ForestFamily.RANDOM_FOREST, Kind.NUMBERS);
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
        return fit(rows.asFloats(), target.numbers(), parameters, context);
    }

    @Override
    public Codec<ForestParameters> codec() {
        return ForestCodec.OF_FORESTS;
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
        FitChecks.require(parameters, ForestFamily.RANDOM_FOREST, Kind.NUMBERS);
        FitChecks.requireSameRows(x.rows(), y.length);
        double[] target = FitChecks.finite(y);
        boolean friedman = parameters.criterion() == Criterion.FRIEDMAN_MSE;
        StopSignal halt = new StopSignal(context.listener());
        TreeGrower grower = FitCancelled.orElse(
                parameters.nEstimators(),
                () -> TreeGrower.ofNumbers(
                        x.shared(), target, friedman, ForestGrowth.limits(parameters, x, context.budget()), halt));
        ForestGrowth growth = new ForestGrowth(
                new ForestGrowth.Making(
                        new Bootstrap(parameters, x.rows()),
                        RowWeights.equal(),
                        grower,
                        halt,
                        new TreeFormat(x.features(), 1)),
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
