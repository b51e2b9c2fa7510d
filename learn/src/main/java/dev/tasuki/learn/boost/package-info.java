/**
 * Gradient boosting on histograms: equal to scikit-learn's {@code HistGradientBoostingRegressor} and
 * {@code HistGradientBoostingClassifier} bit for bit, with missing values and categories as they are.
 */
@NullMarked
package dev.tasuki.learn.boost;

import org.jspecify.annotations.NullMarked;
