package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.port.Message;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message with what SQS does not know of it. It travels as a body of text and one attribute, a JSON object in ASCII:
 * c correlation id, r reply queue, q inbox of a reply, d deadline in milliseconds, p 1 if durable, h headers, n former
 * deliveries, u not before (milliseconds), e how the body is to be read (base64, empty, object), and of dead letters
 * reason, at (milliseconds) and k (order within a millisecond).
 *
 * @param message what was sent; its body is empty while it is in the object store
 * @param former how often the message was delivered under former ids
 * @param notBefore when it may be handled, in milliseconds since 1970; 0 if at once
 * @param object the key of the body in the object store; null if the message has its body
 * @param death why and when it was discarded; null if it was not
 */
record Envelope(
        Message message,
        int former,
        long notBefore,
        @Nullable String object,
        @Nullable Death death) {
    /** The name of the attribute. */
    static final String ATTRIBUTE = "tasuki";

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final String OBJECT = "tasuki-object";
    private static final String EMPTY_BODY = "-";
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

    /**
     * Why a message is a dead letter.
     *
     * @param at milliseconds since 1970
     * @param order tells apart what one process discarded within a millisecond
     */
    record Death(String reason, long at, long order) {}

    /**
     * What SQS is given.
     *
     * @param attribute null for a message of a foreign program
     */
    record Wire(String body, @Nullable String attribute) {
        /** As SQS counts them: body, and name, type and value of the attribute. */
        long bytes() {
            return (long) body.getBytes(UTF_8).length
                    + (attribute == null ? 0 : ATTRIBUTE.length() + "String".length() + attribute.length());
        }
    }

    /** How the text of a body stands for its bytes. */
    private enum Form {
        TEXT,
        BASE64,
        EMPTY,
        OBJECT
    }

    /** A message that is sent for the first time. */
    static Envelope of(Message message) {
        return new Envelope(message, 0, 0, null, null);
    }

    /** The same, to be delivered again later. */
    Envelope later(int deliveries, long time) {
        return new Envelope(message, deliveries, time, object, null);
    }

    /** The same as a dead letter, which has no deadline and is not answered. */
    Envelope dead(Death why) {
        return new Envelope(
                Message.durable(message.queue(), message.body(), message.correlationId())
                        .withHeaders(message.headers()),
                former,
                0,
                object,
                why);
    }

    /** The same with its body in the object store. */
    Envelope checkedIn(String key) {
        return new Envelope(withBody(new byte[0]), former, notBefore, key, death);
    }

    /** The same with its body from the object store. */
    Message checkedOut(byte[] body) {
        return withBody(body);
    }

    private Message withBody(byte[] body) {
        return new Message(
                message.queue(),
                body,
                message.correlationId(),
                message.replyTo(),
                message.deadline(),
                message.durable(),
                message.headers());
    }

    /**
     * As it is sent.
     *
     * @param inbox for a reply, the inbox that it is for; null for other messages
     */
    Wire wire(@Nullable String inbox) {
        ObjectNode node = MAPPER.createObjectNode().put("c", message.correlationId());
        String body = put(node);
        if (message.replyTo() != null) {
            node.put("r", message.replyTo());
        }
        if (inbox != null) {
            node.put("q", inbox);
        }
        Instant deadline = message.deadline();
        if (deadline != null) {
            node.put("d", deadline.getEpochSecond() >= LATEST / 1000 ? LATEST : deadline.toEpochMilli());
        }
        if (message.durable()) {
            node.put("p", 1);
        }
        if (!message.headers().isEmpty()) {
            message.headers().forEach(node.putObject("h")::put);
        }
        if (former > 0) {
            node.put("n", former);
        }
        if (notBefore > 0) {
            node.put("u", notBefore);
        }
        if (death != null) {
            node.put("reason", death.reason()).put("at", death.at()).put("k", death.order());
        }
        return new Wire(body, json(node));
    }

    private String put(ObjectNode node) {
        if (object != null) {
            node.put("e", "object");
            return json(MAPPER.createObjectNode().put(OBJECT, object));
        }
        byte[] bytes = message.body();
        if (bytes.length == 0) {
            node.put("e", "empty");
            return EMPTY_BODY;
        }
        Optional<String> text = text(bytes);
        if (text.isEmpty()) {
            node.put("e", "base64");
        }
        return text.orElseGet(() -> Base64.getEncoder().encodeToString(bytes));
    }

    /** The text of these bytes, unless it is none, or has characters that SQS refuses or replaces. */
    private static Optional<String> text(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.codePoints().allMatch(Envelope::allowed) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The characters of XML 1.0, which are those of SQS. */
    private static boolean allowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c > 0xFFFF;
    }

    /**
     * Of what came from SQS; empty if it has our attribute and none of ours wrote it.
     *
     * @param id the message's id, which is the correlation id of a foreign message
     */
    static Optional<Envelope> read(String queue, String id, Wire wire) {
        return wire.attribute() == null
                ? Optional.of(of(Message.durable(queue, wire.body().getBytes(UTF_8), id)))
                : parsed(queue, wire);
    }

    /** A reply that came from SQS, whose queue is its inbox; empty if none of ours wrote it. */
    static Optional<Envelope> reply(Wire wire) {
        return parsed(null, wire);
    }

    private static Optional<Envelope> parsed(@Nullable String queue, Wire wire) {
        String attribute = wire.attribute();
        if (attribute == null) {
            return Optional.empty();
        }
        try {
            JsonNode node = MAPPER.readTree(attribute);
            return node.isObject() ? Optional.of(read(queue, node, wire.body())) : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Envelope read(@Nullable String queue, JsonNode node, String body) throws JsonProcessingException {
        Form form = form(node);
        String object = form == Form.OBJECT ? text(MAPPER.readTree(body), OBJECT, null) : null;
        byte[] bytes = switch (form) {
            case TEXT -> body.getBytes(UTF_8);
            case BASE64 -> Base64.getDecoder().decode(body);
            case EMPTY, OBJECT -> new byte[0];
        };
        long deadline = number(node, "d");
        Message message = new Message(
                queue == null ? text(node, "q", null) : queue,
                bytes,
                text(node, "c", null),
                node.has("r") ? text(node, "r", null) : null,
                node.has("d") ? Instant.ofEpochMilli(deadline) : null,
                number(node, "p") == 1,
                headers(node));
        Death death = node.has("reason")
                ? new Death(text(node, "reason", null), number(node, "at"), number(node, "k"))
                : null;
        return new Envelope(message, (int) Math.min(number(node, "n"), 1_000_000), number(node, "u"), object, death);
    }

    private static Form form(JsonNode node) {
        return switch (text(node, "e", "text")) {
            case "text" -> Form.TEXT;
            case "base64" -> Form.BASE64;
            case "empty" -> Form.EMPTY;
            case "object" -> Form.OBJECT;
            default -> throw new IllegalArgumentException("unknown form of a body");
        };
    }

    private static Map<String, String> headers(JsonNode node) {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, JsonNode> header : node.path("h").properties()) {
            if (!header.getValue().isTextual()) {
                throw new IllegalArgumentException("a header is no text");
            }
            headers.put(header.getKey(), header.getValue().textValue());
        }
        return headers;
    }

    private static String text(JsonNode node, String name, @Nullable String otherwise) {
        JsonNode value = node.get(name);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return value.textValue();
    }

    /** 0 if it is not there. */
    private static long number(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || Math.abs(value.longValue()) > LATEST) {
            throw new IllegalArgumentException(name + " is no number of ours");
        }
        return value.longValue();
    }

    private static String json(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("text and numbers are always JSON", e);
        }
    }
}
