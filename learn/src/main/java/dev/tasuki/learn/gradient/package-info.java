/**
 * Gradient boosting stage by stage, each a small tree on what the stages before it left, as scikit-learn's
 * {@code GradientBoostingRegressor} and {@code GradientBoostingClassifier} do it: with every value of every feature
 * looked at, unlike {@code boost}, which puts values into bins.
 *
 * <p>Source of the method: Friedman, "Greedy function approximation: a gradient boosting machine", 2001, and
 * "Stochastic gradient boosting", 2002.
 */
@NullMarked
package dev.tasuki.learn.gradient;

import org.jspecify.annotations.NullMarked;
