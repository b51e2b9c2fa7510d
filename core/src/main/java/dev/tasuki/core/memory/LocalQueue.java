package dev.tasuki.core.memory;

import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.Message;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for a worker. One lock: what is done under it takes well under a microsecond,
 * and virtual threads that contend for it park without holding a carrier.
 */
final class LocalQueue {
    private final String name;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int unsettled;
    private int consumers;

    LocalQueue(String name, int capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    String name() {
        return name;
    }

    /** False if the queue is full of messages that are still worth something. */
    boolean offer(Message message, InstantSource clock) {
        lock.lock();
        try {
            if (waiting.size() >= capacity) {
                Instant now = clock.instant();
                waiting.removeIf(w -> w.expired(now));
            }
            if (waiting.size() >= capacity) {
                return false;
            }
            waiting.addLast(new Waiting(message, 1));
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a message that has not expired; null once {@code stopped} holds. */
    @Nullable
    Waiting take(BooleanSupplier stopped, InstantSource clock) {
        lock.lock();
        try {
            while (!stopped.getAsBoolean()) {
                Waiting next = waiting.pollFirst();
                if (next == null) {
                    changed.awaitUninterruptibly();
                } else if (!next.expired(clock.instant())) {
                    unsettled++;
                    return next;
                }
            }
            // The signal that woke this worker may have been meant for one that goes on.
            changed.signal();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** A delivery has ended for good. */
    void settled() {
        lock.lock();
        try {
            unsettled--;
        } finally {
            lock.unlock();
        }
    }

    /** A delivery goes back: to the front when its consumer went away, to the end when it asked so. */
    void giveBack(Waiting delivery, boolean toFront) {
        Waiting again = new Waiting(delivery.message(), delivery.count() + 1);
        lock.lock();
        try {
            unsettled--;
            if (toFront) {
                waiting.addFirst(again);
            } else {
                waiting.addLast(again);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void consumers(int change) {
        lock.lock();
        try {
            consumers += change;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    BrokerStatus.QueueStatus status() {
        lock.lock();
        try {
            return new BrokerStatus.QueueStatus(name, waiting.size(), unsettled, consumers);
        } finally {
            lock.unlock();
        }
    }

    /** A message and the number of its next delivery. */
    record Waiting(Message message, int count) {
        boolean expired(Instant now) {
            return message.deadline() != null && !message.deadline().isAfter(now);
        }
    }
}
