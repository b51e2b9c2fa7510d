package dev.tasuki.learn.grow;

/**
 * The rows of a tree, of which every node is a range, in the order of any feature. Not thread-safe:
 * one instance serves one tree.
 */
sealed interface NodeLists permits SortedLists, SortingLists {
    /**
     * A node's rows in the order of a feature, at their positions; other positions mean nothing.
     * Valid until the next call of any method here.
     */
    long[] sorted(int feature, int start, int end);

    /**
     * Parts a node by a feature: rows before the middle in that feature's order to the left, the
     * others to the right.
     *
     * @param split the feature and the first position of the right side
     * @param draw the features, the {@code constants} first ones being constant in the node and not
     *     asked for again
     */
    void part(BestSplit split, FeatureDraw draw, int constants, NodeRange node);
}
