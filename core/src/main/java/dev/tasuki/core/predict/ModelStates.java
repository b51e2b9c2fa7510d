package dev.tasuki.core.predict;

import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Whether a training has brought a model, and what a client is told while it has not. Thread-safe. */
public final class ModelStates {
    private static final Duration SOON = Duration.ofSeconds(2);
    /** The longest wait that is advised before a training that is scheduled: clients that sleep so long wake up. */
    private static final Duration FURTHEST = Duration.ofHours(1);

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final InstantSource clock;

    public ModelStates(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What the training made. Throws {@link NotFound} with {@code model_failed} if it ended without a model;
     * {@link NotReady} with {@code model_not_ready}, and when to ask again, while it goes on.
     */
    public Artifact artifact(TaskRow row) {
        return switch (row.outcome()) {
            case Outcome.Completed done -> done.artifact();
            case Outcome.Failed failed ->
                throw failed(row, "failed (" + failed.code().text() + ": " + failed.detail() + ")");
            case Outcome.Cancelled cancelled -> throw failed(row, "was cancelled");
            case null -> throw notReady(row);
        };
    }

    private NotReady notReady(TaskRow row) {
        Duration ahead = Duration.between(clock.instant(), row.spec().runAt());
        if (row.state() == TaskState.TASK_RECEIVED && ahead.isPositive()) {
            return new NotReady(
                    RefusalCode.MODEL_NOT_READY,
                    "model " + row.id() + " is not ready: its training is due at "
                            + row.spec().runAt() + " and has not begun; ask again after that",
                    ahead.compareTo(FURTHEST) > 0 ? FURTHEST : ahead);
        }
        return new NotReady(
                RefusalCode.MODEL_NOT_READY,
                "model " + row.id() + " is not ready: its training is in state " + row.state() + ", "
                        + Math.round(row.progress().fraction() * 100) + " % done; try again",
                remaining(row));
    }

    private static NotFound failed(TaskRow row, String how) {
        return new NotFound(
                RefusalCode.MODEL_FAILED,
                "model " + row.id() + " was not made, its training " + how + "; mend that and train again");
    }

    /** From how far the run has come in its time so far. */
    private Duration remaining(TaskRow row) {
        Instant started = row.times().started();
        double fraction = row.progress().fraction();
        if (row.state() != TaskState.TASK_STARTED || started == null || fraction < 0.06) {
            return SOON;
        }
        long spent = Math.max(0, Duration.between(started, clock.instant()).toMillis());
        long left = (long) (spent / fraction * (1 - fraction));
        return Duration.ofMillis(Math.clamp(left, 1_000, LONGEST.toMillis()));
    }
}
