package dev.tasuki.core.port;

import java.time.Duration;

/** A running consumer of one queue. */
public interface Subscription extends AutoCloseable {
    /** Takes no further delivery; handlers under way go on. Idempotent. */
    void stop();

    /** Waits until no handler is under way after {@link #stop()}; false if the time ran out. */
    boolean awaitIdle(Duration patience) throws InterruptedException;

    /** Stops, and gives back to the broker whatever is not settled. */
    @Override
    void close();
}
