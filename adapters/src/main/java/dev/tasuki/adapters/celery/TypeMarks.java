package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Newer clients mark the type of what JSON does not have, {@code {"__type__": "datetime", "__value__": "2026-…"}}. Older ones
 * send the text alone, and that is what is made of it here.
 */
final class TypeMarks {
    private static final String TYPE = "__type__";
    private static final String VALUE = "__value__";
    private static final Pattern HEX = Pattern.compile("(\\w{8})(\\w{4})(\\w{4})(\\w{4})(\\w{12})");

    private TypeMarks() {}

    /** The same without marks, at any depth. */
    static JsonNode plain(JsonNode node) {
        return switch (node) {
            case ArrayNode list -> {
                ArrayNode plain = JsonNodeFactory.instance.arrayNode(list.size());
                list.forEach(value -> plain.add(plain(value)));
                yield plain;
            }
            case ObjectNode object -> marked(object) ? value(object) : members(object);
            default -> node;
        };
    }

    private static boolean marked(ObjectNode object) {
        return object.size() == 2 && object.path(TYPE).isTextual() && object.has(VALUE);
    }

    private static JsonNode members(ObjectNode object) {
        ObjectNode plain = Json.object();
        object.properties().forEach(member -> plain.set(member.getKey(), plain(member.getValue())));
        return plain;
    }

    private static JsonNode value(ObjectNode marked) {
        JsonNode value = marked.path(VALUE);
        JsonNode hex = value.path("hex");
        if (!hex.isTextual()) {
            return plain(value);
        }
        Matcher parts = HEX.matcher(hex.asText());
        return JsonNodeFactory.instance.textNode(parts.matches() ? parts.replaceAll("$1-$2-$3-$4-$5") : hex.asText());
    }
}
