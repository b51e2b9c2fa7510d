package dev.tasuki.core.port;

import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.util.List;
import java.util.Optional;

/**
 * The task rows: the truth about every task. Each method is one transaction, durable when it
 * returns. Safe for any number of threads and processes. A store that cannot be reached throws
 * {@link dev.tasuki.core.task.Unavailable} with code {@code results_unavailable}.
 */
public interface TaskStore {
    /**
     * Inserts the row and its idempotency key, or tells which row was there before. Ids that differ by case
     * only name one task: the row keeps the spelling that came first.
     */
    Acceptance accept(NewTask task);

    /** The row, if there is one, whatever the case of the letters; go on with the id that the row has. */
    Optional<TaskRow> find(TaskId id);

    /** Rows newest first; one more request with the last one's {@code seq} brings the next ones. */
    List<TaskRow> list(TaskQuery query);

    /** Rows that wait for somebody. */
    List<TaskRow> due(Due due);

    /** How many rows there are. */
    TaskCounts counts();

    /** Makes the change; false if no row has exactly this id, or it is not in a state it may start from. */
    boolean apply(Transition transition);
}
