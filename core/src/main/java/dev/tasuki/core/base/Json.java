package dev.tasuki.core.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as it comes from outside: UTF-8, no deeper, longer or richer than {@link Limits} says, and no
 * key twice in an object, since a program that read it before us may have taken the other one. A body that
 * could hold too much is counted token by token before a tree of it exists. The words NaN, Infinity and
 * -Infinity are read, as Python writes them, so that such a number can be refused by its name.
 */
public final class Json {
    private static final JsonMapper STORED = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.JSON_DEPTH.intValue())
                            .maxStringLength(Limits.JSON_STRING.intValue())
                            .maxNumberLength(Limits.JSON_NUMBER.intValue())
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final JsonMapper MAPPER = STORED.rebuild()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private Json() {}

    /** The tree of a body. Throws {@link InvalidRequest} of type {@code json_invalid} if it is no JSON. */
    public static JsonNode parse(byte[] body) {
        return parse(body, Limits.JSON_ELEMENTS.value());
    }

    /** The same for a body of at most {@code elements} values. */
    public static JsonNode parse(byte[] body, long elements) {
        try {
            JsonTally.check(body, elements);
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many bytes a body's tree takes, roughly and rather too many. */
    public static long weight(byte[] body) {
        return JsonTally.weight(body);
    }

    /** What Jackson said about a body that is no JSON, as a refusal in our words. */
    public static InvalidRequest invalid(JsonProcessingException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
        if (e instanceof StreamConstraintsException) {
            return invalid(
                    "beyond a limit" + where + ": at most " + Limits.JSON_DEPTH.text()
                            + " levels deep, strings of at most " + Limits.JSON_STRING.text()
                            + " characters, numbers of at most " + Limits.JSON_NUMBER.text(),
                    at);
        }
        boolean twice = e instanceof MismatchedInputException || isRepeatedKey(e);
        return invalid(twice ? "ambiguous: a key stands twice in one object" + where : "not valid JSON" + where, at);
    }

    /** Jackson has no type of its own for it. */
    private static boolean isRepeatedKey(JsonProcessingException e) {
        return String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
    }

    static InvalidRequest invalid(String reason, long at) {
        return InvalidRequest.field(new FieldProblem(
                "json_invalid", List.of("body", at), "JSON decode error: the body is " + reason, Map.of()));
    }

    /** Reads JSON that we wrote ourselves, such as stored metrics. */
    public static JsonNode stored(String json) {
        try {
            return STORED.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON is broken", e);
        }
    }

    /** A parser under the same limits of size, for those who need no tree; repeated keys fail there, too. */
    public static JsonParser parser(byte[] body) throws IOException {
        JsonTally.refuseOtherThanUtf8(body);
        return MAPPER.createParser(body).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    /** A parser that does not look for repeated keys: for a body that was read by {@link #parser} before. */
    public static JsonParser tokens(byte[] body) throws IOException {
        return MAPPER.createParser(body);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The tree of a plain value: maps, lists, numbers, strings, booleans, null. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Puts null in place of each NaN and Infinity below the node: JSON has neither. */
    public static void finite(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (endless(member.getValue())) {
                    member.setValue(object.nullNode());
                } else {
                    finite(member.getValue());
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (endless(array.get(i))) {
                    array.setNull(i);
                } else {
                    finite(array.get(i));
                }
            }
        }
    }

    private static boolean endless(JsonNode node) {
        return node.isDouble() && !Double.isFinite(node.doubleValue());
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
