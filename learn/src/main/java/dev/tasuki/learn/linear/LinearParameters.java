package dev.tasuki.learn.linear;

/**
 * How to fit a linear regression. Immutable.
 *
 * @param alpha the penalty on the squares of the coefficients, at least 0
 * @param fitIntercept whether there is a number that all predictions begin with; it is not penalised
 */
public record LinearParameters(double alpha, boolean fitIntercept) {
    /** Checks. @throws ParameterException when alpha is not allowed */
    public LinearParameters {
        Ridge.ALPHA.require(alpha);
    }
}
