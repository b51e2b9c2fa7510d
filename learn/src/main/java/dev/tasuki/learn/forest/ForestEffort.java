package dev.tasuki.learn.forest;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.FitSize;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.tree.NodeBudget;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What growing trees takes: memory from above, and time by sorting each feature's rows once and looking at each feature
 * of each row on each level of each tree. The constants of time fit the figures of docs/performance.md, which are of a
 * small machine.
 */
final class ForestEffort {
    /** Bytes of a feature's value in the order of the feature. */
    private static final double SORTED = 8;
    /** Seconds of putting one value into its feature's order, for each halving of the rows. */
    private static final double SORTED_VALUE = 5e-9;
    /** Seconds of looking at one feature of one row on one level of one tree. */
    private static final double SEEN_VALUE = 1.8e-8;
    /** Seconds of one tree, however small. */
    private static final double TREE = 3e-5;
    /** A tree under growth has room to spare, and is copied once it is grown. */
    private static final double UNDER_GROWTH = 2.5;
    /** More nodes than any memory holds. */
    private static final double MOST = 1e15;

    private static final int DEEPEST = 40;

    private ForestEffort() {}

    static Steps steps(ForestParameters parameters) {
        return new Steps(parameters.nEstimators(), "tree", TreeSchema.N_ESTIMATORS.name());
    }

    static Effort of(ForestParameters parameters, FitSize size) {
        double distinct = distinctRows(size.rows(), parameters);
        long nodes = nodesPerTree(size.rows(), distinct, parameters);
        int values = (int) Math.max(1, Math.min(Integer.MAX_VALUE / 2, size.classes()));
        long node = NodeBudget.bytesPerNode(values);
        int growing = Math.min(size.threads(), parameters.nEstimators());
        double votes = parameters.oobScore() ? size.classes() * 8.0 * size.rows() : 0;
        return new Effort(
                size.features() * SORTED * (size.rows() + growing * distinct),
                UNDER_GROWTH * growing * nodes * (double) node + votes,
                nodes,
                node,
                parameters.nEstimators(),
                seconds(parameters, size),
                words(parameters),
                new Effort.Ways(TreeSchema.N_ESTIMATORS.name(), TreeSchema.MAX_DEPTH.name()));
    }

    private static String words(ForestParameters parameters) {
        int trees = parameters.nEstimators();
        String depth = parameters.maxDepth().isPresent()
                ? "depth up to " + parameters.maxDepth().getAsInt()
                : "unlimited depth";
        return String.format(Locale.ROOT, "%,d %s of %s", trees, trees == 1 ? "tree" : "trees", depth);
    }

    private static double seconds(ForestParameters parameters, FitSize size) {
        double rows = Math.max(2, size.rows());
        double halvings = Math.max(1, Math.log(rows) / Math.log(2));
        double looked =
                Math.min(size.features(), Math.max(1, parameters.maxFeatures().among(size.features())));
        // Unlimited trees are uneven, but most of their rows are where the levels of an even one are.
        double levels = Math.min(parameters.maxDepth().orElse(Integer.MAX_VALUE), halvings);
        double trees = parameters.nEstimators() * (TREE + rows * looked * levels * SEEN_VALUE);
        return rows * size.features() * halvings * SORTED_VALUE
                + trees / Math.min(size.threads(), parameters.nEstimators());
    }

    /** Different rows that a tree sees, with some to spare. */
    private static double distinctRows(double train, ForestParameters parameters) {
        if (!parameters.bootstrap() || train < 2) {
            return train;
        }
        double draws = parameters
                .maxSamples()
                .map(amount -> switch (amount) {
                    case Amount.Rows rows -> (double) rows.rows();
                    case Amount.Share share -> train * share.share();
                })
                .orElse(train);
        double expected = train * -Math.expm1(draws * Math.log1p(-1 / train));
        return Math.min(train, Math.min(draws, expected + Math.sqrt(train)));
    }

    private static long nodesPerTree(double train, double distinct, ForestParameters parameters) {
        double leaf = switch (parameters.minSamplesLeaf()) {
            case Amount.Rows amount -> amount.rows();
            case Amount.Share share -> Math.ceil(share.share() * train);
        };
        double byRows = 2 * Math.max(1, distinct / Math.max(1, leaf)) - 1;
        double byDepth = nodesAt(parameters.maxDepth());
        double byLeaves = parameters.maxLeafNodes().isPresent()
                ? 2.0 * parameters.maxLeafNodes().getAsInt() - 1
                : MOST;
        return (long) Math.ceil(Math.min(byRows, Math.min(byDepth, byLeaves)));
    }

    private static double nodesAt(OptionalInt depth) {
        return depth.isPresent() && depth.getAsInt() < DEEPEST ? Math.pow(2, depth.getAsInt() + 1) - 1 : MOST;
    }
}
