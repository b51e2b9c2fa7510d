package dev.tasuki.core.port;

import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import java.util.List;
import java.util.Optional;

/**
 * The task rows for those who only look. Rows come without the reports of their runs, which are a hundred
 * times as large. Safe for any number of threads and processes. A store that cannot be reached throws
 * {@link dev.tasuki.core.task.Unavailable} with code {@code results_unavailable}.
 *
 * <p>The newest ten models that were trained, and the report of the first:
 *
 * <pre>{@code
 * TaskFilter trained = TaskFilter.of(Set.of(TaskState.TASK_COMPLETED));
 * List<TaskRow> rows = tasks.list(TaskQuery.newest(trained, 10).brief());
 * Optional<String> report = tasks.report(rows.getFirst().id());
 * }</pre>
 */
public interface TaskReader {
    /**
     * The row, if there is one, with its origin, whatever the case of the letters; go on with the id that the row
     * has.
     */
    Optional<TaskRow> find(TaskId id);

    /** The report of the run that completed the task with exactly this id: a JSON object; empty if there is none. */
    Optional<String> report(TaskId id);

    /** Rows newest first, without their origins; one more request with the last one's {@code seq} brings the next ones. */
    List<TaskRow> list(TaskQuery query);

    /** Rows that wait for somebody, those of {@link Due.Unanswered} with their origins. */
    List<TaskRow> due(Due due);

    /** How many rows there are. */
    TaskCounts counts();
}
