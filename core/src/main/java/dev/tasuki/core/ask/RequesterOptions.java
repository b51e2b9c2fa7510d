package dev.tasuki.core.ask;

import java.time.Duration;

/**
 * Bounds of request and reply.
 *
 * @param timeout how long a requester waits for an answer, more than zero
 * @param capacity requests that may wait for their answers at once, at least 1
 */
public record RequesterOptions(Duration timeout, int capacity) {
    /** 5 s, 1024 at once. */
    public static final RequesterOptions STANDARD = new RequesterOptions(Duration.ofSeconds(5), 1024);

    public RequesterOptions {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout " + timeout + " is not positive");
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is below 1");
        }
    }
}
