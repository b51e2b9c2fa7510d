package dev.tasuki.core.ml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a client the value it sent: whole if small, cut short if large, never a number that is no JSON. */
final class Echo {
    private static final int MEMBERS = 12;

    private Echo() {}

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

    /** The value in one short line, strings in quotes. */
    static String text(JsonNode node) {
        return node.isTextual() ? '"' + shortened(node.textValue()) + '"' : shortened(node.toString());
    }

    /** At most 60 characters, control characters replaced. */
    static String shortened(String value) {
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
