package dev.tasuki.adapters.sql;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One signal per queue: given when the queue may hold a message, taken by one waiting worker. A signal that
 * nobody waits for is kept for the next worker that waits, so none is lost.
 */
final class QueueSignals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<String> signalled = new HashSet<>();

    void signal(String queue) {
        lock.lock();
        try {
            if (signalled.add(queue)) {
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
            signalled.remove(queue);
        } finally {
            lock.unlock();
        }
    }

    /** Lets every waiting worker look whether it should end. */
    void wakeAll() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the queue's signal; false once {@code ended} holds. */
    boolean await(String queue, BooleanSupplier ended) {
        lock.lock();
        try {
            while (!ended.getAsBoolean()) {
                if (signalled.remove(queue)) {
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
