package dev.tasuki.learn.forest;

/**
 * What a split is judged by; only criteria that are equal to scikit-learn's bit for bit are here.
 */
public enum Criterion {
    /** Variance of the target; for regressors. */
    SQUARED_ERROR("squared_error", Algorithm.REGRESSOR),
    /** Variance, with splits judged by Friedman's improvement of the two means; for regressors. */
    FRIEDMAN_MSE("friedman_mse", Algorithm.REGRESSOR),
    /** Gini impurity of the classes; for classifiers. */
    GINI("gini", Algorithm.CLASSIFIER);

    private final String label;
    private final Algorithm algorithm;

    Criterion(String label, Algorithm algorithm) {
        this.label = label;
        this.algorithm = algorithm;
    }

    /** scikit-learn's name, such as {@code squared_error}. */
    public String label() {
        return label;
    }

    /** The only algorithm that this criterion fits. */
    public Algorithm algorithm() {
        return algorithm;
    }
}
