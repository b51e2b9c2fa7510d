package dev.tasuki.server.view;

import dev.tasuki.core.task.TaskRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the next page of a list begins. */
final class Cursor {
    private Cursor() {}

    /** The last row's place if the page is full, else null. */
    static @Nullable String after(List<TaskRow> rows, int limit) {
        return rows.size() < limit ? null : Long.toString(rows.getLast().seq());
    }
}
