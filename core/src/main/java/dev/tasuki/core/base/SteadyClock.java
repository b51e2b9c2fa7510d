package dev.tasuki.core.base;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of day when it was made, and from then on the machine's steady count of nanoseconds. Setting
 * the machine's clock neither holds it nor makes it jump, so it is the one to measure by how long
 * something lasts; what it shows drifts from the time of day. Thread-safe.
 */
public final class SteadyClock implements InstantSource {
    private final Instant start;
    private final LongSupplier nanos;
    private final long first;

    /** Starts at this clock's time and counts by {@link System#nanoTime()}. */
    public SteadyClock(InstantSource clock) {
        this(clock, System::nanoTime);
    }

    SteadyClock(InstantSource clock, LongSupplier nanos) {
        this.start = clock.instant();
        this.nanos = nanos;
        this.first = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - first);
    }
}
