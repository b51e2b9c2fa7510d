/**
 * Predictions for the rows of a CSV: the file is kept aside and checked, its rows are asked part by part, and each part
 * is written with its predictions behind the columns that were sent.
 */
@NullMarked
package dev.tasuki.core.predict.csv;

import org.jspecify.annotations.NullMarked;
