package dev.tasuki.adapters.rabbitmq;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a process gave back because it had no room for the body. A classic queue says of such a message
 * that it was delivered before, as it does of one whose consumer died; no handler has seen it, so that
 * does not count against it. Without this, a large message would use up its deliveries against itself:
 * the copy that carries its count arrives while the original is still in hand. Thread-safe.
 */
final class GivenBack {
    /** More than are left at the broker at once; of an older one, the next delivery counts. */
    static final int MOST = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Mark> marks = new ArrayDeque<>();

    /** What tells such a message from others; of two that are alike, it does not matter which one comes back. */
    private record Mark(String correlationId, String replyTo, long size) {
        static Mark of(HeldDelivery delivery) {
            String replyTo = delivery.message().replyTo();
            long size = delivery.left() < 0 ? delivery.size() : delivery.left();
            return new Mark(delivery.message().correlationId(), replyTo == null ? "" : replyTo, size);
        }
    }

    /** A message goes back that nobody else has held: it comes again as if somebody had. */
    void note(HeldDelivery delivery) {
        if (!delivery.count().exact()) {
            return;
        }
        lock.lock();
        try {
            if (marks.size() == MOST) {
                marks.remove();
            }
            marks.add(Mark.of(delivery));
        } finally {
            lock.unlock();
        }
    }

    /** The delivery, with the count of one that was not delivered before if it only went back by us. */
    HeldDelivery counted(HeldDelivery delivery) {
        if (delivery.count().exact()) {
            return delivery;
        }
        lock.lock();
        try {
            boolean ours = marks.remove(Mark.of(delivery));
            return ours ? delivery.counted(delivery.count().withoutThisTime()) : delivery;
        } finally {
            lock.unlock();
        }
    }
}
