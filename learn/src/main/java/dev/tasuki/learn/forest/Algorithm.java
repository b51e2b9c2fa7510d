package dev.tasuki.learn.forest;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of forest that can be grown, by scikit-learn's names. */
public enum Algorithm {
    /** Predicts a number. */
    REGRESSOR("RandomForestRegressor"),
    /** Predicts one of a set of classes. */
    CLASSIFIER("RandomForestClassifier");

    private final String label;

    Algorithm(String label) {
        this.label = label;
    }

    /** The algorithm of this name, exactly as scikit-learn writes it; empty for any other. */
    public static Optional<Algorithm> named(String label) {
        return Arrays.stream(values()).filter(a -> a.label.equals(label)).findFirst();
    }

    /** scikit-learn's class name, such as {@code RandomForestRegressor}. */
    public String label() {
        return label;
    }
}
