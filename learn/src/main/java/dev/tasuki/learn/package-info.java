/**
 * What every learner shares: errors of values and parameters, cancellation, helper threads.
 *
 * <p>{@code table} reads CSV, {@code encode} makes numbers of it, {@code prepare} learns what stands for missing
 * values, categories and dates, {@code forest} and {@code boost} fit, {@code dummy} is the baseline, {@code selection}
 * splits, {@code metric} measures, {@code model} writes and reads model files, {@code tree} shows trees
 * node by node; {@code numpy} and {@code grow} are the machinery inside and promise nothing to others.
 */
@NullMarked
package dev.tasuki.learn;

import org.jspecify.annotations.NullMarked;
