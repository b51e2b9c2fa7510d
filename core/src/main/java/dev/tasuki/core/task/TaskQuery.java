package dev.tasuki.core.task;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which rows to list, newest first.
 *
 * @param states only these; empty means all
 * @param dataset only of this dataset
 * @param tag only with this tag
 * @param before only rows accepted before the one with this {@code seq}: the cursor
 * @param limit 1 to 1000 rows
 */
public record TaskQuery(
        Set<TaskState> states, Optional<DatasetId> dataset, Optional<String> tag, OptionalLong before, int limit) {
    public TaskQuery {
        states = Set.copyOf(states);
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit " + limit + " is not in 1..1000");
        }
    }

    /** The newest rows of any kind. */
    public static TaskQuery newest(int limit) {
        return new TaskQuery(Set.of(), Optional.empty(), Optional.empty(), OptionalLong.empty(), limit);
    }
}
