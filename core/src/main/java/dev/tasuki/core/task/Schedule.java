package dev.tasuki.core.task;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a task may run, for how long, and before or after which others. All times to the millisecond.
 *
 * @param runAt not before this time, {@link #AT_ONCE} until it is accepted; give-back and retry move it
 * @param firstDue the first such time, from which {@code runAt} was moved by give-backs; a retry by
 *     hand begins anew. How long infrastructure may fail a task is counted from here
 * @param expires a task that no consumer has ever claimed by this time is not run any more; null: never
 * @param timeout how long one run may last, at least a millisecond; null: as long as it takes
 * @param priority 0 to 9; of the tasks that are due, a higher one is claimed first
 * @param turn rises each time that the task must be published anew, so that a process that published it before
 *     does not take that for done
 */
public record Schedule(
        Instant runAt,
        Instant firstDue,
        @Nullable Instant expires,
        @Nullable Duration timeout,
        int priority,
        int turn) {
    /**
     * Asks for acceptance as the time to run: the store puts its own clock's time in its place, as the
     * producer's may be ahead of it, and the task would wait for the difference.
     */
    public static final Instant AT_ONCE = Instant.EPOCH;

    /** What a task has that says nothing about it: half of the priorities are below, half above. */
    public static final int NORMAL_PRIORITY = 5;

    /** The priority that is claimed first; the last is 0. */
    public static final int HIGHEST_PRIORITY = 9;

    public Schedule {
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("priority " + priority + " is not in 0..9");
        }
        if (timeout != null && timeout.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("timeout " + timeout + " is less than a millisecond");
        }
        runAt = runAt.truncatedTo(ChronoUnit.MILLIS);
        firstDue = firstDue.truncatedTo(ChronoUnit.MILLIS);
        expires = expires == null ? null : expires.truncatedTo(ChronoUnit.MILLIS);
        timeout = timeout == null ? null : timeout.truncatedTo(ChronoUnit.MILLIS);
    }

    /** From this time on, for as long as it takes, at the normal priority. */
    public static Schedule at(Instant runAt) {
        return new Schedule(runAt, runAt, null, null, NORMAL_PRIORITY, 0);
    }

    /** Accepted: due from this time on. */
    public Schedule startingAt(Instant time) {
        return new Schedule(time, time, expires, timeout, priority, turn);
    }

    /** Given back: not before this time. */
    public Schedule laterAt(Instant time) {
        return new Schedule(time, firstDue, expires, timeout, priority, turn + 1);
    }

    /** Tried again by hand: as if it had been accepted at this time, and it does not expire any more. */
    public Schedule anewAt(Instant time) {
        return new Schedule(time, time, null, timeout, priority, turn + 1);
    }

    /** Its message was used up without a claim: to be published anew. */
    public Schedule nextTurn() {
        return new Schedule(runAt, firstDue, expires, timeout, priority, turn + 1);
    }
}
