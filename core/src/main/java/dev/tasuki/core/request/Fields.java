package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON body and gathers everything that is wrong with them, in pydantic's
 * words, so that a client learns of all problems at once. A field with a problem reads as null or
 * its default; {@link #check()} must be called before the values are used.
 */
final class Fields {
    private final JsonNode body;
    private final @Nullable Fields outer;
    private final String name;
    private final List<FieldProblem> problems = new ArrayList<>();
    private long more;
    private int suggested;

    Fields(JsonNode body) {
        this(body, null, "");
        if (body.isMissingNode()) {
            throw InvalidRequest.field(new FieldProblem("missing", List.of("body"), "Field required", null));
        }
        if (!body.isObject()) {
            throw InvalidRequest.field(new FieldProblem(
                    "model_attributes_type",
                    List.of("body"),
                    "Input should be a valid dictionary or object to extract fields from",
                    ShownValue.of(body)));
        }
    }

    private Fields(JsonNode body, @Nullable Fields outer, String name) {
        this.body = body;
        this.outer = outer;
        this.name = name;
    }

    /** The members of the object under a name: their problems are problems here, with the name before theirs. */
    Fields within(String member, JsonNode object) {
        return new Fields(object, this, member);
    }

    /** Throws {@link InvalidRequest} with every problem found so far, if there is one. */
    void check() {
        if (!problems.isEmpty()) {
            throw InvalidRequest.fields(problems, more);
        }
    }

    /** Notes a problem; beyond {@link Limits#PROBLEMS_SHOWN} it is only counted. */
    void problem(String type, String msg, @Nullable JsonNode input, Object... path) {
        if (outer != null) {
            List<Object> longer = new ArrayList<>(List.of(path));
            longer.addFirst(name);
            outer.problem(type, msg, input, longer.toArray());
            return;
        }
        if (full()) {
            more++;
            return;
        }
        List<Object> loc = new ArrayList<>();
        loc.add("body");
        for (Object step : path) {
            loc.add(step instanceof String name ? Shown.of(name) : step);
        }
        problems.add(new FieldProblem(type, loc, msg, input == null ? null : ShownValue.of(input)));
    }

    /** True once a further problem is only counted, so that nobody need find words for it. */
    boolean full() {
        return outer != null ? outer.full() : problems.size() >= Limits.PROBLEMS_SHOWN.intValue();
    }

    /** The name that an unknown one is nearest to; only the first few unknown names get one. */
    Optional<String> meant(String unknown, Collection<String> known) {
        if (outer != null) {
            return outer.meant(unknown, known);
        }
        if (full() || suggested >= Limits.SUGGESTED_NAMES.intValue()) {
            return Optional.empty();
        }
        suggested++;
        return Closest.to(unknown, known);
    }

    /** The names of the body that are none of these. */
    UnknownFields others(Collection<String> known) {
        UnknownFields.Gathering others = new UnknownFields.Gathering();
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                others.add(name);
            }
        });
        return others.done();
    }

    /** Does what may throw {@link InvalidRequest}, whose problems become some of these. */
    void refusing(Runnable check) {
        try {
            check.run();
        } catch (InvalidRequest wrong) {
            wrong.fields().forEach(this::add);
        }
    }

    /** The field if it is there and not null. */
    @Nullable
    JsonNode optional(String name) {
        JsonNode node = body.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private @Nullable JsonNode required(String name) {
        JsonNode node = body.get(name);
        if (node == null) {
            problem("missing", "Field required", body, name);
        }
        return node;
    }

    @Nullable
    String requiredString(String name) {
        JsonNode node = required(name);
        return node == null ? null : string(node, name);
    }

    @Nullable
    String optionalString(String name) {
        JsonNode node = optional(name);
        return node == null ? null : string(node, name);
    }

    /** A name such as {@code model_id}, checked by its type's constructor. */
    <T> @Nullable T requiredName(String field, Function<String, T> type) {
        return name(requiredString(field), type);
    }

    <T> @Nullable T optionalName(String field, Function<String, T> type) {
        return name(optionalString(field), type);
    }

    private <T> @Nullable T name(@Nullable String text, Function<String, T> type) {
        try {
            return text == null ? null : type.apply(text);
        } catch (InvalidRequest wrong) {
            wrong.fields().forEach(this::add);
            return null;
        }
    }

    private void add(FieldProblem problem) {
        if (outer != null) {
            outer.add(problem);
        } else if (full()) {
            more++;
        } else {
            problems.add(problem);
        }
    }

    /** A list of at most so many strings, empty if it is wrong. */
    List<String> requiredStrings(String name, int most) {
        JsonNode node = required(name);
        return node == null ? List.of() : strings(node, name, most);
    }

    List<String> optionalStrings(String name, int most) {
        JsonNode node = optional(name);
        return node == null ? List.of() : strings(node, name, most);
    }

    boolean optionalBoolean(String name, boolean ifAbsent) {
        JsonNode node = optional(name);
        if (node != null && !node.isBoolean()) {
            problem("bool_type", "Input should be a valid boolean", node, name);
        }
        return node == null ? ifAbsent : node.asBoolean();
    }

    /** A number between the bounds, both excluded. */
    double optionalShare(String name, double ifAbsent) {
        JsonNode node = optional(name);
        if (node == null) {
            return ifAbsent;
        }
        if (!node.isNumber()) {
            problem("float_type", "Input should be a valid number", node, name);
            return ifAbsent;
        }
        double value = node.doubleValue();
        if (!(value > 0.0)) {
            problem("greater_than", "Input should be greater than 0", node, name);
        } else if (value >= 1.0) {
            problem("less_than", "Input should be less than 1", node, name);
        }
        return value;
    }

    /** A whole number from 0 to {@code most}. */
    long optionalCount(String name, long ifAbsent, long most) {
        JsonNode node = optional(name);
        if (node == null) {
            return ifAbsent;
        }
        if (node.isFloatingPointNumber()) {
            problem(
                    "int_from_float",
                    "Input should be a valid integer, got a number with a fractional part",
                    node,
                    name);
            return ifAbsent;
        }
        if (!node.isIntegralNumber()) {
            problem("int_type", "Input should be a valid integer", node, name);
            return ifAbsent;
        }
        if (!node.canConvertToLong() || node.longValue() > most || node.longValue() < 0) {
            boolean low = node.decimalValue().signum() < 0;
            String bound = low ? "greater than or equal to 0" : "less than or equal to " + most;
            problem(low ? "greater_than_equal" : "less_than_equal", "Input should be " + bound, node, name);
            return ifAbsent;
        }
        return node.longValue();
    }

    /** An object's members in their order; empty if absent or wrong. */
    Map<String, JsonNode> optionalObject(String name) {
        JsonNode node = optional(name);
        if (node == null) {
            return Map.of();
        }
        if (!node.isObject()) {
            problem("dict_type", "Input should be a valid dictionary", node, name);
            return Map.of();
        }
        Map<String, JsonNode> members = new java.util.LinkedHashMap<>();
        node.properties().forEach(e -> members.put(e.getKey(), e.getValue()));
        return members;
    }

    private @Nullable String string(JsonNode node, Object... path) {
        if (!node.isTextual()) {
            problem("string_type", "Input should be a valid string", node, path);
            return null;
        }
        return node.textValue();
    }

    /** Looks at the size before the items. */
    private List<String> strings(JsonNode node, String name, int most) {
        if (!node.isArray()) {
            problem("list_type", "Input should be a valid list", node, name);
            return List.of();
        }
        if (node.size() > most) {
            problem(
                    "too_long",
                    "List should have at most " + most + " items after validation, not " + node.size(),
                    node,
                    name);
            return List.of();
        }
        List<String> values = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            String value = string(node.get(i), name, i);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }
}
