package dev.tasuki.forest.grow;

import dev.tasuki.forest.tree.Tree;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Grows trees from one set of rows; safe to use from many threads at once, as trees share nothing but the rows. */
public final class TreeGrower {
    private final float[][] columns;
    private final Supplier<PlainCriterion> criteria;
    private final TreeLimits limits;
    private final BooleanSupplier cancelled;

    private TreeGrower(
            float[][] columns, Supplier<PlainCriterion> criteria, TreeLimits limits, BooleanSupplier cancelled) {
        this.columns = columns;
        this.criteria = criteria;
        this.limits = limits;
        this.cancelled = cancelled;
    }

    /** Grows trees on numbers. */
    public static TreeGrower ofNumbers(
            float[][] columns, double[] y, boolean friedman, TreeLimits limits, BooleanSupplier cancelled) {
        return new TreeGrower(columns, () -> new PlainVariance(y, friedman), limits, cancelled);
    }

    /** Grows trees on classes, each below {@code count}. */
    public static TreeGrower ofClasses(
            float[][] columns, int[] classes, int count, TreeLimits limits, BooleanSupplier cancelled) {
        return new TreeGrower(columns, () -> new PlainGini(classes, count), limits, cancelled);
    }

    /**
     * Grows one tree.
     *
     * @param weights each row's weight; rows of weight 0 do not take part
     * @param splitterSeed first state of the generator that draws features
     * @throws CancellationException when cancelled meanwhile
     */
    public Tree grow(double[] weights, int splitterSeed) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("growing was cancelled");
        }
        return new PlainGrower(columns, criteria.get(), limits, weights, splitterSeed).grow();
    }
}
