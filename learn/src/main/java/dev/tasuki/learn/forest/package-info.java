/**
 * Random forests equal to scikit-learn 1.2.1's bit for bit: parameters, fitting, prediction. Start at
 * {@link dev.tasuki.learn.forest.RandomForestRegressor} and
 * {@link dev.tasuki.learn.forest.RandomForestClassifier}.
 */
@NullMarked
package dev.tasuki.learn.forest;

import org.jspecify.annotations.NullMarked;
