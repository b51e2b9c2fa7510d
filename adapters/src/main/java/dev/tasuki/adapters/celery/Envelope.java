package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One message as it lies on the wire, whichever broker it lay on.
 *
 * @param contentType such as {@code application/json}; empty if the message has none
 * @param contentEncoding such as {@code utf-8}; empty if the message has none
 * @param headers Celery's, as JSON; empty in its first protocol
 * @param replyTo the queue that the client listens to; empty if it does not
 * @param correlationId what the client knows the answer by; empty if the message has none
 * @param body as it was sent, compressed or not
 */
record Envelope(
        String contentType,
        String contentEncoding,
        ObjectNode headers,
        String replyTo,
        String correlationId,
        byte[] body) {}
