package dev.tasuki.core.task;

import java.util.OptionalLong;

/**
 * Which rows to list, newest first.
 *
 * @param before only rows accepted before the one with this {@code seq}: the cursor
 * @param limit 1 to 1000 rows
 * @param width how much of each row is read
 */
public record TaskQuery(TaskFilter filter, OptionalLong before, int limit, Width width) {
    public TaskQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit " + limit + " is not in 1..1000");
        }
    }

    /** How much of each row is read. */
    public enum Width {
        /** The rows as {@code find} brings them, without their origins. */
        WHOLE,
        /** Without the payload, which may have a megabyte: {@link TaskSpec#payload} throws for these rows. */
        BRIEF
    }

    /** Whole rows. */
    public TaskQuery(TaskFilter filter, OptionalLong before, int limit) {
        this(filter, before, limit, Width.WHOLE);
    }

    /** The same rows without their payloads. */
    public TaskQuery brief() {
        return new TaskQuery(filter, before, limit, Width.BRIEF);
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
