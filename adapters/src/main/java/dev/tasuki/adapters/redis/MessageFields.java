package dev.tasuki.adapters.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.core.port.Message;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages as the fields of an entry: b body, c correlation id, p 1 if durable, r reply queue, d deadline in
 * milliseconds, h headers as JSON, n former deliveries. A reply is the same fields packed into one element of a list,
 * with q for its queue.
 */
final class MessageFields {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

    private MessageFields() {}

    static List<Object> of(Message message) {
        List<Object> fields = new ArrayList<>(List.of("b", message.body(), "c", message.correlationId()));
        if (message.durable()) {
            fields.addAll(List.of("p", "1"));
        }
        String replyTo = message.replyTo();
        if (replyTo != null) {
            fields.addAll(List.of("r", replyTo));
        }
        Instant deadline = message.deadline();
        if (deadline != null) {
            fields.addAll(List.of("d", Long.toString(millis(deadline))));
        }
        if (!message.headers().isEmpty()) {
            fields.addAll(List.of("h", json(message.headers())));
        }
        return fields;
    }

    private static long millis(Instant deadline) {
        return deadline.getEpochSecond() >= LATEST / 1000 ? LATEST : deadline.toEpochMilli();
    }

    /** Empty if it is none of ours: another program may have written it. */
    static Optional<Message> message(String queue, Map<String, byte[]> fields) {
        byte[] body = fields.get("b");
        String correlation = text(fields, "c");
        String deadline = text(fields, "d");
        if (body == null || correlation == null || (deadline != null && !number(deadline, true))) {
            return Optional.empty();
        }
        return headers(text(fields, "h"))
                .map(headers -> new Message(
                        queue,
                        body,
                        correlation,
                        text(fields, "r"),
                        deadline == null ? null : Instant.ofEpochMilli(Long.parseLong(deadline)),
                        "1".equals(text(fields, "p")),
                        headers));
    }

    /** What a field counts; 0 if it is not there or no number. */
    static long number(Map<String, byte[]> fields, String name) {
        String text = text(fields, name);
        return text != null && number(text, false) ? Long.parseLong(text) : 0;
    }

    /** One to fifteen digits; no pattern, as there is one in every request. */
    private static boolean number(String text, boolean signed) {
        int from = signed && text.startsWith("-") ? 1 : 0;
        boolean digits = text.length() > from && text.length() - from <= 15;
        for (int i = from; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits;
    }

    static @Nullable String text(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        return value == null ? null : new String(value, UTF_8);
    }

    /** A reply as one element of a list. */
    static byte[] pack(Message reply) {
        List<Object> fields = of(reply);
        fields.addAll(List.of("q", reply.queue()));
        List<byte[]> parts = new ArrayList<>(fields.size());
        int size = 0;
        for (Object field : fields) {
            byte[] part = field instanceof byte[] raw ? raw : field.toString().getBytes(UTF_8);
            parts.add(part);
            size += Integer.BYTES + part.length;
        }
        ByteBuffer packed = ByteBuffer.allocate(size);
        parts.forEach(part -> packed.putInt(part.length).put(part));
        return packed.array();
    }

    /** Empty if it is none of ours. */
    static Optional<Message> unpack(byte[] packed) {
        Map<String, byte[]> fields = new HashMap<>();
        ByteBuffer rest = ByteBuffer.wrap(packed);
        try {
            while (rest.hasRemaining()) {
                fields.put(new String(part(rest), UTF_8), part(rest));
            }
        } catch (BufferUnderflowException cutOff) {
            return Optional.empty();
        }
        String queue = text(fields, "q");
        return queue == null ? Optional.empty() : message(queue, fields);
    }

    private static byte[] part(ByteBuffer rest) {
        int length = rest.getInt();
        if (length < 0 || length > rest.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] part = new byte[length];
        rest.get(part);
        return part;
    }

    private static String json(Map<String, String> headers) {
        try {
            return MAPPER.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a map of text is always JSON", e);
        }
    }

    private static Optional<Map<String, String>> headers(@Nullable String json) {
        if (json == null) {
            return Optional.of(Map.of());
        }
        try {
            Map<String, String> read = MAPPER.readValue(json, HEADERS);
            return Optional.ofNullable(read).filter(map -> !map.containsValue(null));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
