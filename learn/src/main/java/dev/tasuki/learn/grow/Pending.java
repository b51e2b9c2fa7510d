package dev.tasuki.learn.grow;

/**
 * A node that waits to be added to its tree.
 *
 * @param start first position of its rows
 * @param end position after the last
 * @param depth splits above it
 * @param constants features known to be constant in it
 * @param impurity of its rows, as its parent's split found it
 * @param sums over its rows
 * @param parent number of its parent, or -1 for the root
 * @param isLeft which child it is
 * @param <S> what is summed over the rows
 */
record Pending<S>(int start, int end, int depth, int constants, double impurity, S sums, int parent, boolean isLeft) {
    static final int NO_PARENT = -1;

    /** Impurities this small count as none: the distance from 1 to the next double. */
    static final double EPSILON = 0x1p-52;

    static <S> Pending<S> root(int rows, double impurity, S sums) {
        return new Pending<>(0, rows, 0, 0, impurity, sums, NO_PARENT, false);
    }

    /** Whether the node stays a leaf without a look at its features. */
    boolean mustBeLeaf(TreeLimits limits, double weight, double minWeightLeaf) {
        return depth >= limits.maxDepth()
                || end - start < limits.minSamplesSplit()
                || weight < 2 * minWeightLeaf
                || impurity <= EPSILON;
    }

    NodeRange range(TreeLimits limits, double minWeightLeaf) {
        return new NodeRange(start, end, limits.minSamplesLeaf(), minWeightLeaf);
    }
}
