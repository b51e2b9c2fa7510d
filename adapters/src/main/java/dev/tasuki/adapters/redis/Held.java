package dev.tasuki.adapters.redis;

import dev.tasuki.core.port.Message;

/**
 * An entry of a stream that is pending under one of our consumers.
 *
 * @param id the stream's name for it
 * @param count how often the stream has delivered it
 * @param former how often it was delivered under former ids
 */
record Held(String id, long count, long former, Message message) {
    /** How often the message was delivered, this time included. */
    int deliveries() {
        return (int) Math.min(Integer.MAX_VALUE, count + former);
    }
}
