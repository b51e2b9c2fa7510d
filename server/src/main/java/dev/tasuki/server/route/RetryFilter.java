package dev.tasuki.server.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be tried again, as the query and a JSON body say it together. Nothing that was said is left
 * out: a member that is not known, null, or another value than the query has is refused, as what remained
 * would be wider than what was meant.
 */
final class RetryFilter {
    private static final String BODY = "body";
    private static final String STATE = "state";
    private static final String DATASET = "dataset";
    private static final String DATASET_ID = "dataset_id";
    private static final String RATE = "rate";

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> query;
    private final List<FieldProblem> problems = new ArrayList<>();
    private final List<String> known;

    private RetryFilter(Map<String, @Nullable String> query) {
        query.forEach((name, value) -> {
            if (value != null) {
                values.put(name, value);
            }
        });
        this.query = Set.copyOf(values.keySet());
        this.known = List.copyOf(query.keySet());
    }

    /**
     * The query's parameters, those that are not there as null, and the body, which may be empty. Throws
     * {@link InvalidRequest} with all that is wrong with the body's members.
     */
    static RetryFilter of(Map<String, @Nullable String> query, byte[] body) {
        RetryFilter filter = new RetryFilter(query);
        if (body.length > 0) {
            filter.read(Json.parse(body));
        }
        return filter;
    }

    /** The query's parameters by name. */
    static Map<String, @Nullable String> query(
            @Nullable String state,
            @Nullable String dataset,
            @Nullable String tag,
            @Nullable String code,
            @Nullable String rate) {
        Map<String, @Nullable String> query = new LinkedHashMap<>();
        query.put(STATE, state);
        query.put(DATASET, dataset);
        query.put("tag", tag);
        query.put("code", code);
        query.put(RATE, rate);
        return query;
    }

    /** What was said under that name, in the query or the body. */
    @Nullable
    String get(String name) {
        return values.get(name);
    }

    /** Where it was said. */
    String place(String name) {
        return query.contains(name) ? "query" : BODY;
    }

    /** How many a second. */
    int rate(int absent, int most) {
        String text = values.get(RATE);
        return text == null ? absent : (int) Query.number(new Query.Place(place(RATE), RATE), text, 1, most);
    }

    private void read(JsonNode body) {
        if (!body.isObject()) {
            throw InvalidRequest.field(new FieldProblem(
                    "model_attributes_type",
                    List.of(BODY),
                    "Input should be an object that says what is to be tried again, such as {\"dataset_id\": \"diabetes\"}",
                    shown(body)));
        }
        body.properties().forEach(member -> member(member.getKey(), member.getValue()));
        if (!problems.isEmpty()) {
            throw InvalidRequest.fields(problems);
        }
    }

    private void member(String said, JsonNode value) {
        String name = said.equals(DATASET_ID) && known.contains(DATASET) ? DATASET : said;
        if (!known.contains(name)) {
            problem("extra_forbidden", said, unknown(said), value);
            return;
        }
        String text = text(name, value);
        if (text == null) {
            problem("string_type", said, wanted(name), value);
            return;
        }
        String before = values.putIfAbsent(name, text);
        if (before != null && !before.equals(text)) {
            String other = query.contains(name) ? "the query" : "another member of the body";
            problem("contradiction", said, "Input differs from what " + other + " says; say it once", value);
        }
    }

    /** Null if the value is of another kind. */
    private static @Nullable String text(String name, JsonNode value) {
        if (name.equals(RATE)) {
            return value.isNumber() || value.isTextual() ? value.asText() : null;
        }
        if (name.equals(STATE) && value.isArray() && !value.isEmpty()) {
            StringJoiner states = new StringJoiner(",");
            for (JsonNode state : value) {
                if (!state.isTextual()) {
                    return null;
                }
                states.add(state.textValue());
            }
            return states.toString();
        }
        return value.textValue();
    }

    private static String wanted(String name) {
        return switch (name) {
            case RATE -> "Input should be a valid integer; leave it out for the default";
            case STATE -> "Input should be a valid string or a list of them; leave it out for what failed";
            default -> "Input should be a valid string; leave it out for all";
        };
    }

    /** With the other name that one of them has. */
    private List<String> sayable() {
        return known.contains(DATASET)
                ? Stream.concat(known.stream(), Stream.of(DATASET_ID)).toList()
                : known;
    }

    private String unknown(String name) {
        String meant = problems.size() < Limits.SUGGESTED_NAMES.intValue() ? Closest.hint(name, sayable()) : "";
        return "Extra inputs are not permitted" + meant + "; the members here are " + String.join(", ", known);
    }

    private void problem(String type, String name, String msg, JsonNode value) {
        problems.add(new FieldProblem(type, List.of(BODY, Shown.of(name)), msg, shown(value)));
    }

    private static String shown(JsonNode value) {
        return Shown.of(value.isTextual() ? value.textValue() : value.toString());
    }
}
