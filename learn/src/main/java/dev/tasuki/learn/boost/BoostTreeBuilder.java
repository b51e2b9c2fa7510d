package dev.tasuki.learn.boost;

import org.jspecify.annotations.Nullable;

/** Collects the nodes of a {@link BoostTree} in their order. Not thread-safe. */
public final class BoostTreeBuilder {
    final int[] left;
    final int[] right;
    final int[] feature;
    final int[] rows;
    final double[] threshold;
    final double[] gain;
    final double[] value;
    final boolean[] missingLeft;
    final @Nullable CategorySplit[] categories;
    boolean byCategories;
    int size;

    /** A tree of so many nodes. */
    public BoostTreeBuilder(int nodes) {
        this.left = new int[nodes];
        this.right = new int[nodes];
        this.feature = new int[nodes];
        this.rows = new int[nodes];
        this.threshold = new double[nodes];
        this.gain = new double[nodes];
        this.value = new double[nodes];
        this.missingLeft = new boolean[nodes];
        this.categories = new CategorySplit[nodes];
    }

    /** Adds a node, at first a leaf, and gives its number. */
    public int add(int nodeRows, double nodeValue) {
        left[size] = BoostTree.NO_CHILD;
        right[size] = BoostTree.NO_CHILD;
        rows[size] = nodeRows;
        value[size] = nodeValue;
        return size++;
    }

    /** Makes a node split by a threshold; its children are set later. */
    public void split(int node, int byFeature, double atThreshold, double withGain, boolean missingGoLeft) {
        feature[node] = byFeature;
        threshold[node] = atThreshold;
        gain[node] = withGain;
        missingLeft[node] = missingGoLeft;
    }

    /** Makes a node that {@link #split} was called for split by categories. */
    public void categories(int node, CategorySplit by) {
        categories[node] = by;
        byCategories = true;
    }

    /** Makes a node the left or the right child of another. */
    public void setChild(int parent, boolean isLeft, int child) {
        (isLeft ? left : right)[parent] = child;
    }

    /** The tree of the nodes so far. */
    public BoostTree build() {
        return new BoostTree(this);
    }
}
