package dev.tasuki.core.run;

import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a task that goes on in this process, under the claim with number {@code epoch}.
 * Thread-safe.
 */
public final class Run implements RunControl {
    private final TaskId id;
    private final long epoch;
    private final Instant claimed;
    private final Runnable handOver;
    private final @Nullable RunTime time;
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private final AtomicReference<@Nullable FinishReason> finish = new AtomicReference<>();
    private volatile boolean keeps;
    private volatile Progress progress = Progress.NONE;
    private volatile Instant beaten;
    private volatile Progress sent = Progress.NONE;
    private final AtomicBoolean handedOver = new AtomicBoolean();
    private volatile boolean ending;
    private volatile long bytes;

    /** A run claimed at {@code claimed}; {@code handOver} as in {@link dev.tasuki.core.port.Delivery}. */
    Run(TaskId id, long epoch, Instant claimed, Runnable handOver) {
        this(id, epoch, claimed, handOver, null);
    }

    /** The same that has so much time; null: as long as it takes. */
    Run(TaskId id, long epoch, Instant claimed, Runnable handOver, @Nullable RunTime time) {
        this.time = time;
        this.id = id;
        this.epoch = epoch;
        this.claimed = claimed;
        this.handOver = handOver;
        this.beaten = claimed;
    }

    /** Why a run is asked to stop. */
    public enum Stop {
        /** Somebody cancelled the task. */
        CANCELLED,
        /** The lease lapsed or another consumer holds it: nothing more may be written. */
        LEASE_LOST,
        /** It has lasted as long as it may. */
        TIMED_OUT,
        /** This process has no memory left, and of all runs this one holds most. */
        OUT_OF_MEMORY,
        /** The process is shutting down: the task goes back to the queue. */
        DRAINED
    }

    public TaskId id() {
        return id;
    }

    /** The number of its claim. */
    public long epoch() {
        return epoch;
    }

    /** When it began. */
    public Instant claimed() {
        return claimed;
    }

    /** How far it has come. */
    public Progress progress() {
        return progress;
    }

    @Override
    public String subject() {
        return "task " + id + ", model " + id;
    }

    @Override
    public void report(Progress now) {
        progress = now;
    }

    @Override
    public void needs(long memory) {
        bytes = memory;
    }

    /** The memory that it said it needs. */
    long needs() {
        return bytes;
    }

    @Override
    public boolean stopped() {
        return stop.get() != null;
    }

    @Override
    public boolean givenBack() {
        return stop.get() == Stop.DRAINED;
    }

    @Override
    public boolean claimLost() {
        return stop.get() == Stop.LEASE_LOST;
    }

    /** Why it was asked to stop; null if it was not. */
    @Nullable
    Stop reason() {
        return stop.get();
    }

    /** Asks it to stop; the first reason counts, but a lost lease outranks the others. */
    void stop(Stop reason) {
        if (!stop.compareAndSet(null, reason) && reason == Stop.LEASE_LOST) {
            stop.set(reason);
        }
    }

    /** True if its product is not wanted any more. After a drain a product that is ready is still wanted. */
    boolean unwanted() {
        Stop reason = stop.get();
        return reason != null && reason != Stop.DRAINED;
    }

    @Override
    public Optional<FinishReason> finishing() {
        return Optional.ofNullable(finish.get());
    }

    @Override
    public void keepAtTimeout() {
        keeps = true;
    }

    /** Asks it to end with what it has; the first reason counts. True if nobody had asked before. */
    boolean finish(FinishReason reason) {
        return finish.compareAndSet(null, reason);
    }

    /** Does what its row, read just now, asks for. */
    void heed(TaskRow row) {
        if (row.cancelRequested()) {
            stop(Stop.CANCELLED);
        }
        if (row.finishRequested()) {
            finish(FinishReason.REQUESTED);
        }
    }

    /** True once its time is up, and it is to end with what it has. */
    boolean overdueButKept(Instant now) {
        return keeps && time != null && time.over(now);
    }

    /** True once it has lasted as long as it may. */
    boolean overdue(Instant now) {
        return time != null && (keeps ? time.overtimeOver(now) : time.over(now));
    }

    /** Says that the run is about to end its claim itself: from now on a refused heartbeat means nothing. */
    void end() {
        ending = true;
    }

    /** True once the run has begun to end its claim. */
    boolean ending() {
        return ending;
    }

    /** Takes the delivery off the broker's hands if the run has lasted as long as {@code patience}; once. */
    void handOverAfter(Duration patience, Instant now, Executor where) {
        if (!now.isBefore(claimed.plus(patience)) && handedOver.compareAndSet(false, true)) {
            where.execute(handOver);
        }
    }

    /** When the lease was last extended. */
    Instant beaten() {
        return beaten;
    }

    /** The progress that the row has. */
    Progress sent() {
        return sent;
    }

    void beat(Instant now, Progress stored) {
        beaten = now;
        sent = stored;
    }
}
