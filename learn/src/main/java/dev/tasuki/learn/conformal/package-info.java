/** Intervals around predicted numbers, by the errors on rows that the model had not seen. */
@NullMarked
package dev.tasuki.learn.conformal;

import org.jspecify.annotations.NullMarked;
