package dev.tasuki.learn.boost;

/**
 * The rows of one node, with their gradients side by side in the node's order. One instance serves all
 * nodes of a tree, one after the other. Not thread-safe.
 */
final class NodeRows {
    /** Below so many rows gathering on one thread is faster. */
    private static final int PART = 1 << 15;

    private final Gradients of;
    private final float[] gathered;
    private final float[] gatheredHessian;

    int[] order = new int[0];
    int start;
    int count;
    float[] gradient = new float[0];
    float[] hessian = new float[0];

    NodeRows(Gradients of) {
        this.of = of;
        this.gathered = new float[of.gradient.length];
        this.gatheredHessian = new float[of.hessian.length];
    }

    /** Whether these are all rows in their own order. */
    boolean all() {
        return count == of.gradient.length;
    }

    /** Looks at the rows of a node. */
    void of(int[] rowOrder, GrowingNode node, SharedLoops loops) {
        order = rowOrder;
        start = node.start;
        count = node.rows();
        if (all()) {
            gradient = of.gradient;
            hessian = of.hessian;
            return;
        }
        gradient = gathered;
        hessian = gatheredHessian;
        int parts = (count + PART - 1) / PART;
        loops.each(parts, part -> gather(part * PART, Math.min(count, (part + 1) * PART)));
    }

    private void gather(int from, int to) {
        for (int i = from; i < to; i++) {
            gathered[i] = of.gradient[order[start + i]];
        }
        if (!of.constantHessian()) {
            for (int i = from; i < to; i++) {
                gatheredHessian[i] = of.hessian[order[start + i]];
            }
        }
    }
}
