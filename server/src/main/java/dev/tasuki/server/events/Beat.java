package dev.tasuki.server.events;

import java.time.Duration;

/**
 * When a stream looks for what moves all the time: once a second, always at the same place in it. Streams with one
 * place wake and write together, so that what else computes is interrupted a few times a second and not a thousand
 * times. There are several places, so that a request never waits for the writes of all streams. Immutable.
 *
 * @param place from 0, less than {@value #PLACES}; places lie apart by the same time
 */
record Beat(int place) {
    static final int PLACES = 4;
    static final Duration PERIOD = Duration.ofSeconds(1);

    /** The beat of a stream, by how many were opened before it. */
    static Beat of(int opened) {
        return new Beat(Math.floorMod(opened, PLACES));
    }

    /** From this time to its next turn: more than nothing, and at most the period. */
    Duration untilNext(long nanoTime) {
        long period = PERIOD.toNanos();
        long since = Math.floorMod(nanoTime, period) - place * (period / PLACES);
        return Duration.ofNanos(period - Math.floorMod(since, period));
    }
}
