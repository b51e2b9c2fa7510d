/**
 * From the columns of a table to the numbers that a learner fits: features, targets, classes.
 */
@NullMarked
package dev.tasuki.learn.encode;

import org.jspecify.annotations.NullMarked;
