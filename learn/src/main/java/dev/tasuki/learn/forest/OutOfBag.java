package dev.tasuki.learn.forest;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.conformal.Residuals;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.metric.Metrics;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.tree.Tree;
import java.util.Arrays;

/**
 * What the trees say of rows they have not seen ({@code oob_score}). Trees are added in their
 * order. Not thread-safe.
 *
 * <p>A row that every tree has seen counts as predicted 0, or as the first class, as in
 * scikit-learn.
 */
sealed interface OutOfBag {
    /** Adds a tree and the number of times it drew each row. Of no use any more once it was cancelled. */
    void add(Tree tree, int[] counts, CancelCheck patience);

    /** The score of the trees so far. */
    double score();

    /** The mean prediction of numbers, scored by R². */
    final class OfNumbers implements OutOfBag {
        private final FeatureMatrix x;
        private final double[] y;
        private final double[] sums;
        private final int[] votes;

        OfNumbers(FeatureMatrix x, double[] y) {
            this.x = x;
            this.y = y;
            this.sums = new double[y.length];
            this.votes = new int[y.length];
        }

        @Override
        public void add(Tree tree, int[] counts, CancelCheck patience) {
            float[] row = new float[x.features()];
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 0) {
                    patience.spend(CancelCheck.VALUES_PER_WALK);
                    x.copyRow(i, row);
                    sums[i] += tree.value(tree.leafOf(row), 0);
                    votes[i]++;
                }
            }
        }

        /** Each row's prediction by the trees that have not seen it ({@code oob_prediction_}). */
        double[] predictions() {
            double[] predictions = new double[sums.length];
            for (int i = 0; i < predictions.length; i++) {
                predictions[i] = sums[i] / Math.max(1, votes[i]);
            }
            return predictions;
        }

        /** The errors on the rows that some tree has not seen. */
        Residuals residuals() {
            double[] errors = new double[sums.length];
            int counted = 0;
            for (int i = 0; i < sums.length; i++) {
                if (votes[i] > 0) {
                    errors[counted++] = y[i] - sums[i] / votes[i];
                }
            }
            return Residuals.of(Residuals.Source.OUT_OF_BAG, Arrays.copyOf(errors, counted));
        }

        @Override
        public double score() {
            return Metrics.r2(y, predictions());
        }
    }

    /** The mean probabilities of classes, scored by accuracy. */
    final class OfClasses implements OutOfBag {
        private final FeatureMatrix x;
        private final ClassTarget y;
        private final double[][] sums;
        private final int[] votes;

        OfClasses(FeatureMatrix x, ClassTarget y) {
            this.x = x;
            this.y = y;
            this.sums = new double[y.rows()][y.labels().size()];
            this.votes = new int[y.rows()];
        }

        @Override
        public void add(Tree tree, int[] counts, CancelCheck patience) {
            float[] row = new float[x.features()];
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 0) {
                    patience.spend(CancelCheck.VALUES_PER_WALK);
                    x.copyRow(i, row);
                    ClassificationForest.addShares(tree, tree.leafOf(row), sums[i]);
                    votes[i]++;
                }
            }
        }

        /**
         * Each row's probabilities by the trees that have not seen it
         * ({@code oob_decision_function_}).
         */
        double[][] probabilities() {
            double[][] probabilities = new double[sums.length][];
            for (int i = 0; i < sums.length; i++) {
                probabilities[i] = new double[sums[i].length];
                shares(i, probabilities[i]);
            }
            return probabilities;
        }

        @Override
        public double score() {
            int[] predicted = new int[sums.length];
            double[] row = new double[y.labels().size()];
            for (int i = 0; i < predicted.length; i++) {
                shares(i, row);
                predicted[i] = Fitted.Classes.likeliest(row);
            }
            return Metrics.accuracy(y.codes(), predicted);
        }

        private void shares(int row, double[] into) {
            for (int k = 0; k < into.length; k++) {
                into[k] = sums[row][k] / Math.max(1, votes[row]);
            }
        }
    }
}
