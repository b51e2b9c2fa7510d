/**
 * One attempt at a task: its claim, its lease and heartbeats, its cancel, its end. Knows nothing of what
 * the work is: {@code fit} hands that in as a {@link dev.tasuki.core.run.Work}.
 */
@NullMarked
package dev.tasuki.core.run;

import org.jspecify.annotations.NullMarked;
