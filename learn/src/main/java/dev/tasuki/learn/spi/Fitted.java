package dev.tasuki.learn.spi;

import dev.tasuki.learn.conformal.Residuals;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.Rows;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * What a learner has fitted. Immutable and safe to share; predicts from any number of threads at once.
 */
public sealed interface Fitted permits Fitted.Numbers, Fitted.Classes, Fitted.Scores {
    /** What fitted it. */
    ConfiguredLearner<?> learner();

    /** The features' names, in the order in which rows must give them. */
    List<String> featureNames();

    /** Trees that a prediction walks down; at least 1. */
    int nTrees();

    /** Bytes that it takes in memory, roughly. */
    long memory();

    /** How much each feature has to say, in their order, summing to 1 or all 0; empty if the learner cannot tell. */
    Optional<double[]> importances();

    /**
     * By how much the splits of each feature made the loss fall on the training rows, in their order; empty if the
     * learner does not boost. scikit-learn has no such figure.
     */
    default Optional<double[]> gains() {
        return Optional.empty();
    }

    /** The out-of-bag score: R² of a regressor, accuracy of a classifier; empty unless it was asked for. */
    OptionalDouble oobScore();

    /** Predicts numbers. */
    non-sealed interface Numbers extends Fitted {
        /**
         * The prediction for one row.
         *
         * @param row the features in the order of their names
         * @throws dev.tasuki.learn.InvalidValueException when a value is one that it does not take
         * @throws IllegalArgumentException when the number of values is not that of the features
         * @throws java.util.concurrent.CancellationException when the walks are not wanted any more
         */
        double predict(double[] row, WalkCounter walks);

        /**
         * The errors on training rows by those parts of the model that had not seen them; empty if the fit did not
         * count them. A model file does not keep them with what was fitted, so that a model that was read has none.
         */
        default Optional<Residuals> residuals() {
            return Optional.empty();
        }

        /** The predictions for many rows. @throws java.util.concurrent.CancellationException when cancelled */
        double[] predict(Rows rows, BooleanSupplier cancelled);
    }

    /** Scores rows, to find those that are unlike the others. */
    non-sealed interface Scores extends Fitted {
        /** Scores below it are those of outliers. */
        double offset();

        /**
         * The score of one row: the lower, the more unlike the training rows it is.
         *
         * @param row the features in the order of their names
         * @throws dev.tasuki.learn.InvalidValueException when a value is one that it does not take
         * @throws IllegalArgumentException when the number of values is not that of the features
         * @throws java.util.concurrent.CancellationException when the walks are not wanted any more
         */
        double score(double[] row, WalkCounter walks);

        /** The scores of many rows. @throws java.util.concurrent.CancellationException when cancelled */
        double[] score(Rows rows, BooleanSupplier cancelled);
    }

    /** Predicts classes. */
    non-sealed interface Classes extends Fitted {
        /** The classes, in the order of the probabilities. */
        ClassLabels labels();

        /**
         * The probability of each class for one row.
         *
         * @param row the features in the order of their names
         * @throws dev.tasuki.learn.InvalidValueException when a value is one that it does not take
         * @throws IllegalArgumentException when the number of values is not that of the features
         * @throws java.util.concurrent.CancellationException when the walks are not wanted any more
         */
        double[] predictProbabilities(double[] row, WalkCounter walks);

        /** The same for many rows: {@code [row][class]}. @throws java.util.concurrent.CancellationException when cancelled */
        double[][] predictProbabilities(Rows rows, BooleanSupplier cancelled);

        /** The class that these probabilities speak for: the first of the highest. */
        static int likeliest(double[] probabilities) {
            int best = 0;
            for (int k = 1; k < probabilities.length; k++) {
                if (probabilities[k] > probabilities[best]) {
                    best = k;
                }
            }
            return best;
        }
    }
}
