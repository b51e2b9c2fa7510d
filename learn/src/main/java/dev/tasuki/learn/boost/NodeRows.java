package dev.tasuki.learn.boost;

/**
 * The rows of one node, with their gradients side by side in the node's order. One instance serves all
 * nodes of all trees, one after the other. Not thread-safe.
 */
final class NodeRows {
    /** Below so many rows gathering on one thread is faster. */
    private static final int PART = 1 << 15;

    private Gradients all;
    private final float[] gathered;
    private final float[] gatheredHessian;

    int[] order = new int[0];
    int start;
    int count;
    float[] gradient = new float[0];
    float[] hessian = new float[0];

    NodeRows(int rows, boolean constantHessian) {
        this.all = new Gradients(0, constantHessian);
        this.gathered = new float[rows];
        this.gatheredHessian = new float[constantHessian ? 0 : rows];
    }

    /** Begins a tree. */
    void begin(Gradients gradients) {
        all = gradients;
    }

    /** Whether these are all rows in their own order. */
    boolean all() {
        return count == all.gradient.length;
    }

    /** Looks at the rows of a node. */
    void of(int[] rowOrder, GrowingNode node, SharedLoops loops) {
        order = rowOrder;
        start = node.start;
        count = node.rows();
        if (all()) {
            gradient = all.gradient;
            hessian = all.hessian;
            return;
        }
        gradient = gathered;
        hessian = gatheredHessian;
        int parts = (count + PART - 1) / PART;
        loops.each(parts, part -> gather(part * PART, Math.min(count, (part + 1) * PART)));
    }

    private void gather(int from, int to) {
        for (int i = from; i < to; i++) {
            gathered[i] = all.gradient[order[start + i]];
        }
        if (!all.constantHessian()) {
            for (int i = from; i < to; i++) {
                gatheredHessian[i] = all.hessian[order[start + i]];
            }
        }
    }
}
