package dev.tasuki.core.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a client the value it sent: whole if small, cut short if large, never a number that is no JSON. */
public final class ShownValue {
    private static final int MEMBERS = 12;

    private ShownValue() {}

    /** The value as maps, lists, strings, numbers and booleans; containers beyond 12 members are cut. */
    static @Nullable Object of(JsonNode node) {
        return of(node, 2);
    }

    private static @Nullable Object of(JsonNode node, int levels) {
        return switch (node.getNodeType()) {
            case STRING -> shortened(node.textValue());
            case NUMBER -> number(node);
            case BOOLEAN -> node.booleanValue();
            case ARRAY -> levels == 0 ? "[…]" : list(node, levels - 1);
            case OBJECT -> levels == 0 ? "{…}" : map(node, levels - 1);
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }

    /** The same for the value at which a parser stands, which is read to its end; only what is shown is kept. */
    static @Nullable Object of(JsonParser parser) throws IOException {
        return of(parser, 2);
    }

    private static @Nullable Object of(JsonParser parser, int levels) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isScalarValue()) {
            return of(scalar(parser));
        }
        if (levels == 0) {
            parser.skipChildren();
            return token == JsonToken.START_ARRAY ? "[…]" : "{…}";
        }
        return token == JsonToken.START_ARRAY ? list(parser, levels - 1) : map(parser, levels - 1);
    }

    private static List<@Nullable Object> list(JsonParser parser, int levels) throws IOException {
        List<@Nullable Object> shown = new ArrayList<>();
        int size = 0;
        for (; parser.nextToken() != JsonToken.END_ARRAY; size++) {
            if (size < MEMBERS) {
                shown.add(of(parser, levels));
            } else {
                parser.skipChildren();
            }
        }
        if (size > MEMBERS) {
            shown.add("… " + (size - MEMBERS) + " more");
        }
        return shown;
    }

    private static Map<String, @Nullable Object> map(JsonParser parser, int levels) throws IOException {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        int size = 0;
        for (; parser.nextToken() == JsonToken.FIELD_NAME; size++) {
            String name = parser.currentName();
            parser.nextToken();
            if (size < MEMBERS) {
                shown.put(shortened(name), of(parser, levels));
            } else {
                parser.skipChildren();
            }
        }
        if (size > MEMBERS) {
            shown.put("…", (size - MEMBERS) + " more");
        }
        return shown;
    }

    /** The value at which a parser stands in one short line, strings in quotes; it is read to its end. */
    static String text(JsonParser parser) throws IOException {
        if (parser.currentToken().isScalarValue()) {
            return text(scalar(parser));
        }
        StringBuilder line = new StringBuilder();
        int depth = 0;
        JsonToken before = null;
        JsonToken token = parser.currentToken();
        while (true) {
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (line.length() <= Shown.LETTERS) {
                boolean follows = before != null && !before.isStructStart() && before != JsonToken.FIELD_NAME;
                line.append(follows && !token.isStructEnd() ? "," : "").append(written(parser, token));
            }
            if (depth == 0) {
                return shortened(line.toString());
            }
            before = token;
            token = parser.nextToken();
        }
    }

    private static JsonNode scalar(JsonParser parser) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (parser.currentToken()) {
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> nodes.numberNode(parser.getIntValue());
                    case LONG -> nodes.numberNode(parser.getLongValue());
                    default -> (JsonNode) nodes.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(parser.getBooleanValue());
            default -> nodes.nullNode();
        };
    }

    private static String written(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case FIELD_NAME -> Json.tree(parser.currentName()) + ":";
            case VALUE_STRING, VALUE_NUMBER_FLOAT -> scalar(parser).toString();
            default -> parser.getText();
        };
    }

    /** The value in one short line, strings in quotes. */
    static String text(JsonNode node) {
        return node.isTextual() ? '"' + shortened(node.textValue()) + '"' : shortened(node.toString());
    }

    /** At most 60 characters, control characters replaced. */
    public static String shortened(String value) {
        return Shown.of(value);
    }

    private static Object number(JsonNode node) {
        boolean plain = node.isInt() || node.isLong() || (node.isDouble() && Double.isFinite(node.doubleValue()));
        return plain ? node.numberValue() : shortened(node.asText());
    }

    private static List<@Nullable Object> list(JsonNode node, int levels) {
        List<@Nullable Object> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(node.size(), MEMBERS); i++) {
            shown.add(of(node.get(i), levels));
        }
        if (node.size() > MEMBERS) {
            shown.add("… " + (node.size() - MEMBERS) + " more");
        }
        return shown;
    }

    private static Map<String, @Nullable Object> map(JsonNode node, int levels) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (shown.size() == MEMBERS) {
                shown.put("…", (node.size() - MEMBERS) + " more");
                break;
            }
            shown.put(shortened(member.getKey()), of(member.getValue(), levels));
        }
        return shown;
    }
}
