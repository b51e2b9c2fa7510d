package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.adapters.amqp.FilteredFrames;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of large bodies a process holds of one queue. Small ones are bounded by their number,
 * the prefetch; a large one comes in if it fits, or if it is the only one. Thread-safe.
 */
final class LargeBodyBudget {
    private final long bytes;
    private final AtomicLong held = new AtomicLong();
    private final GivenBack givenBack = new GivenBack();

    LargeBodyBudget(long bytes) {
        this.bytes = bytes;
    }

    /** What went back to the broker because it did not fit. */
    GivenBack givenBack() {
        return givenBack;
    }

    /** True if a body of that size may come in now. */
    boolean fits(long size) {
        if (small(size)) {
            return true;
        }
        long now = held.get();
        return now == 0 || now + size <= bytes;
    }

    /** A body came in. */
    void take(long size) {
        if (!small(size)) {
            held.addAndGet(size);
        }
    }

    /** A body that came in is not needed any more. */
    void release(long size) {
        if (!small(size)) {
            held.addAndGet(-size);
        }
    }

    private static boolean small(long size) {
        return size <= FilteredFrames.KEPT;
    }
}
