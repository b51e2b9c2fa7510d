package dev.tasuki.core.base;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how soon something is tried again. A run that crashed its process counts as an
 * attempt; one that was stopped by infrastructure does not, and is tried again with full jitter
 * (a random part of an exponentially growing ceiling) until the budget is used up.
 *
 * @param base the first ceiling
 * @param cap the highest ceiling
 * @param budget how long after acceptance infrastructure may fail a task before it is given up
 * @param attempts how many runs may crash
 * @param random thread-safe
 */
public record RetryPolicy(Duration base, Duration cap, Duration budget, int attempts, RandomGenerator random) {
    /** 1 s … 5 min, 24 h, 3 attempts. */
    public static RetryPolicy standard(RandomGenerator random) {
        return new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(24), 3, random);
    }

    /** For what is probed rather than worked off: delays end at 30 s. */
    public RetryPolicy shortened() {
        return new RetryPolicy(base, Duration.ofSeconds(30), budget, attempts, random);
    }

    /** How long to wait after this many failures in a row, at least 1. */
    public Duration delay(long failures) {
        long ceiling = base.toMillis();
        for (long i = 1; i < failures && ceiling < cap.toMillis(); i++) {
            ceiling *= 2;
        }
        return Duration.ofMillis(random.nextLong(1, Math.min(ceiling, cap.toMillis()) + 1));
    }
}
