package dev.tasuki.core.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The closed set of changes to a task row. Each is one conditional UPDATE: it either applies whole
 * or, if the row is not in a state it may start from, changes nothing.
 *
 * <p>Those with an {@code epoch} are fenced: they apply only while the claim with that number holds.
 */
public sealed interface Transition {
    TaskId id();

    /**
     * RECEIVED: the broker has confirmed the message.
     *
     * @param turn the schedule's as it was before publishing: should the task have had to be published
     *     anew meanwhile, it still must be
     */
    record Published(TaskId id, int turn) implements Transition {
        /** For a task that has just been accepted. */
        public Published(TaskId id) {
            this(id, 0);
        }
    }

    /** RECEIVED: its message was used up without a claim; the relay publishes it anew when it is due. */
    record Unpublish(TaskId id) implements Transition {}

    /** RECEIVED, never claimed, its time to expire reached: to ERROR. */
    record Expire(TaskId id, Outcome.Failed outcome) implements Transition {}

    /**
     * RECEIVED, due and not expired, or STARTED with a lapsed lease: to STARTED under
     * {@code epoch + 1}, attempts + 1. Not while as many others of one of its groups run under
     * unlapsed leases as the caps allow.
     *
     * @param epoch as last read
     * @param lease from the database's now
     * @param caps the same in every process; two claims at once never overstep them
     */
    record Claim(TaskId id, long epoch, String owner, Duration lease, Caps caps) implements Transition {
        /** However many others run. */
        public Claim(TaskId id, long epoch, String owner, Duration lease) {
            this(id, epoch, owner, lease, Caps.NONE);
        }
    }

    /** STARTED: extends the lease and stores the progress. */
    record Heartbeat(TaskId id, long epoch, Duration lease, Progress progress) implements Transition {}

    /**
     * STARTED to COMPLETED.
     *
     * @param report JSON object: parameters, features with ranges, importances, held-out sample; kept beside
     *     the row and read apart from it, as it is a hundred times as large
     * @param algorithm what the model is of; empty: nobody knows; null: what the row says already
     */
    record Complete(
            TaskId id,
            long epoch,
            Outcome.Completed outcome,
            String report,
            @Nullable String algorithm) implements Transition {
        /** Of the algorithm that the row says already. */
        public Complete(TaskId id, long epoch, Outcome.Completed outcome, String report) {
            this(id, epoch, outcome, report, null);
        }
    }

    /** STARTED to ERROR. */
    record Fail(TaskId id, long epoch, Outcome.Failed outcome) implements Transition {}

    /**
     * STARTED back to RECEIVED, not published, due after {@code delay}.
     *
     * @param counted false takes back the attempt that the claim counted
     */
    record GiveBack(TaskId id, long epoch, Duration delay, boolean counted) implements Transition {}

    /** STARTED to CANCELLED, by the run itself once it has stopped. */
    record Stopped(TaskId id, long epoch) implements Transition {}

    /** RECEIVED to CANCELLED; STARTED: asks the run to stop. False if it had ended. */
    record Cancel(TaskId id) implements Transition {}

    /**
     * STARTED, not asked to stop: asks the run to end with what it has, now and after each new claim. False if
     * it was asked before.
     */
    record Finish(TaskId id) implements Transition {}

    /**
     * ERROR or CANCELLED to RECEIVED, not published, attempts 0, never expiring.
     *
     * @param delay from the database's now until it is due, not negative
     */
    record Retry(TaskId id, Duration delay) implements Transition {
        /** Due now. */
        public Retry(TaskId id) {
            this(id, Duration.ZERO);
        }
    }

    /**
     * ERROR or CANCELLED to RECEIVED as with {@link Retry}, under {@code epoch + 1}, but asking for
     * something else from now on. Its id, its place, its idempotency key and its origin stay.
     *
     * @param epoch as last read: of two clients that change a task at once one fails, and no consumer
     *     claims it with the former spec
     * @param spec replaces the former one, except its origin; due at its schedule's start, never expiring
     */
    record Mend(TaskId id, long epoch, TaskSpec spec) implements Transition {}

    /**
     * Terminal, its answer owed, nobody at it: the answer is being given. Until the lease is over no other does
     * it; what is owed by then may be answered by anyone again.
     *
     * @param turn the schedule's of the outcome that is told
     * @param lease from the database's now
     */
    record Answering(TaskId id, int turn, Duration lease) implements Transition {}

    /**
     * Terminal, its answer owed: the answer was given. A retry or a mending clears that, and what comes of it is
     * owed again.
     *
     * @param turn the schedule's of the outcome that was told
     */
    record Answered(TaskId id, int turn) implements Transition {}

    /**
     * Terminal: what its algorithm is, by its report or its request.
     *
     * @param version of the row as last read: nothing is changed that has changed since
     * @param algorithm empty: neither says so
     */
    record Label(TaskId id, long version, String algorithm) implements Transition {}

    /** A terminal row is removed, its idempotency key with it. */
    record Remove(TaskId id) implements Transition {}
}
