package dev.tasuki.core.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the result store: the truth about one task. A message about it is only a hint.
 *
 * @param seq order of acceptance, unique and rising; the cursor of lists
 * @param version the version of its last change in the change log; 0 if that was before there was one
 * @param finishRequested its run is, or was, asked to end with what it had
 * @param answerOwed it has ended, and the program that it came from has not been told how
 * @param outcome null exactly while the state is not terminal
 */
public record TaskRow(
        TaskId id,
        long seq,
        long version,
        TaskSpec spec,
        TaskState state,
        Lease lease,
        boolean cancelRequested,
        boolean finishRequested,
        boolean answerOwed,
        Progress progress,
        Times times,
        @Nullable Outcome outcome) {
    /** How long a consumer could have taken it, at this time; zero if that is yet to come, as clocks differ. */
    public Duration waited(Instant now) {
        Instant runAt = spec.schedule().runAt();
        Duration waited = Duration.between(runAt.isAfter(times.created()) ? runAt : times.created(), now);
        return waited.isNegative() ? Duration.ZERO : waited;
    }

    /** The same with another specification. */
    public TaskRow with(TaskSpec other) {
        return new TaskRow(
                id,
                seq,
                version,
                other,
                state,
                lease,
                cancelRequested,
                finishRequested,
                answerOwed,
                progress,
                times,
                outcome);
    }

    /** The same with another progress. */
    public TaskRow with(Progress other) {
        return new TaskRow(
                id,
                seq,
                version,
                spec,
                state,
                lease,
                cancelRequested,
                finishRequested,
                answerOwed,
                other,
                times,
                outcome);
    }

    /** The same with other times. */
    public TaskRow with(Times other) {
        return new TaskRow(
                id,
                seq,
                version,
                spec,
                state,
                lease,
                cancelRequested,
                finishRequested,
                answerOwed,
                progress,
                other,
                outcome);
    }

    /** The same after the change with this version. */
    public TaskRow versioned(long last) {
        return new TaskRow(
                id,
                seq,
                last,
                spec,
                state,
                lease,
                cancelRequested,
                finishRequested,
                answerOwed,
                progress,
                times,
                outcome);
    }
}
