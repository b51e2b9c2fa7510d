package dev.tasuki.core.port;

/**
 * What an adapter can do; declared, so that nothing asks which class it runs on and a contract test
 * that does not apply is reported as such.
 *
 * @param durable a confirmed durable message survives a crash of the broker
 * @param delayed {@link Settlement.Requeue} honours its delay
 * @param deadLetters discarded messages are kept for inspection
 * @param crossProcess producers and consumers may be different processes
 */
public record BrokerCapabilities(boolean durable, boolean delayed, boolean deadLetters, boolean crossProcess) {}
