package dev.tasuki.forest.grow;

/**
 * What a tree begins with.
 *
 * @param limits when it stops
 * @param rows its rows
 * @param lists its rows in the order of any feature
 * @param draw its draw of features
 * @param patience its ear for cancellation
 */
record TreeStart(TreeLimits limits, TreeRows rows, NodeLists lists, FeatureDraw draw, Patience patience) {
    private static final int MOST_EXPECTED = 1 << 12;

    /** Nodes to make room for at first. */
    int expectedNodes() {
        return Math.min(MOST_EXPECTED, 2 * Math.max(1, rows.count() / limits.minSamplesLeaf()));
    }
}
