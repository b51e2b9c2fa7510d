package dev.tasuki.learn.grow;

/**
 * A node with its best split, if it has one.
 *
 * @param start first position of its rows
 * @param end position after the last
 * @param depth splits above it
 * @param constants features known to be constant in its children
 * @param impurity of its rows
 * @param weight of its rows
 * @param split its best split, or {@link Split#NONE}
 */
record PlainNode(int start, int end, int depth, int constants, double impurity, double weight, Split split) {
    /**
     * A split of a node.
     *
     * @param feature by which rows are split
     * @param threshold up to which they go left
     * @param position first position of the right side
     * @param improvement how much it takes away from the impurity, scaled
     * @param leftImpurity of the left side
     * @param rightImpurity of the right side
     */
    record Split(
            int feature,
            double threshold,
            int position,
            double improvement,
            double leftImpurity,
            double rightImpurity) {
        private static final int NO_FEATURE = -1;

        static final Split NONE = new Split(NO_FEATURE, 0, 0, 0, 0, 0);
    }

    boolean isLeaf() {
        return split.feature() == Split.NO_FEATURE;
    }
}
