package dev.tasuki.core.ml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.dispatch.Json;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction is asked for.
 *
 * @param model the model to ask
 * @param dataset as the published clients send it; not used
 * @param rows the inputs, at least one; each an object of feature values by name
 * @param single true: {@code input_data} was one object and the answer is one value, not a list
 */
public record PredictRequest(ModelId model, @Nullable DatasetId dataset, List<JsonNode> rows, boolean single) {
    /** How many rows one request may hold. */
    public static final int MAX_ROWS = Limits.PREDICT_ROWS.intValue();

    private static final long MOST_VALUES = Limits.JSON_ELEMENTS.value() + Limits.PREDICT_CELLS.value();

    /** Reads a body, a client's or a message's: they are the same. Throws InvalidRequest. */
    public static PredictRequest parse(byte[] json) {
        JsonNode body = Json.parse(json, MOST_VALUES);
        Fields fields = new Fields(body);
        ModelId model = fields.requiredName("model_id", ModelId::new);
        DatasetId dataset = fields.optionalName("dataset_id", DatasetId::new);
        JsonNode input = body.get("input_data");
        List<JsonNode> rows = input == null ? missing(fields, body) : rows(fields, input);
        fields.check();
        return new PredictRequest(Objects.requireNonNull(model), dataset, rows, input != null && input.isObject());
    }

    private static List<JsonNode> missing(Fields fields, JsonNode body) {
        fields.problem("missing", "Field required", body, "input_data");
        return List.of();
    }

    private static List<JsonNode> rows(Fields fields, JsonNode input) {
        if (input.isObject()) {
            return List.of(input);
        }
        if (!input.isArray()) {
            fields.problem("dict_type", "Input should be a valid dictionary, or a list of them", input, "input_data");
            return List.of();
        }
        if (input.isEmpty()) {
            fields.problem(
                    "too_short", "List should have at least 1 item after validation, not 0", input, "input_data");
        }
        if (input.size() > MAX_ROWS) {
            fields.problem(
                    "too_long",
                    "List should have at most " + MAX_ROWS + " items after validation, not " + input.size(),
                    input,
                    "input_data");
            return List.of();
        }
        List<JsonNode> rows = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            if (!input.get(i).isObject()) {
                fields.problem("dict_type", "Input should be a valid dictionary", input.get(i), "input_data", i);
                break;
            }
            rows.add(input.get(i));
        }
        return rows;
    }
}
