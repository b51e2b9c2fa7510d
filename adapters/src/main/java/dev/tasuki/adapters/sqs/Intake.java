package dev.tasuki.adapters.sqs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Between the readers of a subscription and its workers: how many workers wait, how many messages polls under way may
 * bring, and what was read. Readers ask for no more than there are workers to take it. Thread-safe.
 */
final class Intake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Held> read = new ArrayDeque<>();
    private final int spare;
    private int waiting;
    private int reserved;
    private boolean stopped;

    /**
     * Nothing read yet.
     *
     * @param spare how much more may be read than workers wait for
     */
    Intake(int spare) {
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

    /** How many messages a poll may bring now, at most {@code most}; waits until it is one. None once stopped. */
    int reserve(int most) {
        lock.lock();
        try {
            while (!stopped && room() <= 0) {
                changed.awaitUninterruptibly();
            }
            int taken = stopped ? 0 : Math.min(most, room());
            reserved += taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private int room() {
        return waiting + spare - read.size() - reserved;
    }

    /** The poll that reserved this many has ended. */
    void release(int count) {
        lock.lock();
        try {
            reserved -= count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** True if workers wait for whom no poll is under way. */
    boolean wanting() {
        lock.lock();
        try {
            return !stopped && room() > 0;
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
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
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
