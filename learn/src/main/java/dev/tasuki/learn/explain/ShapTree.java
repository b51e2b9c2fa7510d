package dev.tasuki.learn.explain;

import dev.tasuki.learn.tree.Tree;

/** A tree as explanations need it. Node 0 is its root. Immutable. */
public interface ShapTree {
    /** What {@link #left} says of a leaf. */
    int NO_CHILD = Tree.NO_CHILD;

    /** Number of nodes, leaves included; at least 1. */
    int nodes();

    /** The left child, or {@link #NO_CHILD}. */
    int left(int node);

    /** The right child, or {@link #NO_CHILD}. */
    int right(int node);

    /** The feature by which an inner node splits. */
    int feature(int node);

    /** The weight of the training rows in a node. */
    double cover(int node);

    /** Whether a row goes left at an inner node. */
    boolean goesLeft(int node, double[] row);

    /** Writes the values of a leaf. */
    void values(int leaf, double[] into);

    /**
     * The share of an inner node's training rows that are in a child. A damaged tree, whose children have more rows
     * than there are, has a half: then the sums are still those of the prediction.
     */
    static double share(ShapTree tree, int node, int child) {
        double share = tree.cover(child) / tree.cover(node);
        return share >= 0 && share <= 1 ? share : 0.5;
    }
}
