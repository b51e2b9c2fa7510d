package dev.tasuki.core.port;

/**
 * What differs between brokers in a way that callers act on; declared, so that nothing asks which
 * class it runs on. What every broker does is said by {@link Broker} and its contract suites.
 *
 * @param sharedWithOthers foreign programs may write to the same queues and take from them: messages
 *     have bounds, replies have rules, and only what clients asked for is published
 */
public record BrokerCapabilities(boolean sharedWithOthers) {}
