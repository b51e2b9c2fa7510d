package dev.tasuki.learn.grow;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.tree.Tree;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Grows trees from one set of rows; safe to use from many threads at once, as trees share nothing
 * but the rows.
 *
 * <p>Which way a tree is grown depends on what keeps its sums equal to scikit-learn's: where they
 * are exact, any order of rows will do ({@link OrderFreeGrower}); where they are not,
 * scikit-learn's order is followed ({@link OrderedGrower}); and where weights are no whole numbers,
 * each node sorts anew ({@link PlainGrower}). Features are sorted once for all trees where that
 * costs less than sorting those that are looked at in each node. All ways give the same tree. Trees
 * of a limited number of leaves grow in another order of nodes ({@link BestFirstGrower}).
 */
public final class TreeGrower {
    /**
     * Sorting beforehand pays while at least one feature in so many is looked at for each split.
     */
    private static final int FEATURES_PER_LOOK = 12;

    /** Whole weights of so many rows square to less than 2^53. */
    private static final int MOST_EXACT_ROWS = 1 << 26;

    /** One of the ways to grow a tree. */
    private interface Way {
        Tree grow(double[] weights, TreeSeed seed);
    }

    private final Way way;
    private final BooleanSupplier cancelled;

    private TreeGrower(Way way, BooleanSupplier cancelled) {
        this.way = way;
        this.cancelled = cancelled;
    }

    /** Grows trees on numbers; weights will be whole. @throws CancellationException when cancelled */
    public static TreeGrower ofNumbers(
            float[][] columns, double[] y, boolean friedman, TreeLimits limits, BooleanSupplier cancelled) {
        boolean depthFirst = limits.maxLeafNodes().isEmpty();
        Way way;
        if (depthFirst && ExactSums.hold(y, y.length)) {
            way = orderFree(columns, limits, cancelled, rows -> new ExactVariance(rows, y, friedman));
        } else if (depthFirst && sortingPays(columns, limits)) {
            way = ordered(columns, limits, cancelled, rows -> new OrderedVariance(rows, y, friedman));
        } else {
            way = plain(columns, limits, () -> new PlainVariance(y, friedman));
        }
        return new TreeGrower(way, cancelled);
    }

    /**
     * Grows trees on numbers that the caller changes between them, as boosting does; so trees grow one at a time.
     * Weights will be whole.
     *
     * @param y read anew for each tree
     * @throws CancellationException when cancelled
     */
    public static TreeGrower ofResiduals(
            float[][] columns, double[] y, boolean friedman, TreeLimits limits, BooleanSupplier cancelled) {
        boolean depthFirst = limits.maxLeafNodes().isEmpty();
        Way way = depthFirst && sortingPays(columns, limits)
                ? ordered(columns, limits, cancelled, rows -> new OrderedVariance(rows, y, friedman))
                : plain(columns, limits, () -> new PlainVariance(y, friedman));
        return new TreeGrower(way, cancelled);
    }

    /**
     * Grows trees on classes.
     *
     * @param classes each row's class
     * @param wholeWeights whether all weights will be whole
     * @throws CancellationException when cancelled
     */
    public static TreeGrower ofClasses(
            float[][] columns, Classes classes, boolean wholeWeights, TreeLimits limits, BooleanSupplier cancelled) {
        int[] codes = classes.codes;
        int count = classes.count;
        boolean depthFirst = limits.maxLeafNodes().isEmpty();
        Way way = depthFirst && wholeWeights && codes.length <= MOST_EXACT_ROWS
                ? orderFree(columns, limits, cancelled, rows -> new ExactGini(rows, codes, count))
                : plain(columns, limits, () -> new PlainGini(codes, count));
        return new TreeGrower(way, cancelled);
    }

    /** Grows trees on numbers with cuts drawn at random. @throws CancellationException when cancelled */
    public static TreeGrower ofNumbersAtRandom(
            float[][] columns, double[] y, boolean friedman, TreeLimits limits, BooleanSupplier cancelled) {
        return new TreeGrower(plain(columns, limits, () -> new PlainVariance(y, friedman), RandomCuts::new), cancelled);
    }

    /** Grows trees on classes with cuts drawn at random. @throws CancellationException when cancelled */
    public static TreeGrower ofClassesAtRandom(
            float[][] columns, Classes classes, TreeLimits limits, BooleanSupplier cancelled) {
        return new TreeGrower(
                plain(columns, limits, () -> new PlainGini(classes.codes, classes.count), RandomCuts::new), cancelled);
    }

    /**
     * Grows one tree.
     *
     * @param weights each row's weight; rows of weight 0 do not take part
     * @param splitterSeed first state of the generator that draws features
     * @throws CancellationException when cancelled meanwhile
     */
    public Tree grow(double[] weights, int splitterSeed) {
        return way.grow(weights, new TreeSeed(splitterSeed, new CancelCheck(cancelled)));
    }

    private static boolean sortingPays(float[][] columns, TreeLimits limits) {
        return columns.length <= FEATURES_PER_LOOK * limits.maxFeatures();
    }

    private static <S> Way orderFree(
            float[][] columns,
            TreeLimits limits,
            BooleanSupplier cancelled,
            Function<TreeRows, OrderFreeCriterion<S>> criterion) {
        BiFunction<TreeRows, CancelCheck, NodeLists> lists = (rows, patience) -> new SortingLists(columns, rows);
        if (sortingPays(columns, limits)) {
            Presorted presorted = Presorted.of(columns, new CancelCheck(cancelled));
            lists = (rows, patience) -> new SortedLists(presorted, columns.length, rows, patience);
        }
        BiFunction<TreeRows, CancelCheck, NodeLists> chosen = lists;
        return (weights, seed) -> {
            TreeRows rows = new TreeRows(weights, limits);
            NodeLists own = chosen.apply(rows, seed.patience());
            TreeStart start = new TreeStart(limits, rows, own, drawOf(columns, limits, seed), seed.patience());
            return new OrderFreeGrower<>(start, criterion.apply(rows)).grow();
        };
    }

    private static Way ordered(
            float[][] columns,
            TreeLimits limits,
            BooleanSupplier cancelled,
            Function<TreeRows, OrderedVariance> criterion) {
        Presorted presorted = Presorted.of(columns, new CancelCheck(cancelled));
        return (weights, seed) -> {
            TreeRows rows = new TreeRows(weights, limits);
            SortedLists lists = new SortedLists(presorted, columns.length, rows, seed.patience());
            TreeStart start = new TreeStart(limits, rows, lists, drawOf(columns, limits, seed), seed.patience());
            RowOrder order = new RowOrder(columns, lists, rows);
            return new OrderedGrower(start, criterion.apply(rows), lists, order).grow();
        };
    }

    private static Way plain(float[][] columns, TreeLimits limits, Supplier<PlainCriterion> criterion) {
        return plain(columns, limits, criterion, SortedCuts::new);
    }

    private static Way plain(
            float[][] columns,
            TreeLimits limits,
            Supplier<PlainCriterion> criterion,
            Function<CutSearch.Rows, CutSearch> search) {
        return (weights, seed) -> {
            CutSearch.Columns drawn = new CutSearch.Columns(columns, seed);
            PlainSplitter splitter = new PlainSplitter(drawn, criterion.get(), limits, weights, search);
            return limits.maxLeafNodes().isPresent()
                    ? new BestFirstGrower(splitter, limits.maxLeafNodes().getAsInt()).grow()
                    : new PlainGrower(splitter).grow();
        };
    }

    private static FeatureDraw drawOf(float[][] columns, TreeLimits limits, TreeSeed seed) {
        return new FeatureDraw(columns.length, limits.maxFeatures(), seed.splitter());
    }

    /** The classes of rows. */
    public static final class Classes {
        private final int[] codes;
        private final int count;

        /** Each row's class, below {@code count}. */
        public Classes(int[] codes, int count) {
            this.codes = codes;
            this.count = count;
        }
    }
}
