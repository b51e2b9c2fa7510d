package dev.tasuki.core.port;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes over a broker. On AMQP: default exchange, routing key = queue, content type
 * application/json.
 *
 * @param queue where to
 * @param body JSON, UTF-8; never changed after construction
 * @param correlationId ties a reply to its request; the task id for a training
 * @param replyTo the queue that the sender listens on; null if no reply is wanted
 * @param deadline after it the message is worthless and may be dropped unseen; null if never
 * @param durable true: publish returns only when a crash of the broker cannot lose it
 * @param headers further properties, possibly empty
 */
public record Message(
        String queue,
        byte[] body,
        String correlationId,
        @Nullable String replyTo,
        @Nullable Instant deadline,
        boolean durable,
        Map<String, String> headers) {
    public Message {
        headers = Map.copyOf(headers);
    }

    /** A durable message that wants no reply. */
    public static Message durable(String queue, byte[] body, String correlationId) {
        return new Message(queue, body, correlationId, null, null, true, Map.of());
    }

    /** A request: worthless after its deadline, so not durable. */
    public static Message request(String queue, byte[] body, String correlationId, String replyTo, Instant deadline) {
        return new Message(queue, body, correlationId, replyTo, deadline, false, Map.of());
    }

    /** The answer to {@code request}, which must have a reply queue. */
    public static Message reply(Message request, byte[] body) {
        String to = request.replyTo();
        if (to == null) {
            throw new IllegalArgumentException("message " + request.correlationId + " wants no reply");
        }
        return new Message(to, body, request.correlationId, null, request.deadline, false, Map.of());
    }

    /** What is too much about it, completing "the message …"; empty if it is within {@link Limits#MESSAGE_BYTES}. */
    public Optional<String> excess() {
        return body.length <= Limits.MESSAGE_BYTES.value()
                ? Optional.empty()
                : Optional.of(
                        "has %,d bytes, at most %s are allowed".formatted(body.length, Limits.MESSAGE_BYTES.text()));
    }

    /** For brokers, before they send it: throws {@link InvalidRequest} with code too_large. */
    public void checkSize() {
        excess().ifPresent(excess -> {
            throw InvalidRequest.content(
                    RefusalCode.TOO_LARGE,
                    "the message for " + queue + " " + excess + "; send less at once, such as fewer rows");
        });
    }

    /** The same message for another queue. */
    public Message to(String other) {
        return new Message(other, body, correlationId, replyTo, deadline, durable, headers);
    }

    /** The same message, whose reply is wanted in that queue; null: nowhere. */
    public Message answeredIn(@Nullable String replyQueue) {
        return new Message(queue, body, correlationId, replyQueue, deadline, durable, headers);
    }

    /** The same message with other headers in place of its own. */
    public Message withHeaders(Map<String, String> others) {
        return new Message(queue, body, correlationId, replyTo, deadline, durable, others);
    }
}
