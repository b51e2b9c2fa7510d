package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import dev.tasuki.core.port.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message as AMQP properties, and back. What goes out is what the published producers and consumers
 * send: content_type application/json, delivery_mode 2 where durable, correlation_id, reply_to. A
 * deadline travels as {@code expiration} (the remaining milliseconds, on the broker's clock) and, for
 * workers whose clock agrees with ours, as a header with the instant itself.
 */
final class WireFormat {
    static final String CONTENT_TYPE = "application/json";
    static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to";
    /** Why a message is among the dead letters, and where it came from. */
    static final String REASON = "tasuki-reason";

    static final String FROM_QUEUE = "tasuki-from-queue";
    private static final String DEADLINE = "tasuki-deadline";
    /** Almost 50 days; the broker refuses more. */
    private static final long LONGEST_EXPIRATION = 0xFFFF_FFFFL;

    /** Far below the largest long. */
    private static final Pattern DIGITS = Pattern.compile("\\d{1,12}");

    private static final int TRANSIENT = 1;
    private static final int PERSISTENT = 2;

    private WireFormat() {}

    /**
     * The properties to send a message with.
     *
     * @param replyTo what stands for the message's reply queue on the wire; null for none
     */
    static BasicProperties properties(Message message, @Nullable String replyTo, String messageId, Instant now) {
        Map<String, Object> headers = Map.copyOf(message.headers());
        BasicProperties.Builder builder = new BasicProperties.Builder()
                .contentType(CONTENT_TYPE)
                .deliveryMode(message.durable() ? PERSISTENT : TRANSIENT)
                .messageId(messageId)
                .replyTo(replyTo);
        if (!message.correlationId().isEmpty()) {
            builder.correlationId(message.correlationId());
        }
        Instant deadline = message.deadline();
        // A direct reply waits in no queue, so it needs no expiration.
        if (deadline != null && !direct(message.queue())) {
            long left = Math.clamp(Duration.between(now, deadline).toMillis(), 0, LONGEST_EXPIRATION);
            builder.expiration(Long.toString(left));
            headers = new HashMap<>(headers);
            headers.put(DEADLINE, deadline.toEpochMilli());
        }
        if (!headers.isEmpty()) {
            builder.headers(headers);
        }
        return builder.build();
    }

    /** True for the broker's own name of a reply inbox, of which the broker keeps no queue. */
    static boolean direct(String queue) {
        return queue.startsWith(DIRECT_REPLY_TO);
    }

    /** The message as it arrived; a foreign one may lack everything but the body. */
    static Message message(String queue, BasicProperties properties, byte[] body, Instant now) {
        String correlation = properties.getCorrelationId();
        Integer mode = properties.getDeliveryMode();
        String replyTo = properties.getReplyTo();
        return new Message(
                queue,
                body,
                correlation == null ? "" : correlation,
                replyTo == null || replyTo.isEmpty() ? null : replyTo,
                deadline(properties, now),
                mode != null && mode == PERSISTENT,
                headers(properties));
    }

    /**
     * The broker measured the time in the queue with its own clock, so the message is alive on arrival
     * and lives for its expiration at most. Our header is nearer to the truth, where it fits in.
     */
    private static @Nullable Instant deadline(BasicProperties properties, Instant now) {
        Map<String, Object> headers = properties.getHeaders();
        long said = headers == null ? 0 : number(headers.get(DEADLINE), 0);
        Instant exact = Instant.ofEpochMilli(said);
        String expiration = properties.getExpiration();
        if (expiration == null || !DIGITS.matcher(expiration).matches()) {
            // The broker takes the expiration off what has been in a wait queue.
            return said > 0 ? exact : null;
        }
        long left = Long.parseLong(expiration);
        if (left == LONGEST_EXPIRATION && said > 0) {
            return exact;
        }
        Instant latest = now.plusMillis(left);
        return exact.isAfter(now) && exact.isBefore(latest) ? exact : latest;
    }

    private static Map<String, String> headers(BasicProperties properties) {
        Map<String, Object> foreign = properties.getHeaders();
        if (foreign == null || foreign.isEmpty()) {
            return Map.of();
        }
        Map<String, String> plain = new HashMap<>();
        foreign.forEach((name, value) -> {
            if (!internal(name) && simple(value)) {
                plain.put(name, value instanceof Date date ? date.toInstant().toString() : value.toString());
            }
        });
        return plain;
    }

    private static boolean internal(String name) {
        return name.equals(DEADLINE)
                || DeliveryCount.internal(name)
                || name.startsWith("x-first-death-")
                || name.startsWith("x-last-death-");
    }

    private static boolean simple(@Nullable Object value) {
        return value instanceof String
                || value instanceof LongString
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Date;
    }

    /** What a header says, or the other if that is no number. */
    static long number(@Nullable Object value, long otherwise) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value != null && DIGITS.matcher(value.toString()).matches()) {
            return Long.parseLong(value.toString());
        }
        return otherwise;
    }
}
