package dev.tasuki.core.dispatch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as it comes from outside: nested at most {@value #MAX_DEPTH} deep, strings of at most
 * {@value #MAX_STRING} characters. The words NaN, Infinity and -Infinity are read, as Python writes
 * them, so that whoever meets such a number can refuse it by name. Of a repeated key the last counts.
 */
public final class Json {
    /** How deep arrays and objects may nest. */
    public static final int MAX_DEPTH = 100;
    /** How long a string may be, in characters. */
    public static final int MAX_STRING = 1 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING)
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** The tree of a body. Throws {@link InvalidRequest} of type {@code json_invalid} if it is no JSON. */
    public static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Jackson said about a body that is no JSON, as a refusal in our words. */
    public static InvalidRequest invalid(JsonProcessingException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
        String reason = e instanceof StreamConstraintsException
                ? "beyond a limit" + where + ": at most " + MAX_DEPTH + " levels deep, strings of at most " + MAX_STRING
                        + " characters, numbers of at most 1000"
                : "not valid JSON" + where;
        return InvalidRequest.field(new FieldProblem(
                "json_invalid", List.of("body", at), "JSON decode error: the body is " + reason, Map.of()));
    }

    /** Reads JSON that we wrote ourselves, such as stored metrics. */
    public static JsonNode stored(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON is broken", e);
        }
    }

    /** A parser under the same limits, for those who need no tree. */
    public static JsonParser parser(byte[] body) throws IOException {
        return MAPPER.createParser(body);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The tree of a plain value: maps, lists, numbers, strings, booleans, null. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The reverse of {@link #tree}. */
    public static @Nullable Object plain(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : MAPPER.convertValue(node, Object.class);
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }
}
