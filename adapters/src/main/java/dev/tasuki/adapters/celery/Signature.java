package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A call that a message brings along, to be sent when the message's own task has ended. All of it is kept as it came, as most
 * is for the program that gets it.
 *
 * @param json checked: a text {@code task}; {@code args}, {@code kwargs} and {@code options} of the right kind or left out
 */
record Signature(ObjectNode json) {
    /** Throws {@link Unreadable} if it cannot be sent. */
    static Signature of(JsonNode node, String where) throws Unreadable {
        if (!(node instanceof ObjectNode json)) {
            throw new Unreadable(where + " is " + kind(node) + ", not a signature {\"task\": …}");
        }
        require(json.path("task").isTextual(), where + " has no task, which must be a name");
        require(absent(json, "args") || json.path("args").isArray(), where + " has args that are no list");
        require(absent(json, "kwargs") || json.path("kwargs").isObject(), where + " has kwargs that are no object");
        require(absent(json, "options") || json.path("options").isObject(), where + " has options that are no object");
        return new Signature(json);
    }

    private static boolean absent(ObjectNode json, String name) {
        return json.path(name).isMissingNode() || json.path(name).isNull();
    }

    private static void require(boolean right, String otherwise) throws Unreadable {
        if (!right) {
            throw new Unreadable(otherwise);
        }
    }

    /** For people. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> node.asText();
            default -> "null";
        };
    }

    /** Its name. */
    String task() {
        return json.path("task").asText();
    }

    /** The id that its client waits for; empty if none was given. */
    String id() {
        return json.path("options").path("task_id").asText("");
    }

    /** {@code chain}, {@code group}, {@code chord} and so on; empty for a plain call. */
    String kind() {
        return json.path("subtask_type").asText("");
    }

    /** True if it takes no result of what came before it. */
    boolean immutable() {
        return json.path("immutable").asBoolean(false);
    }
}
