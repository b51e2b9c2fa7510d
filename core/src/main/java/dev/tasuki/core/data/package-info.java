/**
 * Datasets: their bytes in the object store, what their columns hold, and which columns cannot be used.
 * Sees the tables of {@code learn}, and no learner.
 */
@NullMarked
package dev.tasuki.core.data;

import org.jspecify.annotations.NullMarked;
