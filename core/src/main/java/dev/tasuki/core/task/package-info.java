/**
 * Values of the domain: names, tasks and their states, transitions, refusals. Nothing here does
 * I/O, reads a clock or knows a broker; everything else in {@code core} is built from it.
 */
@NullMarked
package dev.tasuki.core.task;

import org.jspecify.annotations.NullMarked;
