package dev.tasuki.server.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Mends what the compiler of annotations makes of Java's Object. It calls it an object, where it may be a number, a
 * list or a text, and a client that is generated from that can neither send nor read them.
 */
final class Schemas {
    private static final String TYPE = "type";
    private static final String ALL_OF = "allOf";
    private static final String NULLABLE = "nullable";
    private static final String EXAMPLE = "example";
    private static final String OBJECT = "object";

    /** Members that hold values, not schemas. */
    private static final Set<String> VALUES = Set.of(EXAMPLE, "examples", "default", "enum");

    private static final Pattern NO_TEXT = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    private Schemas() {}

    /** Mends every schema of the document in place. */
    static void mend(ObjectNode document) {
        mend(document, document);
    }

    private static void mend(JsonNode node, ObjectNode document) {
        node.properties().stream()
                .filter(member -> !VALUES.contains(member.getKey()))
                .forEach(member -> mend(member.getValue(), document));
        if (node.isArray()) {
            node.forEach(element -> mend(element, document));
        }
        if (node instanceof ObjectNode schema) {
            dropEmpty(schema);
            anyValue(schema);
            typeBesideNullable(schema, document);
        }
    }

    /** A part that allows anything says nothing. */
    private static void dropEmpty(ObjectNode schema) {
        if (schema.get(ALL_OF) instanceof ArrayNode parts) {
            for (int i = parts.size() - 1; i >= 0; i--) {
                if (parts.get(i).isEmpty()) {
                    parts.remove(i);
                }
            }
            if (parts.isEmpty()) {
                schema.remove(ALL_OF);
            }
        }
    }

    /** An object of which no member is told is any value: also a number, a list, a text or null. */
    private static void anyValue(ObjectNode schema) {
        boolean bare = OBJECT.equals(schema.path(TYPE).textValue())
                && !schema.has("properties")
                && !schema.has("additionalProperties")
                && !schema.has(ALL_OF);
        if (!bare) {
            return;
        }
        schema.remove(TYPE);
        schema.remove(NULLABLE);
        String example = schema.path(EXAMPLE).textValue();
        if (example != null && NO_TEXT.matcher(example).matches()) {
            schema.set(EXAMPLE, Json.stored(example));
        }
    }

    /**
     * Makes a nullable reference valid. OpenAPI 3.0 allows nullable only beside a type, and every part of an allOf
     * must allow null, so the referenced schema becomes nullable too; it is nullable wherever it is used.
     */
    private static void typeBesideNullable(ObjectNode schema, ObjectNode document) {
        String reference = schema.path(ALL_OF).path(0).path("$ref").textValue();
        if (!schema.path(NULLABLE).asBoolean() || schema.has(TYPE) || reference == null) {
            return;
        }
        if (document.at(reference.substring(1)) instanceof ObjectNode named) {
            schema.set(TYPE, named.path(TYPE));
            named.put(NULLABLE, true);
        }
    }
}
