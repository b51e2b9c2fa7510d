package dev.tasuki.learn.isolation;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.grow.TreeGrower;
import dev.tasuki.learn.grow.TreeLimits;
import dev.tasuki.learn.numpy.MersenneTwister;
import dev.tasuki.learn.numpy.SampleWithoutReplacement;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.Equality;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitSize;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.spi.Takes;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.tree.NodeBudget;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Fits forests that score rows by how unlike the others they are. Trees are equal to scikit-learn's
 * {@code IsolationForest}'s bit for bit; scores are within a relative 1e-14, as logarithms and powers differ.
 */
public final class IsolationForest implements Learner<IsolationParameters> {
    /** Scores below it are those of outliers where no share of them is given. */
    private static final double USUAL_OFFSET = -0.5;
    /** Seconds of one row of one tree, on a small machine. */
    private static final double ROW = 3e-8;
    /** Seconds of one row that a tree draws, for each level. */
    private static final double DRAWN_ROW = 1e-7;

    @Override
    public String name() {
        return "IsolationForest";
    }

    @Override
    public Kind kind() {
        return Kind.ANOMALY;
    }

    @Override
    public Schema<IsolationParameters> parameters() {
        return IsolationSchema.ALL;
    }

    @Override
    public Set<Takes> takes() {
        return Set.of(Takes.CHECKPOINTS);
    }

    @Override
    public Equality equality() {
        return new Equality.Tolerance(1e-14);
    }

    @Override
    public Steps steps(IsolationParameters parameters) {
        return new Steps(parameters.nEstimators(), "tree", IsolationSchema.N_ESTIMATORS.name());
    }

    @Override
    public Effort effort(IsolationParameters parameters, FitSize size) {
        double samples = Math.max(1, parameters.samplesAmong(size.rows()));
        int trees = parameters.nEstimators();
        long nodes = (long) (2 * samples - 1);
        return new Effort(
                size.rows() * 4.0 * Double.BYTES,
                nodes * 3.0 * Isolated.BYTES_PER_NODE,
                nodes,
                Isolated.BYTES_PER_NODE,
                trees,
                trees * (1e-4 + ROW * size.rows() + DRAWN_ROW * samples * depth((int) Math.min(samples, 1 << 30))),
                String.format(Locale.ROOT, "%,d %s of %,.0f rows", trees, trees == 1 ? "tree" : "trees", samples),
                new Effort.Ways(IsolationSchema.N_ESTIMATORS.name(), ""));
    }

    @Override
    public void requireRows(IsolationParameters parameters, int rows) {
        if (parameters.samplesAmong(rows) < 1) {
            throw new ParameterException(
                    IsolationSchema.MAX_SAMPLES.name(),
                    String.valueOf(IsolationSchema.MAX_SAMPLES.type().plain(parameters.maxSamples())),
                    "a share that leaves at least one of the " + rows + " rows");
        }
    }

    @Override
    public Fitted fit(Rows rows, Target target, IsolationParameters parameters, FitContext context) {
        FeatureMatrix x = rows.asFloats();
        if (!(target instanceof Target.None) || target.rows() != x.rows()) {
            throw new IllegalArgumentException(
                    "an IsolationForest needs no target, and as many rows of it as there are");
        }
        requireRows(parameters, x.rows());
        List<Tree> trees = new ArrayList<>();
        try {
            grow(x, parameters, context, trees);
            int samples = parameters.samplesAmong(x.rows());
            IsolationParameters fitted = parameters.withTrees(trees.size());
            Isolated forest = new Isolated(fitted, x.names(), new Isolated.Trees(samples, USUAL_OFFSET, trees));
            if (parameters.contamination().isEmpty()) {
                return forest;
            }
            double[] scores = forest.score(x, new CancelCheck(context.listener()::cancelled));
            double offset = percentile(scores, 100 * parameters.contamination().getAsDouble());
            return new Isolated(fitted, x.names(), new Isolated.Trees(samples, offset, trees));
        } catch (CancellationException cancelled) {
            throw new FitCancelled(trees.size(), parameters.nEstimators());
        }
    }

    private static void grow(FeatureMatrix x, IsolationParameters parameters, FitContext context, List<Tree> trees) {
        int rows = x.rows();
        int samples = parameters.samplesAmong(rows);
        MersenneTwister ofTargets = new MersenneTwister(parameters.randomState());
        double[] targets = new double[rows];
        Arrays.setAll(targets, row -> ofTargets.nextUniform());
        TreeLimits limits = new TreeLimits(depth(samples), 2, 1, 0, 1, 0, OptionalInt.empty(), context.budget());
        TreeGrower grower =
                TreeGrower.ofNumbersAtRandom(x.shared(), targets, false, limits, context.listener()::cancelled);
        CancelCheck patience = new CancelCheck(context.listener()::cancelled);
        FinishedParts<Tree> kept = context.keeping().of(new TreeFormat(x.features(), 1));
        MersenneTwister seeds = new MersenneTwister(parameters.randomState());
        for (int t = 0; t < parameters.nEstimators(); t++) {
            patience.spend(rows);
            int seed = seeds.nextUpTo(Integer.MAX_VALUE - 1);
            Optional<Tree> former = kept.find(t);
            if (former.isPresent()) {
                context.budget().take(former.get().nodes() * NodeBudget.bytesPerNode(1));
                trees.add(former.get());
            } else if (t > 0 && context.listener().enough()) {
                return;
            } else {
                Tree tree = grower.grow(weights(rows, samples, seed), splitterSeed(seed));
                kept.finished(t, tree);
                trees.add(tree);
            }
            context.listener().advanced(t + 1, parameters.nEstimators(), Double.NaN);
        }
    }

    private static double[] weights(int rows, int samples, int seed) {
        double[] weights = new double[rows];
        for (int row : SampleWithoutReplacement.draw(rows, samples, new MersenneTwister(seed))) {
            weights[row] = 1;
        }
        return weights;
    }

    private static int splitterSeed(int seed) {
        int ofTree = new MersenneTwister(seed).nextUpTo(Integer.MAX_VALUE - 1);
        return new MersenneTwister(ofTree).nextUpTo(Integer.MAX_VALUE - 1);
    }

    /** Splits after which trees of so many rows end: the logarithm to base 2, rounded up. */
    private static int depth(int samples) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(samples, 2) - 1);
    }

    /** Between the two nearest scores, as numpy does it by default. */
    private static double percentile(double[] scores, double percent) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double place = (sorted.length - 1) * (percent / 100);
        int below = (int) Math.floor(place);
        double lower = sorted[below];
        double upper = sorted[Math.min(below + 1, sorted.length - 1)];
        double share = place - below;
        double step = upper - lower;
        return share >= 0.5 ? upper - step * (1 - share) : lower + step * share;
    }

    @Override
    public Codec<IsolationParameters> codec() {
        return IsolationCodec.ONLY;
    }
}
