package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import dev.tasuki.core.port.Message;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often a message was delivered before. A quorum queue counts; a classic one tells only that it
 * was not the first time, so the count travels in headers of ours.
 *
 * @param earlier all deliveries before this one, as far as anybody counted
 * @param unsettled those of them that were not settled: the consumer died, or gave the message back
 * @param exact false if the queue does not count, and there was one more before
 */
record DeliveryCount(int earlier, int unsettled, boolean exact) {
    private static final String EARLIER = "tasuki-deliveries";
    private static final String UNSETTLED = "tasuki-unsettled";
    private static final String QUORUM = "x-delivery-count";
    /** Whatever a foreign header says. */
    private static final long MOST = 1_000_000;

    static DeliveryCount of(Envelope envelope, BasicProperties properties) {
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        Object quorum = headers.get(QUORUM);
        int here = quorum == null ? (envelope.isRedeliver() ? 1 : 0) : number(quorum);
        boolean exact = quorum != null || !envelope.isRedeliver();
        return new DeliveryCount(number(headers.get(EARLIER)) + here, number(headers.get(UNSETTLED)) + here, exact);
    }

    /** The same of a message that its queue says was delivered once more, if that delivery is not to count. */
    DeliveryCount withoutThisTime() {
        return exact ? this : new DeliveryCount(earlier - 1, unsettled - 1, true);
    }

    /** As handlers are told: this delivery included, 0 if only "more than once" is known. */
    int count() {
        return exact ? earlier + 1 : 0;
    }

    /** The message as it goes back into a queue that does not count. */
    Message noted(Message message) {
        Map<String, String> headers = new HashMap<>(message.headers());
        headers.put(EARLIER, Integer.toString(earlier));
        headers.put(UNSETTLED, Integer.toString(unsettled));
        return message.withHeaders(headers);
    }

    /** The message as it goes to a wait queue, settled by a handler: what it survived does not count against it. */
    Message settled(Message message) {
        Map<String, String> headers = new HashMap<>(message.headers());
        headers.put(EARLIER, Integer.toString(Math.max(1, exact ? earlier + 1 : earlier)));
        return message.withHeaders(headers);
    }

    /** True for headers that are this record's. */
    static boolean internal(String header) {
        return header.equals(EARLIER) || header.equals(UNSETTLED) || header.equals(QUORUM);
    }

    private static int number(@Nullable Object value) {
        return (int) Math.clamp(WireFormat.number(value, 0), 0, MOST);
    }
}
