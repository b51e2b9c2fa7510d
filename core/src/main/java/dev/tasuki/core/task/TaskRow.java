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
        @Nullable Outcome outcome) {}
