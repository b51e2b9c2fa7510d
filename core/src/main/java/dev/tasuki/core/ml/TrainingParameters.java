package dev.tasuki.core.ml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A forest's parameters as the client gave them, by scikit-learn's names. A name left out means the
 * published default for {@code max_depth} (3), {@code n_estimators} (100) and {@code random_state}
 * (42), and scikit-learn's for every other; {@code "max_depth": null} is unlimited.
 *
 * @param given numbers, strings, booleans and nulls
 */
public record TrainingParameters(Map<String, @Nullable Object> given) {
    /** Nothing given: the published parameters. */
    public static final TrainingParameters PUBLISHED = new TrainingParameters(Map.of());

    public TrainingParameters {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    static TrainingParameters read(Fields fields, @Nullable Algorithm algorithm, int features) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member :
                fields.optionalObject("params").entrySet()) {
            given.put(member.getKey(), plain(member.getValue()));
        }
        return new TrainingParameters(given);
    }

    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case NUMBER -> node.numberValue();
            case BOOLEAN -> node.booleanValue();
            case ARRAY, OBJECT -> Echo.text(node);
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }
}
