package dev.tasuki.learn.formula;

/** What becomes of a model's sums. */
public sealed interface Link {
    /** Links that need no figures. */
    enum Plain implements Link {
        /** The one sum is the prediction. */
        NUMBER,
        /** Each sum is the probability of a class. */
        SHARES,
        /** 1 / (1 + e^-sum) is the probability of the second of two classes. */
        LOGISTIC,
        /** The share of each e^sum in their total is the probability of a class. */
        SOFTMAX
    }

    /**
     * The one sum is the length of a row's paths, its score -2^(-sum / lengths).
     *
     * @param lengths the mean length of such paths, summed over the trees; 0: every score is -0.5
     * @param offset scores below it are those of outliers
     */
    record Anomaly(double lengths, double offset) implements Link {}
}
