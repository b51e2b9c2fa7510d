package dev.tasuki.learn.boost;

/**
 * A way to split a node by one feature. Immutable.
 *
 * @param feature by which rows are split
 * @param bin the last bin whose rows go left; -1 for a split by categories
 * @param categories the bins whose rows go left, as bits; empty for a numeric split
 * @param missingLeft whether rows without a value go left
 * @param gain by how much the loss falls
 * @param left sums of the left side
 * @param right sums of the right side
 */
record SplitPoint(
        int feature,
        int bin,
        CodeSet categories,
        boolean missingLeft,
        double gain,
        GrowingNode.Sums left,
        GrowingNode.Sums right) {
    boolean byCategories() {
        return bin < 0;
    }

    SplitPoint withMissingLeft(boolean isLeft) {
        return new SplitPoint(feature, bin, categories, isLeft, gain, left, right);
    }
}
