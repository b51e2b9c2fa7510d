package dev.tasuki.adapters.amqp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Tells connections that are cut now and then from one that something breaks again and again, such as
 * a message that the client library cannot read. For one thread.
 */
final class RepeatedDisconnects {
    /** This many within {@link #WITHIN} are no accident. */
    static final int MANY = 3;

    static final Duration WITHIN = Duration.ofSeconds(10);

    private final Queue<Long> recent = new ArrayDeque<>();

    /** Notes one; true if it is one of many. Times are those of {@link System#nanoTime()}. */
    boolean many(long now) {
        recent.add(now);
        recent.removeIf(then -> now - then > WITHIN.toNanos());
        while (recent.size() > MANY) {
            recent.remove();
        }
        return recent.size() == MANY;
    }
}
