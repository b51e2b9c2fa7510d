package dev.tasuki.learn.boost;

import dev.tasuki.learn.tree.NodeBudget;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Sums of gradients, counts and sums of hessians per bin, side by side in one array per node: the count
 * stands for the hessians where these are all 1. Arrays are used again from node to node.
 */
final class Histograms {
    private final BinnedRows rows;
    private final int width;
    private final NodeBudget budget;
    private final Deque<double[]> spare = new ArrayDeque<>();

    Histograms(BinnedRows rows, boolean constantHessian, NodeBudget budget) {
        this.rows = rows;
        this.width = constantHessian ? 2 : 3;
        this.budget = budget;
        // An array too long for Java is refused before the first tree.
        Math.multiplyExact(rows.allBins(), width);
    }

    /** Numbers per bin. */
    int width() {
        return width;
    }

    /** Where a feature's bins begin. */
    int offset(int feature) {
        return rows.firstBin(feature) * width;
    }

    /** An array with any content. @throws dev.tasuki.learn.tree.ForestTooLargeException beyond the budget */
    double[] take() {
        double[] array = spare.poll();
        if (array == null) {
            budget.take((long) rows.allBins() * width * Double.BYTES);
            array = new double[rows.allBins() * width];
        }
        return array;
    }

    void giveBack(double[] array) {
        spare.push(array);
    }

    /** Sums up one feature over the rows of a node. */
    void build(double[] histogram, int feature, NodeRows node) {
        int offset = offset(feature);
        Arrays.fill(histogram, offset, offset(feature + 1), 0);
        byte[] codes = rows.codes(feature);
        if (width == 2) {
            if (node.all()) {
                addAll(histogram, offset, codes, node);
            } else {
                add(histogram, offset, codes, node);
            }
        } else if (node.all()) {
            addAllWithHessians(histogram, offset, codes, node);
        } else {
            addWithHessians(histogram, offset, codes, node);
        }
    }

    /** Takes one feature of a part away from the whole, which becomes the other part. */
    void subtract(double[] whole, double[] part, int feature) {
        int end = offset(feature + 1);
        for (int i = offset(feature); i < end; i++) {
            whole[i] -= part[i];
        }
    }

    private static void addAll(double[] sums, int offset, byte[] codes, NodeRows node) {
        float[] gradient = node.gradient;
        for (int row = 0; row < node.count; row++) {
            int at = offset + ((codes[row] & 0xFF) << 1);
            sums[at] += gradient[row];
            sums[at + 1] += 1;
        }
    }

    private static void add(double[] sums, int offset, byte[] codes, NodeRows node) {
        float[] gradient = node.gradient;
        int[] order = node.order;
        int start = node.start;
        for (int i = 0; i < node.count; i++) {
            int at = offset + ((codes[order[start + i]] & 0xFF) << 1);
            sums[at] += gradient[i];
            sums[at + 1] += 1;
        }
    }

    private static void addAllWithHessians(double[] sums, int offset, byte[] codes, NodeRows node) {
        float[] gradient = node.gradient;
        float[] hessian = node.hessian;
        for (int row = 0; row < node.count; row++) {
            int at = offset + (codes[row] & 0xFF) * 3;
            sums[at] += gradient[row];
            sums[at + 1] += 1;
            sums[at + 2] += hessian[row];
        }
    }

    private static void addWithHessians(double[] sums, int offset, byte[] codes, NodeRows node) {
        float[] gradient = node.gradient;
        float[] hessian = node.hessian;
        int[] order = node.order;
        int start = node.start;
        for (int i = 0; i < node.count; i++) {
            int at = offset + (codes[order[start + i]] & 0xFF) * 3;
            sums[at] += gradient[i];
            sums[at + 1] += 1;
            sums[at + 2] += hessian[i];
        }
    }
}
