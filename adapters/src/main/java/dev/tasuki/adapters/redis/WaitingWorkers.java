package dev.tasuki.adapters.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Between the reader of a subscription and its workers: how many workers wait, and what was read for them. The reader
 * reads no more than there are workers to take it, so that nothing lies in a process unseen. Thread-safe.
 */
final class WaitingWorkers {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Held> read = new ArrayDeque<>();
    private final int spare;
    private int waiting;
    private boolean stopped;

    /**
     * None yet.
     *
     * @param spare how much more may be read than workers wait for
     */
    WaitingWorkers(int spare) {
        this.spare = spare;
    }

    /** What was read for this worker; waits for it. Null once stopped. */
    @Nullable
    Held take() {
        lock.lock();
        try {
            waiting++;
            changed.signalAll();
            while (read.isEmpty() && !stopped) {
                changed.awaitUninterruptibly();
            }
            return stopped ? null : read.poll();
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** How many entries may be read now; waits until it is more than none. None once stopped. */
    int room() {
        lock.lock();
        try {
            while (!stopped && waiting + spare <= read.size()) {
                changed.awaitUninterruptibly();
            }
            return stopped ? 0 : waiting + spare - read.size();
        } finally {
            lock.unlock();
        }
    }

    /** For a worker. */
    void hand(Held held) {
        lock.lock();
        try {
            read.add(held);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits this long, or until stopped. */
    void pause(long millis) {
        lock.lock();
        try {
            long left = millis * 1_000_000;
            while (!stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Has everybody return who waits. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What no worker took; it is not here any more. */
    List<Held> rest() {
        lock.lock();
        try {
            List<Held> left = new ArrayList<>(read);
            read.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }
}
