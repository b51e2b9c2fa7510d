package dev.tasuki.forest.grow;

import dev.tasuki.forest.tree.Tree;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Grows trees from one set of rows; safe to use from many threads at once, as trees share nothing
 * but the rows.
 *
 * <p>Which way a tree is grown depends on what keeps its sums equal to scikit-learn's: where they
 * are exact, any order of rows will do ({@link OrderFreeGrower}); where they are not,
 * scikit-learn's order is followed ({@link OrderedGrower}); and where weights are no whole numbers,
 * or sorting all features would cost more than sorting those that are looked at, each node sorts
 * anew ({@link PlainGrower}). All three give the same tree. Trees of a limited number of leaves
 * grow in another order of nodes ({@link BestFirstGrower}).
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
        Tree grow(double[] weights, int splitterSeed, Patience patience);
    }

    /** A way that begins with sorted lists. */
    private interface SortedWay {
        Tree grow(TreeStart start);
    }

    private final Way way;
    private final BooleanSupplier cancelled;

    private TreeGrower(Way way, BooleanSupplier cancelled) {
        this.way = way;
        this.cancelled = cancelled;
    }

    /** Grows trees on numbers; weights will be whole. */
    public static TreeGrower ofNumbers(
            float[][] columns, double[] y, boolean friedman, TreeLimits limits, BooleanSupplier cancelled) {
        if (!sortingPays(columns, limits)) {
            return new TreeGrower(plain(columns, limits, () -> new PlainVariance(y, friedman)), cancelled);
        }
        SortedWay sorted = ExactSums.hold(y, y.length)
                ? start -> new OrderFreeGrower<>(start, new ExactVariance(start.rows(), y, friedman)).grow()
                : start -> new OrderedGrower(
                                start,
                                new OrderedVariance(start.rows(), y, friedman),
                                new RowOrder(columns, start.lists(), start.rows()))
                        .grow();
        return new TreeGrower(sorted(columns, limits, sorted), cancelled);
    }

    /**
     * Grows trees on classes.
     *
     * @param classes each row's class
     * @param wholeWeights whether all weights will be whole
     */
    public static TreeGrower ofClasses(
            float[][] columns, Classes classes, boolean wholeWeights, TreeLimits limits, BooleanSupplier cancelled) {
        int[] codes = classes.codes;
        int count = classes.count;
        if (!wholeWeights || codes.length > MOST_EXACT_ROWS || !sortingPays(columns, limits)) {
            return new TreeGrower(plain(columns, limits, () -> new PlainGini(codes, count)), cancelled);
        }
        SortedWay sorted = start -> new OrderFreeGrower<>(start, new ExactGini(start.rows(), codes, count)).grow();
        return new TreeGrower(sorted(columns, limits, sorted), cancelled);
    }

    /**
     * Grows one tree.
     *
     * @param weights each row's weight; rows of weight 0 do not take part
     * @param splitterSeed first state of the generator that draws features
     * @throws CancellationException when cancelled meanwhile
     */
    public Tree grow(double[] weights, int splitterSeed) {
        return way.grow(weights, splitterSeed, new Patience(cancelled));
    }

    private static boolean sortingPays(float[][] columns, TreeLimits limits) {
        return limits.maxLeafNodes().isEmpty() && columns.length <= FEATURES_PER_LOOK * limits.maxFeatures();
    }

    private static Way plain(float[][] columns, TreeLimits limits, Supplier<PlainCriterion> criterion) {
        return (weights, seed, patience) -> {
            TreeSeed treeSeed = new TreeSeed(seed, patience);
            PlainSplitter splitter = new PlainSplitter(columns, criterion.get(), limits, weights, treeSeed);
            return limits.maxLeafNodes().isPresent()
                    ? new BestFirstGrower(splitter, limits.maxLeafNodes().getAsInt()).grow()
                    : new PlainGrower(splitter).grow();
        };
    }

    private static Way sorted(float[][] columns, TreeLimits limits, SortedWay way) {
        Presorted presorted = Presorted.of(columns);
        return (weights, seed, patience) -> {
            TreeRows rows = new TreeRows(weights, limits);
            SortedLists lists = new SortedLists(presorted, columns.length, rows);
            FeatureDraw draw = new FeatureDraw(columns.length, limits.maxFeatures(), seed);
            return way.grow(new TreeStart(limits, rows, lists, draw, patience));
        };
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
