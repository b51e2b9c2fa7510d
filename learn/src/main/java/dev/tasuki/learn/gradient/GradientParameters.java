package dev.tasuki.learn.gradient;

import dev.tasuki.learn.forest.ForestParameters;
import java.util.OptionalInt;

/**
 * How to boost stage by stage, by scikit-learn's names and with its meanings; checked when made. Immutable.
 *
 * @param nEstimators trees at most, at least 1
 * @param learningRate what each tree's values are multiplied by, at least 0
 * @param subsample share of the rows that each tree learns from, above 0 and up to 1
 * @param nIterNoChange so many trees without a better score end it, at least 1; empty: nothing does
 * @param validationFraction share of the rows by which that is judged, between 0 and 1
 * @param tol by how much a score must be better, at least 0
 * @param tree how each tree grows; its seed is that of the whole fit
 */
public record GradientParameters(
        int nEstimators,
        double learningRate,
        double subsample,
        OptionalInt nIterNoChange,
        double validationFraction,
        double tol,
        ForestParameters tree) {
    /** Checks. @throws ParameterException naming the first that is not allowed */
    public GradientParameters {
        GradientSchema.N_ESTIMATORS.require(nEstimators);
        GradientSchema.LEARNING_RATE.require(learningRate);
        GradientSchema.SUBSAMPLE.require(subsample);
        GradientSchema.N_ITER_NO_CHANGE.require(nIterNoChange);
        GradientSchema.VALIDATION_FRACTION.require(validationFraction);
        GradientSchema.TOL.require(tol);
    }

    /** The same for so many trees. */
    GradientParameters withTrees(int trees) {
        return new GradientParameters(trees, learningRate, subsample, nIterNoChange, validationFraction, tol, tree);
    }
}
