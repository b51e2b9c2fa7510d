package dev.tasuki.learn.grow;

import dev.tasuki.learn.CancelCheck;

/**
 * What a tree begins with.
 *
 * @param limits when it stops
 * @param rows its rows
 * @param lists its rows in the order of any feature
 * @param draw its draw of features
 * @param patience its ear for cancellation
 */
record TreeStart(TreeLimits limits, TreeRows rows, NodeLists lists, FeatureDraw draw, CancelCheck patience) {
    private static final int MOST_EXPECTED = 1 << 12;
    private static final int LEAST_EXPECTED = 16;

    /** Nodes to make room for at first, each with so many values. */
    int expectedNodes(int valuesPerNode) {
        int byRows = 2 * Math.max(1, rows.count() / limits.minSamplesLeaf());
        int byDepth = limits.maxDepth() < 12 ? 2 << limits.maxDepth() : MOST_EXPECTED;
        int most = Math.max(LEAST_EXPECTED, MOST_EXPECTED / valuesPerNode);
        return Math.min(most, Math.min(byRows, byDepth));
    }
}
