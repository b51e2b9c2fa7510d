package dev.tasuki.learn.linear;

/**
 * How to fit a logistic regression. Immutable.
 *
 * @param penalised whether the squares of the coefficients are penalised ({@code penalty="l2"})
 * @param c the inverse of the penalty, above 0
 * @param fitIntercept whether each sum begins with a number of its own; it is not penalised
 * @param balanced whether classes weigh alike ({@code class_weight="balanced"})
 */
public record LogisticParameters(boolean penalised, double c, boolean fitIntercept, boolean balanced) {
    /** Checks. @throws ParameterException when C is not allowed */
    public LogisticParameters {
        LogisticRegression.C.require(c);
    }
}
