package dev.tasuki.learn.forest;

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
 * Fits forests of extremely randomized trees that predict numbers, equal to scikit-learn's
 * {@code ExtraTreesRegressor} bit for bit. Its default there, unlike a random forest's, is
 * {@code bootstrap=False}: {@link #defaults}.
 */
public final class ExtraTreesRegressor implements Learner<ForestParameters> {
    static final String NAME = "ExtraTreesRegressor";

    /** scikit-learn's defaults, to be changed. */
    public static ForestParametersBuilder defaults() {
        return ForestParameters.ofExtraTrees(Kind.NUMBERS);
    }

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
        return ForestParameters.schema(ForestFamily.EXTRA_TREES, Kind.NUMBERS);
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
        FitChecks.require(parameters, ForestFamily.EXTRA_TREES, Kind.NUMBERS);
        FitChecks.requireSameRows(x.rows(), y.length);
        double[] target = FitChecks.finite(y);
        boolean friedman = parameters.criterion() == Criterion.FRIEDMAN_MSE;
        StopSignal halt = new StopSignal(context.listener());
        TreeGrower grower = FitCancelled.orElse(
                parameters.nEstimators(),
                () -> TreeGrower.ofNumbersAtRandom(
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
}
