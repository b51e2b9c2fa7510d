/**
 * Random forests equal to scikit-learn 1.2.1's bit for bit: parameters, fitting, prediction, splits
 * of a dataset and metrics. Start at {@link dev.tasuki.forest.RandomForestRegressor} and
 * {@link dev.tasuki.forest.RandomForestClassifier}.
 *
 * <p>{@code table} reads CSV, {@code model} writes and reads model files, {@code tree} shows trees
 * node by node; {@code numpy} and {@code grow} are the machinery inside and promise nothing to
 * others.
 */
@NullMarked
package dev.tasuki.forest;

import org.jspecify.annotations.NullMarked;
