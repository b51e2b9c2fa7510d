package dev.tasuki.learn.isolation;

import dev.tasuki.learn.Amount;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How to isolate, by scikit-learn's names and with its meanings; checked when made. Immutable.
 *
 * @param nEstimators number of trees, at least 1
 * @param maxSamples rows of each tree, or a share of all; empty ({@code "auto"}): 256, or all if they are fewer
 * @param contamination share of the training rows that shall count as outliers, above 0 and up to 0.5; empty
 *     ({@code "auto"}): those with a score below -0.5
 * @param randomState seed, 0 to 2^32 - 1
 */
public record IsolationParameters(
        int nEstimators, Optional<Amount> maxSamples, OptionalDouble contamination, long randomState) {
    private static final int USUAL_SAMPLES = 256;

    /** Checks. @throws ParameterException naming the first that is not allowed */
    public IsolationParameters {
        IsolationSchema.N_ESTIMATORS.require(nEstimators);
        IsolationSchema.MAX_SAMPLES.require(maxSamples);
        IsolationSchema.CONTAMINATION.require(contamination);
        IsolationSchema.RANDOM_STATE.require(randomState);
    }

    /** Rows of each tree, of so many; more than there are is as many as there are. */
    int samplesAmong(int rows) {
        return (int) samplesAmong((double) rows);
    }

    /** The same of a number of rows that is estimated. */
    double samplesAmong(double rows) {
        Amount wanted = maxSamples.orElse(Amount.of(USUAL_SAMPLES));
        double samples = switch (wanted) {
            case Amount.Rows some -> some.rows();
            case Amount.Share share -> Math.floor(share.share() * rows);
        };
        return Math.min(rows, samples);
    }

    /** The same for so many trees. */
    IsolationParameters withTrees(int trees) {
        return new IsolationParameters(trees, maxSamples, contamination, randomState);
    }
}
