/**
 * What happened in a run, line by line, and the checker that reads it. Nothing here knows a process, a
 * broker or a database: a history that was written elsewhere, or by hand, is judged the same.
 */
@NullMarked
package dev.tasuki.faults.history;

import org.jspecify.annotations.NullMarked;
