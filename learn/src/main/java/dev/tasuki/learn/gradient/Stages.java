package dev.tasuki.learn.gradient;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.forest.Criterion;
import dev.tasuki.learn.grow.TreeGrower;
import dev.tasuki.learn.numpy.MersenneTwister;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.tree.NodeBudget;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Fits one tree after the other, each to what those before it leave. Not thread-safe: serves one fit. */
final class Stages {
    private final GradientParameters parameters;
    private final FitContext context;
    private final MersenneTwister random;
    private final List<Tree> trees = new ArrayList<>();
    /** Whether somebody had enough before the last tree. */
    private boolean cutShort;

    private Stages(GradientParameters parameters, FitContext context) {
        this.parameters = parameters;
        this.context = context;
        this.random = new MersenneTwister(parameters.tree().randomState());
    }

    /** Fits. @throws FitCancelled when the context's listener cancels */
    static StagedTrees fit(FeatureMatrix x, StageLoss loss, GradientParameters parameters, FitContext context) {
        Stages stages = new Stages(parameters, context);
        try {
            return stages.fit(x, loss);
        } catch (CancellationException cancelled) {
            throw new FitCancelled(stages.trees.size(), parameters.nEstimators());
        }
    }

    private StagedTrees fit(FeatureMatrix x, StageLoss loss) {
        FeatureMatrix train = x;
        StageLoss trainLoss = loss;
        Validation validation = null;
        if (parameters.nIterNoChange().isPresent()) {
            TrainTestSplit.Split split = loss.split(
                    parameters.validationFraction(), parameters.tree().randomState());
            train = x.select(split.train());
            trainLoss = loss.select(split.train());
            validation = new Validation(
                    x.select(split.test()),
                    loss.select(split.test()),
                    trainLoss.start(),
                    parameters.nIterNoChange().getAsInt());
        }
        double start = trainLoss.start();
        run(new Training(train, trainLoss, start, parameters.subsample()), validation);
        GradientParameters fitted = cutShort ? parameters.withTrees(trees.size()) : parameters;
        return new StagedTrees(fitted, x.names(), start, trees);
    }

    private void run(Training training, @Nullable Validation validation) {
        FinishedParts<Tree> kept = context.keeping().of(new TreeFormat(training.x.features(), 1));
        TreeGrower grower = TreeGrower.ofResiduals(
                training.x.shared(),
                training.residuals,
                parameters.tree().criterion() == Criterion.FRIEDMAN_MSE,
                parameters.tree().limits(training.x, context.budget()),
                context.listener()::cancelled);
        CancelCheck patience = new CancelCheck(context.listener()::cancelled);
        boolean keeps = true;
        boolean goesOn = true;
        while (goesOn && trees.size() < parameters.nEstimators()) {
            int number = trees.size();
            Optional<Tree> former = keeps ? kept.find(number) : Optional.empty();
            keeps = former.isPresent();
            cutShort = !keeps && number > 0 && context.listener().enough();
            if (cutShort) {
                return;
            }
            patience.spend(training.residuals.length);
            training.bag.draw(random);
            int seed = random.nextUpTo(Integer.MAX_VALUE - 1);
            Tree tree = former.map(this::accountedFor).orElseGet(() -> training.next(grower, seed));
            if (!keeps) {
                kept.finished(number, tree);
            }
            trees.add(tree);
            training.add(tree, parameters.learningRate(), patience);
            goesOn = validation == null || validation.improves(tree, parameters, patience);
            context.listener().advanced(trees.size(), parameters.nEstimators(), Double.NaN);
        }
    }

    private Tree accountedFor(Tree tree) {
        context.budget().take(tree.nodes() * NodeBudget.bytesPerNode(1));
        return tree;
    }

    /** Adds what a tree says of rows. */
    private static void add(Tree tree, FeatureMatrix x, double rate, double[] raw, CancelCheck patience) {
        float[][] columns = x.shared();
        for (int row = 0; row < raw.length; row++) {
            patience.spend(CancelCheck.VALUES_PER_WALK);
            raw[row] += rate * tree.value(tree.leafOf(columns, row), 0);
        }
    }

    /** The rows that are learned from, and what is predicted of them so far. */
    private static final class Training {
        private final FeatureMatrix x;
        private final StageLoss loss;
        private final double[] raw;
        private final double[] residuals;
        private final Bag bag;

        Training(FeatureMatrix x, StageLoss loss, double start, double subsample) {
            this.x = x;
            this.loss = loss;
            this.raw = new double[loss.rows()];
            this.residuals = new double[loss.rows()];
            this.bag = new Bag(loss.rows(), subsample);
            Arrays.fill(raw, start);
        }

        Tree next(TreeGrower grower, int seed) {
            loss.residuals(raw, residuals);
            Tree grown = grower.grow(bag.weights(), seed);
            int[] leaves = new int[raw.length];
            for (int row = 0; row < leaves.length; row++) {
                leaves[row] = grown.leafOf(x.shared(), row);
            }
            return loss.settled(grown, leaves, residuals, bag.weights());
        }

        void add(Tree tree, double rate, CancelCheck patience) {
            Stages.add(tree, x, rate, raw, patience);
        }
    }

    /** The rows by which early stopping judges, and the losses that it remembers. */
    private static final class Validation {
        private final FeatureMatrix x;
        private final StageLoss loss;
        private final double[] raw;
        private final double[] remembered;
        private int judged;

        Validation(FeatureMatrix x, StageLoss loss, double start, int remembers) {
            this.x = x;
            this.loss = loss;
            this.raw = new double[loss.rows()];
            this.remembered = new double[remembers];
            Arrays.fill(raw, start);
            Arrays.fill(remembered, Double.POSITIVE_INFINITY);
        }

        /** Whether a tree makes the loss less than any of those remembered; if so, it is remembered itself. */
        boolean improves(Tree tree, GradientParameters parameters, CancelCheck patience) {
            Stages.add(tree, x, parameters.learningRate(), raw, patience);
            double mean = loss.mean(raw);
            boolean better = Arrays.stream(remembered).anyMatch(former -> mean + parameters.tol() < former);
            remembered[judged % remembered.length] = mean;
            judged++;
            return better;
        }
    }
}
