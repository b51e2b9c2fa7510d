package dev.tasuki.learn.boost;

import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.selection.TrainTestSplit;

/** What boosting makes small, of given targets: its start, its derivatives and its mean. Immutable. */
sealed interface Loss permits SquaredLoss, BinaryLoss, ClassesLoss {
    /** Trees of a round. */
    int trees();

    /** Whether all second derivatives are 1. */
    boolean constantHessian();

    /** The best constant predictions, one for each tree of a round. */
    double[] start();

    /**
     * The derivatives of some rows.
     *
     * @param raw predictions so far, {@code [tree][row]}
     * @param into {@code [tree]}
     */
    void derive(double[][] raw, Gradients[] into, int from, int to);

    /** The mean over all rows. */
    double mean(double[][] raw);

    /** The same for some rows only. */
    Loss select(int[] rows);

    /** Parts the rows for early stopping. */
    TrainTestSplit.Split split(double share, long seed);

    /** numpy's average; no weights are none. */
    static double average(double[] values, double[] weights) {
        if (weights.length == 0) {
            return PairwiseSum.of(values) / values.length;
        }
        double[] products = new double[values.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = values[i] * weights[i];
        }
        return PairwiseSum.of(products) / PairwiseSum.of(weights);
    }

    /** The chosen ones of weights, if there are any. */
    static double[] selected(double[] weights, int[] rows) {
        return weights.length == 0 ? weights : BoostRows.selected(weights, rows);
    }
}
