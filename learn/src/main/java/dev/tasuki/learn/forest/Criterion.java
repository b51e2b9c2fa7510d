package dev.tasuki.learn.forest;

import dev.tasuki.learn.spi.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * What a split is judged by; only criteria that are equal to scikit-learn's bit for bit are here.
 */
public enum Criterion {
    /** Variance of the target; for regressors. */
    SQUARED_ERROR("squared_error", Kind.NUMBERS),
    /** Variance, with splits judged by Friedman's improvement of the two means; for regressors. */
    FRIEDMAN_MSE("friedman_mse", Kind.NUMBERS),
    /** Gini impurity of the classes; for classifiers. */
    GINI("gini", Kind.CLASSES);

    private final String label;
    private final Kind kind;

    Criterion(String label, Kind kind) {
        this.label = label;
        this.kind = kind;
    }

    /** scikit-learn's name, such as {@code squared_error}. */
    public String label() {
        return label;
    }

    /** The only kind of trees that this criterion fits. */
    public Kind kind() {
        return kind;
    }

    /** Those that fit a kind of trees. */
    static List<Criterion> of(Kind kind) {
        return Arrays.stream(values()).filter(c -> c.kind == kind).toList();
    }
}
