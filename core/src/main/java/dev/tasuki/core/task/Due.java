package dev.tasuki.core.task;

import java.time.Duration;

/** Rows that somebody must act on now, by the database's clock; oldest first. */
public sealed interface Due {
    /** At most this many rows. */
    int limit();

    /** RECEIVED with run_at reached, or STARTED with a lapsed lease: a {@code Claim} may succeed. */
    record Claimable(TaskKind kind, int limit) implements Due {}

    /**
     * What the relay publishes: RECEIVED with run_at reached and either never published or
     * published longer ago than {@code silence} without being claimed.
     */
    record Unpublished(Duration silence, int limit) implements Due {}

    /** What the rescuer takes up: STARTED with a lapsed lease. */
    record Lapsed(int limit) implements Due {}
}
