package dev.tasuki.core.task;

import java.util.OptionalLong;

/**
 * Which rows to list, newest first.
 *
 * @param before only rows accepted before the one with this {@code seq}: the cursor
 * @param limit 1 to 1000 rows
 */
public record TaskQuery(TaskFilter filter, OptionalLong before, int limit) {
    public TaskQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit " + limit + " is not in 1..1000");
        }
    }

    /** The newest rows of any kind. */
    public static TaskQuery newest(int limit) {
        return newest(TaskFilter.ALL, limit);
    }

    /** The newest of these rows. */
    public static TaskQuery newest(TaskFilter filter, int limit) {
        return new TaskQuery(filter, OptionalLong.empty(), limit);
    }
}
