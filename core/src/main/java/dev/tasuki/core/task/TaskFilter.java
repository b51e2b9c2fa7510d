package dev.tasuki.core.task;

import java.util.Optional;
import java.util.Set;

/**
 * Which rows; whatever is given must hold.
 *
 * @param states only these; empty means all
 * @param dataset only of this dataset
 * @param tag only with this tag
 * @param code only what failed for this reason
 */
public record TaskFilter(
        Set<TaskState> states, Optional<DatasetId> dataset, Optional<String> tag, Optional<RefusalCode> code) {
    /** Every row. */
    public static final TaskFilter ALL = of(Set.of());

    public TaskFilter {
        states = Set.copyOf(states);
    }

    /** Every row in one of these states. */
    public static TaskFilter of(Set<TaskState> states) {
        return new TaskFilter(states, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
