/** Exact Shapley values of trees: what each feature adds to a prediction. */
@NullMarked
package dev.tasuki.learn.explain;

import org.jspecify.annotations.NullMarked;
