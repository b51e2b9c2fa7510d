package dev.tasuki.core.task;

import org.jspecify.annotations.Nullable;

/**
 * A row of the result store: the truth about one task. A message about it is only a hint.
 *
 * @param seq order of acceptance, unique and rising; the cursor of lists
 * @param outcome null exactly while the state is not terminal
 */
public record TaskRow(
        TaskId id,
        long seq,
        TaskSpec spec,
        TaskState state,
        Lease lease,
        boolean cancelRequested,
        Progress progress,
        Times times,
        @Nullable Outcome outcome) {
    /** The same with another specification. */
    public TaskRow with(TaskSpec other) {
        return new TaskRow(id, seq, other, state, lease, cancelRequested, progress, times, outcome);
    }

    /** The same with another progress. */
    public TaskRow with(Progress other) {
        return new TaskRow(id, seq, spec, state, lease, cancelRequested, other, times, outcome);
    }

    /** The same with other times. */
    public TaskRow with(Times other) {
        return new TaskRow(id, seq, spec, state, lease, cancelRequested, progress, other, outcome);
    }
}
