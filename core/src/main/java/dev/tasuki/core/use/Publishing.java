package dev.tasuki.core.use;

/**
 * When the message of an accepted training is published. Its row is durable by then, so nothing is lost if that
 * never happens: the relay publishes what was left. Thread-safe.
 */
@FunctionalInterface
public interface Publishing {
    /** On the calling thread, before the client has its answer. */
    Publishing AT_ONCE = (bytes, publish) -> publish.run();

    /**
     * Publishes now or later, or leaves it to the relay.
     *
     * @param bytes what {@code publish} holds in memory until it has run
     */
    void submit(long bytes, Runnable publish);
}
