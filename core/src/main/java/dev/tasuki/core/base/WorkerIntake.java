package dev.tasuki.core.base;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Between the readers of a subscription and its workers: how many workers wait, how much reads under way may bring,
 * and what was read. Readers ask for no more than there are workers to take it, so that nothing lies in a process
 * unseen. Thread-safe.
 *
 * <p>Example: a reader calls {@code hand(next(intake.room()))} in a loop, and each worker {@code intake.take()}.
 *
 * @param <T> what is read
 */
public final class WorkerIntake<T> {
    private final ReentrantLock lock = new ReentrantLock();
    /** Workers wait for it, and each item wakes one of them. */
    private final Condition arrived = lock.newCondition();
    /** Readers wait for it: there are few. */
    private final Condition freed = lock.newCondition();

    private final Deque<T> read = new ArrayDeque<>();
    private final int spare;
    private int waiting;
    private int reserved;
    private boolean stopped;

    /**
     * Nothing read yet.
     *
     * @param spare how much more may be read than workers wait for
     */
    public WorkerIntake(int spare) {
        this.spare = spare;
    }

    /** What was read for this worker; waits for it. Null once stopped. */
    public @Nullable T take() {
        lock.lock();
        try {
            waiting++;
            freed.signalAll();
            while (read.isEmpty() && !stopped) {
                arrived.awaitUninterruptibly();
            }
            return stopped ? null : read.poll();
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** How much may be read now, by the only reader; waits until it is more than nothing. Nothing once stopped. */
    public int room() {
        lock.lock();
        try {
            awaitRoom();
            return stopped ? 0 : free();
        } finally {
            lock.unlock();
        }
    }

    /** How much one of several readers may read now, at most {@code most}; waits until it is one. None once stopped. */
    public int reserve(int most) {
        lock.lock();
        try {
            awaitRoom();
            int taken = stopped ? 0 : Math.min(most, free());
            reserved += taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() {
        while (!stopped && free() <= 0) {
            freed.awaitUninterruptibly();
        }
    }

    private int free() {
        return waiting + spare - read.size() - reserved;
    }

    /** The read that reserved this many has ended. */
    public void release(int count) {
        lock.lock();
        try {
            reserved -= count;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** True if workers wait for whom no read is under way. */
    public boolean wanting() {
        lock.lock();
        try {
            return !stopped && free() > 0;
        } finally {
            lock.unlock();
        }
    }

    /** For a worker. */
    public void hand(T item) {
        lock.lock();
        try {
            read.add(item);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits this long, or until stopped. */
    public void pause(long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!stopped && left > 0) {
                left = freed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Has everybody return who waits. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            arrived.signalAll();
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What no worker took; it is not here any more. */
    public List<T> rest() {
        lock.lock();
        try {
            List<T> left = new ArrayList<>(read);
            read.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }
}
