package dev.tasuki.learn.gradient;

import dev.tasuki.learn.numpy.GlibcExp;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.tree.Tree;
import java.util.Arrays;

/** The deviance of two classes: twice the negative log likelihood. @param classes each row's, 0 or 1; for reading only */
record LogLoss(int[] classes) implements StageLoss {
    /** The distance from 1 to the next 32-bit float. */
    private static final double LEAST_SHARE = 0x1p-23;
    /** Below this a denominator counts as 0. */
    private static final double NOTHING = 1e-150;

    @Override
    public int rows() {
        return classes.length;
    }

    @Override
    public double start() {
        double ones = Arrays.stream(classes).sum();
        double share = Math.clamp(ones / classes.length, LEAST_SHARE, 1 - LEAST_SHARE);
        return Math.log(share / (1 - share));
    }

    @Override
    public void residuals(double[] raw, double[] into) {
        for (int row = 0; row < classes.length; row++) {
            into[row] = classes[row] - GlibcExp.expit(raw[row]);
        }
    }

    /** Each leaf gets one step of Newton's method; its sums are taken in the order of the rows. */
    @Override
    public Tree settled(Tree grown, int[] leaves, double[] residuals, double[] weights) {
        int nodes = grown.nodes();
        int[] ends = new int[nodes + 1];
        for (int row = 0; row < leaves.length; row++) {
            if (weights[row] != 0) {
                ends[leaves[row] + 1]++;
            }
        }
        for (int node = 0; node < nodes; node++) {
            ends[node + 1] += ends[node];
        }
        int[] next = Arrays.copyOf(ends, nodes);
        double[] numerators = new double[ends[nodes]];
        double[] denominators = new double[ends[nodes]];
        for (int row = 0; row < leaves.length; row++) {
            if (weights[row] != 0) {
                int at = next[leaves[row]]++;
                double y = classes[row];
                numerators[at] = residuals[row];
                denominators[at] = (y - residuals[row]) * (1 - y + residuals[row]);
            }
        }
        double[] values = new double[nodes];
        for (int node = 0; node < nodes; node++) {
            int count = ends[node + 1] - ends[node];
            values[node] = grown.isLeaf(node)
                    ? step(
                            PairwiseSum.of(numerators, ends[node], count),
                            PairwiseSum.of(denominators, ends[node], count))
                    : grown.value(node, 0);
        }
        return grown.withValues(values);
    }

    private static double step(double numerator, double denominator) {
        return Math.abs(denominator) < NOTHING ? 0 : numerator / denominator;
    }

    @Override
    public double mean(double[] raw) {
        double[] terms = new double[classes.length];
        for (int row = 0; row < terms.length; row++) {
            terms[row] = classes[row] * raw[row] - logOnePlusExp(raw[row]);
        }
        return -2.0 / terms.length * PairwiseSum.of(terms);
    }

    /** As numpy's {@code logaddexp(0, x)}, but for the logarithm, whose last digit may differ. */
    private static double logOnePlusExp(double x) {
        if (x == 0) {
            return Math.log(2);
        }
        return x < 0 ? Math.log1p(GlibcExp.exp(x)) : x + Math.log1p(GlibcExp.exp(-x));
    }

    @Override
    public StageLoss select(int[] rows) {
        return new LogLoss(Arrays.stream(rows).map(row -> classes[row]).toArray());
    }

    @Override
    public TrainTestSplit.Split split(double share, long seed) {
        return TrainTestSplit.stratified(classes, share, seed);
    }
}
