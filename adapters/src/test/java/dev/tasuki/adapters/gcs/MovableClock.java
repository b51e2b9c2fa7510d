package dev.tasuki.adapters.gcs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time, as far as it was moved. */
final class MovableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-28T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }
}
