package dev.tasuki.core.port;

/**
 * What differs between brokers in a way that callers act on; declared, so that nothing asks which
 * class it runs on. What every broker does is said by {@link Broker} and its contract suites.
 *
 * @param sharedWithOthers foreign programs may write to the same queues and take from them: messages
 *     have bounds, replies have rules, and only what clients asked for is published
 * @param ordered one worker takes the messages of a queue in the order of publishing; nothing in core needs it
 */
public record BrokerCapabilities(boolean sharedWithOthers, boolean ordered) {
    /** Of a broker that keeps the order of publishing. */
    public BrokerCapabilities(boolean sharedWithOthers) {
        this(sharedWithOthers, true);
    }
}
