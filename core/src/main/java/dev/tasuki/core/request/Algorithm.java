package dev.tasuki.core.request;

import java.util.Arrays;
import java.util.Optional;

/** What can be trained, by scikit-learn's names. Spelled out here so that front ends need not know forests. */
public enum Algorithm {
    REGRESSOR("RandomForestRegressor"),
    CLASSIFIER("RandomForestClassifier");

    private final String label;

    Algorithm(String label) {
        this.label = label;
    }

    /** scikit-learn's class name. */
    public String label() {
        return label;
    }

    /** The one with exactly this name, if any. */
    public static Optional<Algorithm> named(String label) {
        return Arrays.stream(values()).filter(a -> a.label.equals(label)).findFirst();
    }
}
