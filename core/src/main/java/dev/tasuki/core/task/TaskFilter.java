package dev.tasuki.core.task;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows; whatever is given must hold.
 *
 * @param states only these; empty means all
 * @param dataset only of this dataset
 * @param tag only with this tag
 * @param code only what failed for this reason
 * @param request only what was accepted under this key, with the same content
 * @param endedBefore only what ended before this time
 * @param name only what the client gave exactly this name
 * @param since only what was accepted at this time or later
 * @param algorithms only of one of these, by {@link TaskSpec#algorithm}; at most {@link Limits#ALGORITHMS_LISTED};
 *     empty means all
 */
public record TaskFilter(
        Set<TaskState> states,
        Optional<DatasetId> dataset,
        Optional<String> tag,
        Optional<RefusalCode> code,
        Optional<IdempotencyKey> request,
        Optional<Instant> endedBefore,
        Optional<String> name,
        Optional<Instant> since,
        Set<String> algorithms) {
    /** Every row. */
    public static final TaskFilter ALL = of(Set.of());

    public TaskFilter {
        states = Set.copyOf(states);
        algorithms = Set.copyOf(algorithms);
    }

    /** Whatever request it was. */
    public TaskFilter(
            Set<TaskState> states, Optional<DatasetId> dataset, Optional<String> tag, Optional<RefusalCode> code) {
        this(
                states,
                dataset,
                tag,
                code,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of());
    }

    /** Every row in one of these states. */
    public static TaskFilter of(Set<TaskState> states) {
        return new TaskFilter(states, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The one row that a request with this key and content has made, if there is one. */
    public static TaskFilter of(IdempotencyKey request) {
        return new TaskFilter(
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(request),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of());
    }

    /** Of these rows those that ended before the time. */
    public TaskFilter endedBefore(Instant time) {
        return new TaskFilter(states, dataset, tag, code, request, Optional.of(time), name, since, algorithms);
    }

    /** Of these rows those with this name. */
    public TaskFilter named(String wanted) {
        return new TaskFilter(states, dataset, tag, code, request, endedBefore, Optional.of(wanted), since, algorithms);
    }

    /** Of these rows those that were accepted at this time or later. */
    public TaskFilter since(Instant time) {
        return new TaskFilter(states, dataset, tag, code, request, endedBefore, name, Optional.of(time), algorithms);
    }

    /** Of these rows those of one of these algorithms; of none: all. */
    public TaskFilter ofAlgorithms(Set<String> wanted) {
        return new TaskFilter(states, dataset, tag, code, request, endedBefore, name, since, wanted);
    }
}
