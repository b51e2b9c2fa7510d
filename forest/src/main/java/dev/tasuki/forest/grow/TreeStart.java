package dev.tasuki.forest.grow;

/**
 * What a tree begins with.
 *
 * @param limits when it stops
 * @param rows its rows
 * @param lists its rows in the order of each feature
 * @param draw its draw of features
 * @param patience its ear for cancellation
 */
record TreeStart(TreeLimits limits, TreeRows rows, SortedLists lists, FeatureDraw draw, Patience patience) {
    private static final int DEEPEST_FULL = 16;

    /** Nodes to make room for: a full tree of the allowed depth, or one row in each leaf, whichever is less. */
    int expectedNodes() {
        int leaves = Math.max(1, rows.count() / limits.minSamplesLeaf());
        return limits.maxDepth() >= DEEPEST_FULL ? 2 * leaves : Math.min(2 * leaves, 2 << limits.maxDepth());
    }
}
