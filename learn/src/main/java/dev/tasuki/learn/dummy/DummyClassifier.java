package dev.tasuki.learn.dummy;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.ClassTarget;
import java.util.Arrays;

/**
 * Predicts the most frequent class of the training rows for every row, the first of several, equal to
 * scikit-learn's {@code DummyClassifier} bit for bit. Immutable.
 */
public final class DummyClassifier {
    private final ClassLabels labels;
    private final double[] probabilities;
    private final int predicted;

    /** What probabilities say; the predicted class is the same. */
    public enum Strategy {
        /** How often each class occurred. */
        PRIOR,
        /** 1 for the most frequent class. */
        MOST_FREQUENT
    }

    private DummyClassifier(ClassLabels labels, double[] probabilities, int predicted) {
        this.labels = labels;
        this.probabilities = probabilities;
        this.predicted = predicted;
    }

    /** Fits. @throws IllegalArgumentException when there is no row */
    public static DummyClassifier fit(ClassTarget y, Strategy strategy) {
        if (y.rows() == 0) {
            throw new IllegalArgumentException("there is no row to learn from; at least 1 is needed");
        }
        int[] counts = new int[y.labels().size()];
        for (int row = 0; row < y.rows(); row++) {
            counts[y.code(row)]++;
        }
        int most = 0;
        for (int k = 1; k < counts.length; k++) {
            most = counts[k] > counts[most] ? k : most;
        }
        double[] probabilities = new double[counts.length];
        switch (strategy) {
            case PRIOR -> Arrays.setAll(probabilities, k -> (double) counts[k] / y.rows());
            case MOST_FREQUENT -> probabilities[most] = 1;
        }
        return new DummyClassifier(y.labels(), probabilities, most);
    }

    /** The classes in the order of the probabilities. */
    public ClassLabels labels() {
        return labels;
    }

    /** The probability of each class, the same for every row. */
    public double[] probabilities() {
        return probabilities.clone();
    }

    /** The predicted class, as a position among the labels. */
    public int predicted() {
        return predicted;
    }
}
