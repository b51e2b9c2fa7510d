package dev.tasuki.contracts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. Safe for any number of threads. */
public final class MovableClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /** A clock that shows a fixed time of our days. */
    public MovableClock() {
        this(Instant.parse("2026-11-23T08:00:00.123Z"));
    }

    /** A clock that shows {@code start}. */
    public MovableClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves the clock forward. */
    public void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
