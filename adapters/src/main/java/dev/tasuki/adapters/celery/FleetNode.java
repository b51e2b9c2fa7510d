package dev.tasuki.adapters.celery;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * This process as the programs of a fleet see it. Thread-safe.
 *
 * @param name among their workers, such as {@code tasuki@ml1}
 * @param time by which they put what happens in order
 */
record FleetNode(String name, InstantSource clock, LamportTime time) {
    /** One that has heard of nobody. */
    FleetNode(String name, InstantSource clock) {
        this(name, clock, new LamportTime());
    }

    /** Seconds since 1970. */
    double seconds() {
        return clock.instant().toEpochMilli() / 1000.0;
    }

    /** Lamport's time: what is sent after something was heard has a later one. */
    static final class LamportTime {
        private final AtomicLong last = new AtomicLong();

        /** Of a message that came. */
        void heard(long theirs) {
            last.updateAndGet(mine -> Math.max(mine, theirs) + 1);
        }

        /** Of a message that is about to be sent. */
        long next() {
            return last.incrementAndGet();
        }

        long now() {
            return last.get();
        }
    }
}
