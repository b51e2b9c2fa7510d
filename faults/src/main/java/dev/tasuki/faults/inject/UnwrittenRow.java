package dev.tasuki.faults.inject;

import dev.tasuki.core.task.Lease;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Times;

/** A row as it will be, should it ever be written. */
final class UnwrittenRow {
    private UnwrittenRow() {}

    static TaskRow row(NewTask task) {
        return new TaskRow(
                task.id(),
                1,
                0,
                task.spec(),
                TaskState.TASK_RECEIVED,
                Lease.NEVER,
                false,
                false,
                false,
                Progress.NONE,
                new Times(task.spec().runAt(), null, null, null),
                null);
    }
}
