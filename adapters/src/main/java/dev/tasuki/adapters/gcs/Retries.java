package dev.tasuki.adapters.gcs;

import dev.tasuki.core.base.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * How often a request is sent when what failed may pass, and how long is waited in between: a random
 * part of a growing time. {@code pause} waits; tests count instead.
 */
record Retries(int tries, Consumer<Duration> pause) {
    static final int TRIES = 3;

    private static final Duration BASE = Duration.ofMillis(400);
    private static final Duration CAP = Duration.ofSeconds(4);

    static Retries standard() {
        return new Retries(TRIES, time -> LockSupport.parkNanos(time.toNanos()));
    }

    /** Waits after this many failures in a row, at least 1. */
    void await(int failures) {
        pause.accept(new RetryPolicy(BASE, CAP, CAP, tries, ThreadLocalRandom.current()).delay(failures));
    }

    /** True for an answer that may be another one soon. */
    static boolean passing(int status) {
        return status == 408 || status == 429 || status >= 500;
    }
}
