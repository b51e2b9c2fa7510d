package dev.tasuki.learn.boost;

import org.jspecify.annotations.Nullable;

/** A node of a tree that grows: its rows, its sums, and later its split and children. */
final class GrowingNode {
    final int depth;
    final int start;
    final int end;
    final double gradients;
    final double hessians;
    double value;

    /** Until its children are made, unless it is a leaf. */
    double @Nullable [] histogram;

    @Nullable
    SplitPoint split;

    @Nullable
    GrowingNode left;

    @Nullable
    GrowingNode right;

    GrowingNode(int depth, int start, int end, Sums sums) {
        this.depth = depth;
        this.start = start;
        this.end = end;
        this.gradients = sums.gradients;
        this.hessians = sums.hessians;
        this.value = sums.value;
    }

    /** The sums over a node's rows and the value that follows from them. */
    record Sums(double gradients, double hessians, double value) {}

    int rows() {
        return end - start;
    }

    boolean isLeaf() {
        return left == null;
    }
}
