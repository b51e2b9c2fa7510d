package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Celery's messages as kombu keeps them in Redis: one JSON object, the body in it as base64. */
final class RedisEnvelope {
    /** What a message may have beside its body. */
    static final long OTHER_BYTES = 256 << 10;

    /** A message that is longer cannot be one that is taken. */
    static final long MOST_BYTES = Limits.JSON_BODY.value() * 4 / 3 + OTHER_BYTES;

    private static final String JSON = "application/json";
    private static final String UTF_8 = "utf-8";

    /** The body is one text, and all else was weighed before it came here. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.JSON_DEPTH.intValue())
                            .maxStringLength((int) MOST_BYTES)
                            .maxNumberLength(Limits.JSON_NUMBER.intValue())
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .build();

    private RedisEnvelope() {}

    /** The object; empty if it is none. */
    static Optional<ObjectNode> parse(byte[] raw) {
        return tree(raw) instanceof ObjectNode json ? Optional.of(json) : Optional.empty();
    }

    /**
     * What is kept of a message that is held, {@code [message, exchange, key]}.
     *
     * @param route by which it came
     */
    record Kept(ObjectNode message, Wire.Route route) {
        /** Empty if it is nothing of the kind. */
        static Optional<Kept> parse(byte[] raw) {
            JsonNode json = tree(raw);
            Wire.Route route =
                    new Wire.Route(json.path(1).asText(""), json.path(2).asText(""));
            return json.path(0) instanceof ObjectNode message
                    ? Optional.of(new Kept(message, route))
                    : Optional.empty();
        }
    }

    private static JsonNode tree(byte[] raw) {
        try {
            return MAPPER.readTree(raw);
        } catch (IOException unreadable) {
            return MissingNode.getInstance();
        }
    }

    /** The message in it. What its body is encoded by and cannot be read becomes a content encoding that is refused. */
    static Envelope read(ObjectNode json) {
        JsonNode properties = json.path("properties");
        ObjectNode headers = json.path("headers") instanceof ObjectNode given ? given : Json.object();
        String encoding = json.path("content-encoding").asText("");
        String encodedBy = properties.path("body_encoding").asText("");
        byte[] body;
        if (json.path("cut").asBoolean(false)) {
            // Of the body that was left out nothing but its length is known: it is beyond any bound.
            byte[] tooLong = new byte[Limits.JSON_BODY.intValue() + 1];
            return new Envelope(JSON, "", headers, replyTo(properties), correlation(properties), tooLong);
        }
        try {
            body = encodedBy.equals("base64")
                    ? Base64.getMimeDecoder().decode(json.path("body").asText(""))
                    : json.path("body").asText("").getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            body = new byte[0];
            encoding = "broken base64";
        }
        if (!encodedBy.isEmpty() && !encodedBy.equals("base64")) {
            encoding = encodedBy;
        }
        return new Envelope(
                json.path("content-type").asText(""),
                encoding,
                headers,
                replyTo(properties),
                correlation(properties),
                body);
    }

    private static String replyTo(JsonNode properties) {
        return properties.path("reply_to").asText("");
    }

    private static String correlation(JsonNode properties) {
        return properties.path("correlation_id").asText("");
    }

    static int priority(ObjectNode json) {
        return json.path("properties").path("priority").asInt(0);
    }

    static String tag(JsonNode json) {
        return json.path("properties").path("delivery_tag").asText("");
    }

    /** The same message, which was delivered before. */
    static byte[] redelivered(ObjectNode json) {
        ObjectNode again = json.deepCopy();
        object(again, "headers").put("redelivered", true);
        object(object(again, "properties"), "delivery_info").put("redelivered", true);
        return Json.bytes(again);
    }

    private static ObjectNode object(ObjectNode in, String name) {
        return in.path(name) instanceof ObjectNode given ? given : in.putObject(name);
    }

    /**
     * A message to be sent.
     *
     * @param correlationId empty for none
     * @param replyTo empty for none
     */
    record Outgoing(ObjectNode headers, String correlationId, String replyTo, int priority, byte[] body) {
        /** As it lies in a queue. */
        byte[] bytes(Wire.Route route) {
            ObjectNode json = Json.object()
                    .put("body", Base64.getEncoder().encodeToString(body))
                    .put("content-encoding", UTF_8)
                    .put("content-type", JSON);
            json.set("headers", headers);
            ObjectNode properties = json.putObject("properties");
            if (!correlationId.isEmpty()) {
                properties.put("correlation_id", correlationId);
            }
            if (!replyTo.isEmpty()) {
                properties.put("reply_to", replyTo);
            }
            properties.put("delivery_mode", 2);
            properties
                    .putObject("delivery_info")
                    .put("exchange", route.exchange())
                    .put("routing_key", route.key());
            properties
                    .put("priority", priority)
                    .put("body_encoding", "base64")
                    .put("delivery_tag", UUID.randomUUID().toString());
            return PythonJson.bytes(json);
        }
    }
}
