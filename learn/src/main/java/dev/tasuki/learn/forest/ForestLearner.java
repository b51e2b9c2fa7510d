package dev.tasuki.learn.forest;

import dev.tasuki.learn.FitCancelled;
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
import dev.tasuki.learn.spi.TargetChecks;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeFormat;
import java.util.List;
import java.util.Set;

/** What all learners of forests have in common: they differ by what grows a tree. */
sealed interface ForestLearner extends Learner<ForestParameters>
        permits RandomForestRegressor, RandomForestClassifier, ExtraTreesRegressor, ExtraTreesClassifier {
    /** What makes its trees differ. */
    ForestFamily family();

    @Override
    default String name() {
        return family().name(kind());
    }

    @Override
    default Schema<ForestParameters> parameters() {
        return ForestParameters.schema(family(), kind());
    }

    @Override
    default Set<Takes> takes() {
        return Set.of(Takes.CHECKPOINTS);
    }

    @Override
    default Equality equality() {
        return new Equality.Exact();
    }

    @Override
    default Steps steps(ForestParameters parameters) {
        return ForestEffort.steps(parameters);
    }

    @Override
    default Effort effort(ForestParameters parameters, FitSize size) {
        return ForestEffort.of(parameters, size);
    }

    @Override
    default void requireFeatures(ForestParameters parameters, int features) {
        parameters.maxFeatures().among(features);
    }

    @Override
    default void requireRows(ForestParameters parameters, int rows) {
        parameters.requireRows(rows);
    }

    @Override
    default Fitted fit(Rows rows, Target target, ForestParameters parameters, FitContext context) {
        FeatureMatrix x = rows.asFloats();
        return kind() == Kind.NUMBERS
                ? numbers(family(), x, target.numbers(), parameters, context)
                : classes(family(), x, target.classes(), parameters, context);
    }

    @Override
    default Codec<ForestParameters> codec() {
        return ForestCodec.OF_FORESTS;
    }

    /** Grows a forest that predicts numbers; arguments and errors as of {@link RandomForestRegressor}. */
    static RegressionForest numbers(
            ForestFamily family, FeatureMatrix x, double[] y, ForestParameters parameters, FitContext context) {
        FitChecks.require(parameters, family, Kind.NUMBERS);
        TargetChecks.requireSameRows(x.rows(), y.length);
        double[] target = TargetChecks.finite(y);
        boolean friedman = parameters.criterion() == Criterion.FRIEDMAN_MSE;
        StopSignal halt = new StopSignal(context.listener());
        TreeGrower grower = FitCancelled.orElse(parameters.nEstimators(), () -> {
            var limits = parameters.limits(x, context.budget());
            return switch (family) {
                case RANDOM_FOREST, SINGLE_TREE -> TreeGrower.ofNumbers(x.shared(), target, friedman, limits, halt);
                case EXTRA_TREES -> TreeGrower.ofNumbersAtRandom(x.shared(), target, friedman, limits, halt);
            };
        });
        OutOfBag.OfNumbers votes = parameters.oobScore() ? new OutOfBag.OfNumbers(x, target) : null;
        ForestGrowth growth = new ForestGrowth(
                new ForestGrowth.Making(
                        new Bootstrap(parameters, x.rows()),
                        RowWeights.equal(),
                        grower,
                        halt,
                        new TreeFormat(x.features(), 1)),
                votes,
                context);
        List<Tree> trees = growth.grow();
        RegressionForest forest =
                new RegressionForest(parameters.withTrees(trees.size()), x.names(), trees, growth.oobScore());
        return votes == null ? forest : forest.withResiduals(votes.residuals());
    }

    /** Grows a forest that predicts classes; arguments and errors as of {@link RandomForestClassifier}. */
    static ClassificationForest classes(
            ForestFamily family, FeatureMatrix x, ClassTarget y, ForestParameters parameters, FitContext context) {
        FitChecks.require(parameters, family, Kind.CLASSES);
        TargetChecks.requireSameRows(x.rows(), y.rows());
        StopSignal halt = new StopSignal(context.listener());
        TreeGrower grower = FitCancelled.orElse(parameters.nEstimators(), () -> {
            var limits = parameters.limits(x, context.budget());
            TreeGrower.Classes classes =
                    new TreeGrower.Classes(y.codes(), y.labels().size());
            boolean equal = parameters.classWeight() == ClassWeight.NONE;
            return switch (family) {
                case RANDOM_FOREST, SINGLE_TREE -> TreeGrower.ofClasses(x.shared(), classes, equal, limits, halt);
                case EXTRA_TREES -> TreeGrower.ofClassesAtRandom(x.shared(), classes, limits, halt);
            };
        });
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
        return new ClassificationForest(
                parameters.withTrees(trees.size()), x.names(), y.labels(), trees, growth.oobScore());
    }
}
