package dev.tasuki.core.task;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for. Once accepted it changes only in its schedule and its algorithm, or as a whole when it has
 * ended and is mended before it is tried again.
 *
 * @param kind what to do
 * @param payload the message's body, JSON text as published; null in a row that was listed briefly
 * @param dataset the dataset it reads
 * @param pin the dataset's version at acceptance; null if a foreign producer sent the message
 * @param name a label for people; null if none was given
 * @param tags labels to filter by, possibly empty
 * @param schedule when to do it
 * @param origin what the program it came from answers it by; null if nobody is to be answered, and in rows
 *     that were listed
 * @param algorithm what the model is of once there is one, before that what the request names; null while neither
 *     says so, and in a row of an older version until {@link Due.Unlabelled} has found it; empty: it has ended, and
 *     nothing says so
 */
public record TaskSpec(
        TaskKind kind,
        @Nullable String payload,
        DatasetId dataset,
        @Nullable DatasetPin pin,
        @Nullable String name,
        List<String> tags,
        Schedule schedule,
        @Nullable Origin origin,
        @Nullable String algorithm) {
    public TaskSpec {
        tags = List.copyOf(tags);
    }

    /** A task that nobody is to be answered about, and that names no algorithm. */
    public TaskSpec(
            TaskKind kind,
            @Nullable String payload,
            DatasetId dataset,
            @Nullable DatasetPin pin,
            @Nullable String name,
            List<String> tags,
            Schedule schedule) {
        this(kind, payload, dataset, pin, name, tags, schedule, null, null);
    }

    /** A task of which nothing is said but from when on it may run. */
    public TaskSpec(
            TaskKind kind,
            String payload,
            DatasetId dataset,
            @Nullable DatasetPin pin,
            @Nullable String name,
            List<String> tags,
            Instant runAt) {
        this(kind, payload, dataset, pin, name, tags, Schedule.at(runAt));
    }

    /** The message's body. Throws IllegalStateException if the row was read without it. */
    @Override
    public String payload() {
        if (payload == null) {
            throw new IllegalStateException(
                    "the row was listed briefly, without its payload: list it whole, or find it");
        }
        return payload;
    }

    /** The same without its payload and its origin. */
    public TaskSpec brief() {
        return new TaskSpec(kind, null, dataset, pin, name, tags, schedule, null, algorithm);
    }

    /** The same from there. */
    public TaskSpec from(@Nullable Origin other) {
        return Objects.equals(origin, other)
                ? this
                : new TaskSpec(kind, payload, dataset, pin, name, tags, schedule, other, algorithm);
    }

    /** Not before this time. */
    public Instant runAt() {
        return schedule.runAt();
    }

    /** The same, pinned to this version of its dataset. */
    public TaskSpec pinned(@Nullable DatasetPin version) {
        return new TaskSpec(kind, payload, dataset, version, name, tags, schedule, origin, algorithm);
    }

    /** The same with another schedule. */
    public TaskSpec scheduled(Schedule other) {
        return new TaskSpec(kind, payload, dataset, pin, name, tags, other, origin, algorithm);
    }

    /** The same of the algorithm that its request names; empty: it names none. */
    public TaskSpec requesting(String name) {
        return of(name.isEmpty() ? null : name);
    }

    /** The same of this algorithm. */
    public TaskSpec of(@Nullable String other) {
        return new TaskSpec(kind, payload, dataset, pin, name, tags, schedule, origin, other);
    }
}
