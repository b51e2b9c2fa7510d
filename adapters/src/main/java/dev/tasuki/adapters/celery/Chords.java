package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a chord is made of: a header of parts that are done side by side, and a body that gets all their results. */
final class Chords {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Chords() {}

    /**
     * A header as it is sent.
     *
     * @param parts in their order, groups within it laid open; each knows its id, its place and the body
     * @param structure how they are nested, with their ids; null if they are a plain list
     */
    record Header(
            String group, List<Signature> parts, @Nullable ObjectNode structure) {}

    /**
     * The body as it is sent: what the chord's own options say, and what comes after it, is its own. A chain is sent as its
     * first step and what comes after that: a worker in Python fails a body by the id in its options, and a chain has none.
     */
    static Signature body(Signature chord, List<Signature> then, Supplier<String> ids) {
        ObjectNode body = chord.json().path("kwargs").path("body") instanceof ObjectNode given
                ? given.deepCopy()
                : Json.object().put("task", "");
        ObjectNode options = options(body);
        chord.json().path("options").properties().forEach(option -> {
            if (!option.getKey().equals("task_id")) {
                options.set(option.getKey(), option.getValue());
            }
        });
        List<Signature> after = new ArrayList<>(then);
        Signature first = firstOf(named(new Signature(body), ids), after);
        if (!after.isEmpty()) {
            ArrayNode chain = options(first.json()).putArray("chain");
            after.forEach(each -> chain.add(each.json()));
        }
        return named(first, ids);
    }

    /**
     * The first step of a chain that begins with a plain call, else the signature as it is.
     *
     * @param after what comes after it, reversed: the other steps are added
     */
    private static Signature firstOf(Signature signature, List<Signature> after) {
        List<Signature> steps = signature.kind().equals("chain") ? Canvas.ended(signature) : List.of();
        if (steps.isEmpty() || !steps.getFirst().kind().isEmpty()) {
            return signature;
        }
        JsonNode errbacks = signature.json().path("options").path("link_error");
        for (Signature step : steps) {
            ArrayNode all = JSON.arrayNode();
            add(all, options(step.json()).path("link_error"));
            add(all, errbacks);
            options(step.json()).set("link_error", all);
        }
        after.addAll(steps.subList(1, steps.size()).reversed());
        return steps.getFirst();
    }

    /** One signature, or a list of them. */
    private static void add(ArrayNode all, JsonNode signatures) {
        if (signatures.isArray()) {
            signatures.forEach(all::add);
        } else if (signatures.isObject()) {
            all.add(signatures);
        }
    }

    /** The header's parts, each with the body. */
    static Header header(Signature chord, Signature body, Supplier<String> ids) {
        JsonNode header = headerOf(chord);
        String group = header.path("options").path("task_id").asText("");
        String id = group.isEmpty() ? ids.get() : group;
        List<Signature> parts = new ArrayList<>();
        ArrayNode children = JSON.arrayNode();
        boolean nested = false;
        for (Signature part : Canvas.parts(tasks(header))) {
            nested |= part.kind().equals("group");
            children.add(unrolled(part, parts, ids));
        }
        for (int i = 0; i < parts.size(); i++) {
            options(parts.get(i).json())
                    .put("group_id", id)
                    .put("group_index", i)
                    .set("chord", body.json());
        }
        ObjectNode structure = nested ? Json.object() : null;
        if (structure != null) {
            structure.putArray("result").add(JSON.arrayNode().add(id).addNull()).add(children);
        }
        return new Header(id, parts, structure);
    }

    private static ArrayNode unrolled(Signature part, List<Signature> to, Supplier<String> ids) {
        if (!part.kind().equals("group")) {
            Signature named = named(part, ids);
            to.add(named);
            return Canvas.child(idOf(named), null);
        }
        ArrayNode children = JSON.arrayNode();
        for (Signature inner : Canvas.parts(part.json().path("kwargs").path("tasks"))) {
            children.add(unrolled(inner, to, ids));
        }
        return Canvas.child(part.id().isEmpty() ? ids.get() : part.id(), children);
    }

    /** A copy whose end has an id that a client can wait for. */
    private static Signature named(Signature signature, Supplier<String> ids) {
        ObjectNode json = signature.json().deepCopy();
        ObjectNode end = end(json);
        if (!options(end).path("task_id").isTextual()) {
            String own = json.path("options").path("task_id").asText("");
            options(end).put("task_id", own.isEmpty() ? ids.get() : own);
        }
        return new Signature(json);
    }

    /** The id of what has the result: a chain's last step, a chord's body. */
    static String idOf(Signature signature) {
        return end(signature.json()).path("options").path("task_id").asText("");
    }

    private static ObjectNode end(ObjectNode json) {
        JsonNode kwargs = json.path("kwargs");
        JsonNode inner = switch (json.path("subtask_type").asText("")) {
            case "chain" -> kwargs.path("tasks").path(kwargs.path("tasks").size() - 1);
            case "chord" -> kwargs.path("body");
            default -> json;
        };
        return inner instanceof ObjectNode deeper && !deeper.equals(json) ? end(deeper) : json;
    }

    static ObjectNode options(ObjectNode json) {
        return json.path("options") instanceof ObjectNode own ? own : json.putObject("options");
    }

    /** The header of a chord: a group, or a list. */
    static JsonNode headerOf(Signature chord) {
        return chord.json().path("kwargs").path("header");
    }

    static JsonNode tasks(JsonNode header) {
        return header.isArray() ? header : header.path("kwargs").path("tasks");
    }

    /** Why the body is not called: the first part that did not end well; empty if all did. */
    static Optional<PythonError> failure(ChordParts.Whole whole) {
        return whole.parts().stream()
                .filter(part -> !part.state().equals(Meta.Status.SUCCESS.name()))
                .findFirst()
                .map(part -> PythonError.chord("Dependency " + part.id() + " raised " + raised(part.result())));
    }

    /** An exception as Python writes it. */
    private static String raised(JsonNode error) {
        List<String> words = new ArrayList<>();
        JsonNode message = error.path("exc_message");
        if (message.isArray()) {
            message.forEach(word -> words.add(word.isTextual() ? quoted(word.asText()) : word.toString()));
        } else {
            words.add(quoted(message.asText()));
        }
        return error.path("exc_type").asText("Exception") + "(" + String.join(", ", words) + ")";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }

    /** The results in their order, nested as the client has it; empty if one of them is not there any more. */
    static Optional<ArrayNode> values(ChordParts.Whole whole, ChordParts parts) {
        if (whole.structure() == null) {
            ArrayNode values = JSON.arrayNode();
            whole.parts().forEach(part -> values.add(part.result()));
            return Optional.of(values);
        }
        List<String> ids = new ArrayList<>();
        leaves(whole.structure(), ids);
        Map<String, JsonNode> known = parts.results(ids);
        whole.parts().forEach(part -> known.put(part.id(), part.result()));
        return known.keySet().containsAll(ids)
                ? Optional.of((ArrayNode) joined(whole.structure(), known))
                : Optional.empty();
    }

    private static boolean isGroup(JsonNode result) {
        return result.path(1).isArray();
    }

    private static void leaves(JsonNode result, List<String> ids) {
        if (isGroup(result)) {
            result.path(1).forEach(child -> leaves(child, ids));
        } else {
            ids.add(result.path(0).path(0).asText());
        }
    }

    private static JsonNode joined(JsonNode result, Map<String, JsonNode> known) {
        if (!isGroup(result)) {
            return known.getOrDefault(result.path(0).path(0).asText(), JSON.nullNode());
        }
        ArrayNode values = JSON.arrayNode();
        result.path(1).forEach(child -> values.add(joined(child, known)));
        return values;
    }
}
