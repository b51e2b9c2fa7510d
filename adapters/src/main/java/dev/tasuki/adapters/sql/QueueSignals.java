package dev.tasuki.adapters.sql;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A bell per queue: rung when the queue may hold a message, heard by one waiting worker. A ring that
 * nobody waits for is kept for the next who does, so none is lost.
 */
final class QueueSignals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<String> rung = new HashSet<>();

    void ring(String queue) {
        lock.lock();
        try {
            if (rung.add(queue)) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** For a queue that has no workers any more. */
    void forget(String queue) {
        lock.lock();
        try {
            rung.remove(queue);
        } finally {
            lock.unlock();
        }
    }

    /** Lets every waiting worker look whether it should end. */
    void ringAll() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the queue's bell; false once {@code ended} holds. */
    boolean await(String queue, BooleanSupplier ended) {
        lock.lock();
        try {
            while (!ended.getAsBoolean()) {
                if (rung.remove(queue)) {
                    return true;
                }
                changed.awaitUninterruptibly();
            }
            return false;
        } finally {
            lock.unlock();
        }
    }
}
