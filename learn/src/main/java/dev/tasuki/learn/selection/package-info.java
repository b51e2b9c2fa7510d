/**
 * Which rows train and which test: equal to scikit-learn's {@code model_selection}.
 */
@NullMarked
package dev.tasuki.learn.selection;

import org.jspecify.annotations.NullMarked;
