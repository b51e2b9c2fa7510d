package dev.tasuki.server.view;

import dev.tasuki.core.task.TaskRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of tasks, newest first.
 *
 * @param tasks at most as many as were requested
 * @param nextCursor brings the next page as {@code ?cursor=}; null on the last one
 */
@Schema(name = "TaskList", description = "One page of tasks, newest first")
public record TaskList(
        List<TaskView> tasks,
        @Schema(example = "1041", nullable = true) @Nullable String nextCursor) {

    /** A page; a full one may have a successor. */
    public static TaskList of(List<TaskRow> rows, int limit) {
        return new TaskList(rows.stream().map(TaskView::of).toList(), Cursor.after(rows, limit));
    }
}
