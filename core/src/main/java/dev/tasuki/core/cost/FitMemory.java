package dev.tasuki.core.cost;

import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that all trainings of this process share. A training reserves what it is estimated to need
 * and waits while others hold it. The first to come is the first to start, so that a large one does not
 * wait for as long as small ones come; one that is alone always starts. Thread-safe.
 */
public final class FitMemory {
    private static final Logger LOG = LoggerFactory.getLogger(FitMemory.class);
    /** How often one that waits looks whether it was told to stop. */
    private static final long LOOK_MILLIS = 200;

    private final long most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Object> waiting = new ArrayDeque<>();
    private long reserved;
    private int holders;

    /** At most {@code bytes} bytes for all fits together. */
    public FitMemory(long most) {
        this.most = most;
    }

    /**
     * Reserves {@code bytes} bytes, after earlier callers have theirs and once there is room. Throws
     * {@link CancellationException} if the run was told to stop meanwhile.
     */
    Reservation reserve(long bytes, RunControl control) {
        Object ticket = new Object();
        boolean told = false;
        boolean interrupted = false;
        lock.lock();
        try {
            waiting.add(ticket);
            while (waiting.peek() != ticket || !fits(bytes)) {
                if (control.stopped()) {
                    throw new CancellationException("the run was told to stop while it waited for memory");
                }
                if (!told) {
                    told = true;
                    tell(bytes, control);
                }
                interrupted |= awaitOrInterrupt();
            }
            reserved += bytes;
            holders++;
            return new Reservation(bytes);
        } finally {
            waiting.remove(ticket);
            changed.signalAll();
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean fits(long bytes) {
        return holders == 0 || bytes <= most - reserved;
    }

    private void tell(long bytes, RunControl control) {
        control.report(new Progress(0.0, "waiting", "for memory that other trainings hold"));
        LOG.info(
                "{}: waits for {} of memory; other trainings hold {} of {}",
                control.subject(),
                FitCost.size(bytes),
                FitCost.size(reserved),
                FitCost.size(most));
    }

    /** True if it was interrupted, which ends nothing: the run has its own way of being stopped. */
    private boolean awaitOrInterrupt() {
        try {
            changed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** What one training holds until it is closed. */
    public final class Reservation implements AutoCloseable {
        private final long bytes;

        private Reservation(long bytes) {
            this.bytes = bytes;
        }

        public long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                reserved -= bytes;
                holders--;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
