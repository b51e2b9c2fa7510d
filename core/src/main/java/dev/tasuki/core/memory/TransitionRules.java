package dev.tasuki.core.memory;

import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Lease;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Times;
import dev.tasuki.core.task.Transition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which transitions a row permits and what it looks like after one, as pure functions of row, change
 * and time. The SQL store says the same in UPDATEs; the contract suite holds both to it.
 */
final class TransitionRules {
    private TransitionRules() {}

    static TaskRow accepted(NewTask task, long seq, Instant now) {
        return new TaskRow(
                task.id(),
                seq,
                0,
                dated(task.spec(), now),
                TaskState.TASK_RECEIVED,
                Lease.NEVER,
                false,
                false,
                false,
                Progress.NONE,
                new Times(now, null, null, null),
                null);
    }

    private static TaskSpec dated(TaskSpec spec, Instant now) {
        boolean atOnce = spec.runAt().equals(Schedule.AT_ONCE);
        return atOnce ? spec.scheduled(spec.schedule().startingAt(now)) : spec;
    }

    /** The row without its payload and its origin. */
    static TaskRow brief(TaskRow row) {
        return row.with(row.spec().brief());
    }

    /** The row as lists bring it. */
    static TaskRow withoutOrigin(TaskRow row) {
        return row.with(row.spec().from(null));
    }

    static boolean permits(TaskRow row, Transition transition, Instant now) {
        return switch (transition) {
            case Transition.Published published ->
                row.state() == TaskState.TASK_RECEIVED && row.spec().schedule().turn() == published.turn();
            case Transition.Unpublish ignored -> row.state() == TaskState.TASK_RECEIVED;
            case Transition.Expire ignored -> expired(row, now);
            case Transition.Claim claim -> row.lease().epoch() == claim.epoch() && claimable(row, now);
            case Transition.Heartbeat beat -> runs(row, beat.epoch());
            case Transition.Complete complete -> runs(row, complete.epoch());
            case Transition.Fail fail -> runs(row, fail.epoch());
            case Transition.GiveBack back -> runs(row, back.epoch());
            case Transition.Stopped stopped -> runs(row, stopped.epoch());
            case Transition.Cancel ignored -> !row.state().terminal();
            case Transition.Finish ignored ->
                row.state() == TaskState.TASK_STARTED && !row.cancelRequested() && !row.finishRequested();
            case Transition.Retry ignored -> endedWithoutModel(row);
            case Transition.Mend mend -> endedWithoutModel(row) && row.lease().epoch() == mend.epoch();
            case Transition.Answering answering -> owed(row, answering.turn());
            case Transition.Answered answered -> owed(row, answered.turn());
            case Transition.Label label -> row.state().terminal() && row.version() == label.version();
            case Transition.Remove ignored -> row.state().terminal();
        };
    }

    static boolean claimable(TaskRow row, Instant now) {
        return waits(row, now) || lapsed(row, now);
    }

    static boolean waits(TaskRow row, Instant now) {
        return row.state() == TaskState.TASK_RECEIVED && !row.spec().runAt().isAfter(now) && !expired(row, now);
    }

    static boolean expired(TaskRow row, Instant now) {
        Instant expires = row.spec().schedule().expires();
        return row.state() == TaskState.TASK_RECEIVED
                && row.lease().epoch() == 0
                && expires != null
                && !expires.isAfter(now);
    }

    /** Counts towards a cap: started, its lease not lapsed. */
    static boolean holdsAPlace(TaskRow row, Instant now) {
        return row.state() == TaskState.TASK_STARTED && !lapsed(row, now);
    }

    static boolean lapsed(TaskRow row, Instant now) {
        Instant until = row.lease().until();
        return row.state() == TaskState.TASK_STARTED && until != null && until.isBefore(now);
    }

    /** The row after a transition that it permits and that leaves a row. */
    static TaskRow after(TaskRow row, Transition transition, Instant now) {
        return switch (transition) {
            case Transition.Published ignored -> row.with(new Times(row.times().created(), now, null, null));
            case Transition.Unpublish ignored ->
                received(row, row.spec().schedule().nextTurn(), row.lease().attempts(), true);
            case Transition.Expire expire -> ended(row, TaskState.TASK_ERROR, row.progress(), expire.outcome(), now);
            case Transition.Claim claim -> claimed(row, claim, now);
            case Transition.Heartbeat beat -> beaten(row, beat, now);
            case Transition.Complete complete ->
                ended(
                        labelled(row, complete.algorithm()),
                        TaskState.TASK_COMPLETED,
                        new Progress(1.0, "done", ""),
                        complete.outcome(),
                        now);
            case Transition.Fail fail -> ended(row, TaskState.TASK_ERROR, row.progress(), fail.outcome(), now);
            case Transition.Stopped ignored -> cancelled(row, now);
            case Transition.Cancel ignored -> row.state() == TaskState.TASK_RECEIVED ? cancelled(row, now) : asked(row);
            case Transition.Finish ignored -> asked(row, row.cancelRequested(), true);
            case Transition.GiveBack back ->
                received(
                        row,
                        row.spec().schedule().laterAt(now.plus(back.delay())),
                        row.lease().attempts() - (back.counted() ? 0 : 1),
                        true);
            case Transition.Retry retry ->
                received(row, row.spec().schedule().anewAt(now.plus(retry.delay())), 0, false);
            case Transition.Mend mend -> mended(row, mend.spec(), now);
            case Transition.Answering ignored -> row;
            case Transition.Answered ignored -> answered(row);
            case Transition.Label label -> labelled(row, label.algorithm());
            case Transition.Remove ignored -> throw new IllegalArgumentException("a removed row has no next form");
        };
    }

    /** Ended, and its algorithm could be known better. */
    static boolean unlabelled(TaskRow row) {
        String algorithm = row.spec().algorithm();
        return algorithm == null
                ? row.state().terminal()
                : row.state() == TaskState.TASK_COMPLETED && algorithm.equals(Due.Unlabelled.SEARCHED);
    }

    private static TaskRow labelled(TaskRow row, @Nullable String algorithm) {
        return algorithm == null ? row : row.with(row.spec().of(algorithm));
    }

    private static boolean endedWithoutModel(TaskRow row) {
        return row.state() == TaskState.TASK_ERROR || row.state() == TaskState.TASK_CANCELLED;
    }

    private static boolean owed(TaskRow row, int turn) {
        return row.answerOwed() && row.spec().schedule().turn() == turn;
    }

    private static boolean runs(TaskRow row, long epoch) {
        return row.state() == TaskState.TASK_STARTED && row.lease().epoch() == epoch;
    }

    private static TaskRow claimed(TaskRow row, Transition.Claim claim, Instant now) {
        Lease lease = new Lease(claim.epoch() + 1, row.lease().attempts() + 1, claim.owner(), now.plus(claim.lease()));
        return new TaskRow(
                row.id(),
                row.seq(),
                row.version(),
                row.spec(),
                TaskState.TASK_STARTED,
                lease,
                row.cancelRequested(),
                row.finishRequested(),
                false,
                Progress.NONE,
                new Times(row.times().created(), row.times().published(), now, null),
                null);
    }

    private static TaskRow beaten(TaskRow row, Transition.Heartbeat beat, Instant now) {
        Lease lease =
                new Lease(beat.epoch(), row.lease().attempts(), row.lease().owner(), now.plus(beat.lease()));
        return new TaskRow(
                row.id(),
                row.seq(),
                row.version(),
                row.spec(),
                row.state(),
                lease,
                row.cancelRequested(),
                row.finishRequested(),
                false,
                beat.progress(),
                row.times(),
                null);
    }

    private static TaskRow cancelled(TaskRow row, Instant now) {
        return ended(asked(row), TaskState.TASK_CANCELLED, row.progress(), new Outcome.Cancelled(), now);
    }

    private static TaskRow asked(TaskRow row) {
        return asked(row, true, row.finishRequested());
    }

    private static TaskRow asked(TaskRow row, boolean cancel, boolean finish) {
        return new TaskRow(
                row.id(),
                row.seq(),
                row.version(),
                row.spec(),
                row.state(),
                row.lease(),
                cancel,
                finish,
                row.answerOwed(),
                row.progress(),
                row.times(),
                row.outcome());
    }

    private static TaskRow ended(TaskRow row, TaskState state, Progress progress, Outcome outcome, Instant now) {
        return new TaskRow(
                row.id(),
                row.seq(),
                row.version(),
                row.spec(),
                state,
                free(row, row.lease().attempts()),
                row.cancelRequested(),
                row.finishRequested(),
                row.spec().origin() != null,
                progress,
                new Times(
                        row.times().created(),
                        row.times().published(),
                        row.times().started(),
                        now),
                outcome);
    }

    private static TaskRow answered(TaskRow row) {
        return new TaskRow(
                row.id(),
                row.seq(),
                row.version(),
                row.spec(),
                row.state(),
                row.lease(),
                row.cancelRequested(),
                row.finishRequested(),
                false,
                row.progress(),
                row.times(),
                row.outcome());
    }

    private static TaskRow mended(TaskRow row, TaskSpec spec, Instant now) {
        Schedule asked = dated(spec, now).schedule();
        Schedule schedule = new Schedule(
                asked.runAt(),
                asked.runAt(),
                null,
                asked.timeout(),
                asked.priority(),
                row.spec().schedule().turn() + 1);
        TaskSpec whole = spec.scheduled(schedule).from(row.spec().origin());
        return received(row, whole, new Lease(row.lease().epoch() + 1, 0, null, null), false);
    }

    private static TaskRow received(TaskRow row, Schedule schedule, int attempts, boolean stillAsked) {
        return received(row, row.spec().scheduled(schedule), free(row, attempts), stillAsked);
    }

    /** With {@code stillAsked}, what a run was asked to do holds for the next one. */
    private static TaskRow received(TaskRow row, TaskSpec spec, Lease lease, boolean stillAsked) {
        return new TaskRow(
                row.id(),
                row.seq(),
                row.version(),
                spec,
                TaskState.TASK_RECEIVED,
                lease,
                stillAsked && row.cancelRequested(),
                stillAsked && row.finishRequested(),
                false,
                Progress.NONE,
                new Times(row.times().created(), null, null, null),
                null);
    }

    private static Lease free(TaskRow row, int attempts) {
        return new Lease(row.lease().epoch(), attempts, null, null);
    }
}
