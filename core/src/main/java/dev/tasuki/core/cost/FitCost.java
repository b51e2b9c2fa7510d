package dev.tasuki.core.cost;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.learn.Amount;
import dev.tasuki.learn.forest.ForestParameters;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The memory that a training needs at its peak, estimated from above before any of it is taken.
 *
 * @param fixed bytes for the data, whatever the number of trees
 * @param nodesPerTree most nodes of one tree
 * @param bytesPerNode bytes of one node in memory
 * @param trees how many
 */
public record FitCost(long fixed, long nodesPerTree, long bytesPerNode, int trees) {
    /** A value read, at the peak: it is kept, a copy grows, and pandas may read it differently. */
    private static final long READ_VALUE = 24;
    /** A value kept while the forest grows. */
    private static final long KEPT_VALUE = 12;
    /** A feature's value for training and evaluating, as 32-bit floats: all rows, and both parts. */
    private static final long FEATURE_VALUE = 8;
    /** A feature's value in the order of the feature. */
    private static final long SORTED_VALUE = 8;
    /** The target, the split, and what is predicted, of one row. */
    private static final long ROW = 120;
    /** What a tree takes beside its nodes. */
    private static final long TREE = 256;
    /** What a node takes in the artifact, while that is written, as often as in the tree. */
    private static final long COPIES = 2;
    /** More than any memory, and far from the end of a long. */
    private static final double MOST = 1e15;

    private static final int DEEPEST = 40;

    /** The estimate for these parameters on data of this shape, with {@code threads} threads. */
    public static FitCost of(FitShape shape, TrainRequest request, ForestParameters parameters, int threads) {
        double train = Math.ceil(shape.rows() * (1 - request.testSize()));
        double test = Math.ceil(shape.rows() * request.testSize());
        double used = request.features().size();
        double distinct = distinctRows(train, parameters);
        int values = (int) Math.max(1, Math.min(Integer.MAX_VALUE / 2, shape.classes()));
        long nodes = nodesPerTree(train, distinct, parameters);
        long node = bytesOfNode(values);
        int growing = Math.min(threads, parameters.nEstimators());

        double reading = shape.rows() * (double) shape.columns() * READ_VALUE;
        double lists = used * SORTED_VALUE * (train + growing * distinct);
        double fitting = shape.rows() * (shape.columns() * (double) KEPT_VALUE + used * FEATURE_VALUE) + lists;
        double scores = shape.classes() * 8.0 * (test + (parameters.oobScore() ? train : 0));
        double confusion = 4.0 * shape.classes() * shape.classes();
        // A tree under growth has room to spare, and is copied once it is grown.
        double underGrowth = 2.5 * growing * nodes * (double) node;
        double fixed = Math.max(reading, fitting)
                + (double) shape.rows() * ROW
                + shape.textBytes()
                + scores
                + confusion
                + underGrowth;
        return new FitCost((long) Math.min(MOST, fixed), nodes, node, parameters.nEstimators());
    }

    /** As the trees count them; written again, since a producer is to load none of their classes. */
    static long bytesOfNode(int values) {
        return 4L * Integer.BYTES + (3L + values) * Double.BYTES;
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

    /** All of it. */
    public long total() {
        return (long) Math.min(MOST, fixed + (double) trees * perTree());
    }

    private double perTree() {
        return TREE + COPIES * (double) nodesPerTree * bytesPerNode;
    }

    /** What the nodes of the growing forest may take: the estimate, and a little for chance. */
    public long nodeBytes() {
        double estimate = (double) trees * nodesPerTree * bytesPerNode;
        return (1L << 20) + (long) Math.min(MOST, estimate * 1.1);
    }

    /** How many trees of this kind fit into {@code most} bytes; 0: none. */
    long treesWithin(long most) {
        return most < fixed ? 0 : (long) ((most - fixed) / perTree());
    }

    /** The greatest depth with which as many trees fit into {@code most} bytes; 0: none. */
    int depthWithin(long most) {
        double room = Math.max(0, most - (double) fixed) / trees - TREE;
        double nodes = room / (COPIES * (double) bytesPerNode);
        return nodes < 3 ? 0 : Math.min(DEEPEST, (int) (Math.log(nodes + 1) / Math.log(2)) - 1);
    }

    /** A size for people: {@code 2.9 GB}. */
    public static String size(long bytes) {
        double megabytes = bytes / (double) (1 << 20);
        return megabytes < 1_000
                ? String.format(Locale.ROOT, megabytes < 10 ? "%.1f MB" : "%.0f MB", megabytes)
                : String.format(Locale.ROOT, "%,.1f GB", megabytes / 1024);
    }
}
