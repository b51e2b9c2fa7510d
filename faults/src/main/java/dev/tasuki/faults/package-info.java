/**
 * Runs the program as real processes, does to them what machines and networks do, records every call
 * and its answer, and lets a checker that saw nothing of the run say what became of every task.
 */
@NullMarked
package dev.tasuki.faults;

import org.jspecify.annotations.NullMarked;
