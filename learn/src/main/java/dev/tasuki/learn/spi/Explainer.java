package dev.tasuki.learn.spi;

import java.util.Locale;

/**
 * Tells what each feature adds to a prediction: the base and the contributions of all features sum to it. The base is
 * what is predicted of a row of which nothing is known. Immutable and safe to share.
 *
 * <p>Example: {@code double[][] into = new double[1][features]; explainer.walk().add(row, into, steps)}.
 */
public interface Explainer {
    /** What the base and the contributions sum to. */
    enum Scale {
        /** The predicted number. */
        PREDICTION,
        /** The probability of each class. */
        PROBABILITY,
        /**
         * What becomes a probability: of two classes the log-odds of the second, whose probability is
         * {@code 1 / (1 + exp(-sum))}; of more a sum for each, of which softmax makes probabilities.
         */
        RAW_SCORE;

        /** The word that stands for it in answers. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the sums are. */
    Scale scale();

    /** The base of each sum: one, or one for each class. */
    double[] base();

    /** Steps of an explanation of one row, each some nanoseconds. */
    long steps();

    /** Bytes that a walk needs. */
    long memory();

    /** What explains one row after the other on one thread; takes {@link #memory} bytes. */
    Walk walk();

    /** Explains rows. Not thread-safe. */
    interface Walk {
        /**
         * Adds what each feature contributes.
         *
         * @param row the features in the order of their names
         * @param into {@code [sum][feature]}
         * @param steps counts the steps
         * @throws dev.tasuki.learn.InvalidValueException when a value is one that the model does not take
         * @throws IllegalArgumentException when the number of values is not that of the features
         * @throws java.util.concurrent.CancellationException when the explanation is not wanted any more
         */
        void add(double[] row, double[][] into, WalkCounter steps);
    }
}
