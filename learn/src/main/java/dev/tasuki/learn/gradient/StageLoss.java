package dev.tasuki.learn.gradient;

import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.tree.Tree;
import java.util.Arrays;

/** What the trees of a model make small, on the rows of one target. Immutable. */
sealed interface StageLoss permits StageLoss.SquaredError, LogLoss {
    /** Number of rows. */
    int rows();

    /** What predictions begin with. */
    double start();

    /** What predictions of the rows leave for the next tree: half the negative gradient. */
    void residuals(double[] raw, double[] into);

    /**
     * The tree that predicts, made from the one that was grown on residuals.
     *
     * @param leaves each row's leaf
     * @param weights 0 for rows that the tree did not learn from
     */
    Tree settled(Tree grown, int[] leaves, double[] residuals, double[] weights);

    /** The mean loss of predictions. */
    double mean(double[] raw);

    /** The given rows in the given order. */
    StageLoss select(int[] rows);

    /** Parts the rows for early stopping. */
    TrainTestSplit.Split split(double share, long seed);

    /** Half the squared error. @param y for reading only */
    record SquaredError(double[] y) implements StageLoss {
        @Override
        public int rows() {
            return y.length;
        }

        @Override
        public double start() {
            return PairwiseSum.of(y) / y.length;
        }

        @Override
        public void residuals(double[] raw, double[] into) {
            for (int row = 0; row < y.length; row++) {
                into[row] = y[row] - raw[row];
            }
        }

        /** A leaf's mean residual is already the best that it can say. */
        @Override
        public Tree settled(Tree grown, int[] leaves, double[] residuals, double[] weights) {
            return grown;
        }

        @Override
        public double mean(double[] raw) {
            double[] squares = new double[y.length];
            for (int row = 0; row < y.length; row++) {
                double difference = y[row] - raw[row];
                squares[row] = difference * difference;
            }
            return 1.0 / y.length * PairwiseSum.of(squares);
        }

        @Override
        public StageLoss select(int[] rows) {
            return new SquaredError(
                    Arrays.stream(rows).mapToDouble(row -> y[row]).toArray());
        }

        @Override
        public TrainTestSplit.Split split(double share, long seed) {
            return TrainTestSplit.of(y.length, share, seed);
        }
    }
}
