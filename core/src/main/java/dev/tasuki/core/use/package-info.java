/**
 * The use cases that a front end calls: train, predict, datasets, models, tasks, retries.
 */
@NullMarked
package dev.tasuki.core.use;

import org.jspecify.annotations.NullMarked;
