package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests whose {@code algorithm} names a program of somebody else, as a scheme and a name: {@code celery:proj.train}. */
final class TrainerName {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*:[!-~]+");

    /** What such a program is not told. */
    private static final List<String> OURS = List.of(
            PreprocessField.NAME,
            "stratify",
            TrainRequest.CV,
            SearchField.NAME,
            TrainRequest.PERMUTATION_IMPORTANCE,
            "on_timeout");

    private TrainerName() {}

    /** The name; null if the algorithm is one of ours, or none. Notes fields that such a training cannot have. */
    static @Nullable String read(Fields fields) {
        JsonNode node = fields.optional("algorithm");
        if (node == null || !node.isTextual() || !FORM.matcher(node.textValue()).matches()) {
            return null;
        }
        String name = node.textValue();
        if (name.length() > Limits.NAME_LETTERS.intValue()) {
            fields.problem(
                    "string_too_long",
                    "String should have at most " + Limits.NAME_LETTERS.intValue() + " characters",
                    node,
                    "algorithm");
        }
        for (String field : OURS) {
            JsonNode given = fields.optional(field);
            if (given != null) {
                fields.problem(
                        "extra_forbidden",
                        "Extra inputs are not permitted: " + field + " is for Tasuki's own algorithms; what "
                                + ShownValue.shortened(name) + " is to do goes into params",
                        given,
                        field);
            }
        }
        return name;
    }

    /** Whether a program of somebody else may have this name. */
    static boolean fits(String name) {
        return FORM.matcher(name).matches() && name.length() <= Limits.NAME_LETTERS.intValue();
    }

    /** Any JSON object: its meaning is the program's alone. */
    static TrainingParameters params(Fields fields) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        fields.optionalObject("params").forEach((name, node) -> given.put(name, Json.plain(node)));
        return new TrainingParameters(given);
    }
}
