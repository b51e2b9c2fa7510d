/**
 * What is learned from the training rows of one column, to make numbers of it for learners: values for
 * missing ones, scales, codes of categories, parts of dates. Equal to scikit-learn's preprocessing of a
 * table whose columns are contiguous, as {@code pandas.read_csv} makes it. Everything here is immutable.
 */
@NullMarked
package dev.tasuki.learn.prepare;

import org.jspecify.annotations.NullMarked;
