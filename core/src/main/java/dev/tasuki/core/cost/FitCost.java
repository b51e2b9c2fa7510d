package dev.tasuki.core.cost;

import dev.tasuki.core.request.Search;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.FitSize;
import java.util.Locale;

/**
 * The memory that a training needs at its peak, estimated from above before any of it is taken.
 *
 * @param fixed bytes for the data, whatever the number of trees
 * @param nodesPerTree most nodes of one tree
 * @param bytesPerNode bytes of one node in memory
 * @param trees how many
 * @param folds what is fitted besides
 * @param words what is grown, for people
 * @param ways how it would become smaller
 */
public record FitCost(
        long fixed, long nodesPerTree, long bytesPerNode, int trees, Folds folds, String words, Effort.Ways ways) {
    /**
     * Models of folds, beside the one that is kept.
     *
     * @param number of them
     * @param atOnce how many are in memory at once
     * @param nodesPerTree most nodes of one of their trees
     */
    public record Folds(int number, int atOnce, long nodesPerTree) {
        /** No folds. */
        public static final Folds NONE = new Folds(0, 0, 0);
    }

    /** A value read, at the peak: it is kept, a copy grows, and pandas may read it differently. */
    private static final long READ_VALUE = 24;
    /** A value kept while the model is fitted. */
    private static final long KEPT_VALUE = 12;
    /** A feature's value for training and evaluating, as 32-bit floats: all rows, and both parts. */
    private static final long FEATURE_VALUE = 8;
    /** The target, the split, and what is predicted, of one row. */
    private static final long ROW = 120;
    /** Held-out rows in the order of a class's probability, of one row and one class at a time. */
    private static final long RANKED_ROW = 64;
    /** The orders of a held-out row while a column is shuffled, and what is then predicted of it. */
    private static final long SHUFFLED_ROW = 40;
    /** What a tree takes beside its nodes. */
    private static final long TREE = 256;
    /** What a node takes in the artifact, while that is written, as often as in the tree. */
    private static final long COPIES = 2;
    /** More than any memory, and far from the end of a long. */
    private static final double MOST = 1e15;

    private static final int DEEPEST = 40;

    /** The estimate for this learner on data of this shape, with {@code threads} threads. */
    public static FitCost of(FitShape shape, TrainRequest request, ConfiguredLearner<?> learner, int threads) {
        double test = Math.ceil(shape.rows() * request.testSize());
        double used = shape.features();
        Effort effort = learner.effort(size(shape, request, threads));
        double reading = shape.rows() * (double) shape.columns() * READ_VALUE;
        double fitting =
                shape.rows() * (shape.columns() * (double) KEPT_VALUE + used * FEATURE_VALUE) + effort.besideRows();
        double scores = shape.classes() == 0 ? 0 : (shape.classes() * 8.0 + RANKED_ROW) * test;
        double confusion = 4.0 * shape.classes() * shape.classes();
        double fixed = Math.max(reading, fitting)
                + (double) shape.rows() * ROW
                + shape.textBytes()
                + scores
                + confusion
                + shuffled(shape, request, threads) * test
                + effort.underGrowth();
        Folds folds = Folds.NONE;
        String words = effort.words();
        int most = folds(request);
        if (most > 0) {
            // The candidates of a search are fitted before the model; this counts them beside it.
            boolean searched = request.search() != null;
            int atOnce = searched ? threads : Math.min(most, threads);
            Effort ofOne = learner.effort(foldSize(shape, request, most, Math.max(1, threads / atOnce)));
            double rows = shape.rows() * (used * FEATURE_VALUE + ROW + shape.classes() * 8.0);
            fixed += atOnce * (rows + ofOne.besideRows() + ofOne.underGrowth() + confusion);
            folds = new Folds(request.cv(), atOnce, ofOne.nodesPerTree());
            words += searched
                    ? " and the fits of a search, %d at once,".formatted(atOnce)
                    : " and %d folds, %d at once,".formatted(most, atOnce);
        }
        return new FitCost(
                (long) Math.min(MOST, fixed),
                effort.nodesPerTree(),
                effort.bytesPerNode(),
                effort.trees(),
                folds,
                words,
                effort.ways());
    }

    /** The more folds, the more rows each of their models is learned from. */
    private static int folds(TrainRequest request) {
        Search search = request.search();
        return search == null ? request.cv() : Math.max(request.cv(), search.folds());
    }

    /** Of a held-out row, of all columns that are shuffled at once. */
    private static double shuffled(FitShape shape, TrainRequest request, int threads) {
        int atOnce = request.importanceRepeats() == 0
                ? 0
                : Math.min(threads, request.features().size());
        return atOnce * (shape.features() * (double) FEATURE_VALUE + shape.classes() * 8.0 + SHUFFLED_ROW);
    }

    /** Of the rows that one fold's model is learned from. */
    static FitSize foldSize(FitShape shape, TrainRequest request, int folds, int threads) {
        double train = Math.ceil(shape.rows() * (1 - 1.0 / folds));
        FitSize size = size(shape, request, threads);
        return new FitSize(train, size.features(), size.classes(), threads);
    }

    /** Of the rows that are learned from. */
    static FitSize size(FitShape shape, TrainRequest request, int threads) {
        return new FitSize(
                Math.ceil(shape.rows() * (1 - request.testSize())),
                (int) Math.min(Integer.MAX_VALUE, shape.features()),
                shape.classes(),
                threads);
    }

    /** All of it. */
    public long total() {
        return (long) Math.min(MOST, fixed + (double) trees * perTree());
    }

    private double perTree() {
        return TREE * (1.0 + folds.atOnce()) + nodesAtOnce() * bytesPerNode;
    }

    /** Nodes at the peak, for each tree. */
    private double nodesAtOnce() {
        return COPIES * (double) nodesPerTree + folds.atOnce() * (double) folds.nodesPerTree();
    }

    /** What the nodes of the growing forest may take: the estimate, and a little for chance. */
    public long nodeBytes() {
        return nodeBytes(nodesPerTree);
    }

    /** The same of the model of one fold. */
    public long foldNodeBytes() {
        return nodeBytes(folds.nodesPerTree());
    }

    private long nodeBytes(long perTree) {
        double estimate = (double) trees * perTree * bytesPerNode;
        return (1L << 20) + (long) Math.min(MOST, estimate * 1.1);
    }

    /** How many trees of this kind fit into {@code most} bytes; 0: none. */
    long treesWithin(long most) {
        return most < fixed ? 0 : (long) ((most - fixed) / perTree());
    }

    /** The greatest depth with which as many trees fit into {@code most} bytes; 0: none. */
    int depthWithin(long most) {
        double room = Math.max(0, most - (double) fixed) / trees - TREE * (1.0 + folds.atOnce());
        double nodes = room / (nodesAtOnce() / Math.max(1, nodesPerTree) * bytesPerNode);
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
