/**
 * The use cases: train, predict, datasets, models, tasks. The only package that sees
 * {@code forest}; everything that a front end may call is a public class here.
 */
@NullMarked
package dev.tasuki.core.ml;

import org.jspecify.annotations.NullMarked;
