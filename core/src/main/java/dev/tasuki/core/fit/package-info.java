/**
 * From a dataset to a model: the table is read, split, fitted, evaluated and written. The only room that
 * trains.
 */
@NullMarked
package dev.tasuki.core.fit;

import org.jspecify.annotations.NullMarked;
