package dev.tasuki.core.ml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tasuki.core.dispatch.Json;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import java.io.IOException;

/**
 * Looks over a predict body without building a tree. It only ever says "fits" or "look closer": the
 * exact problems are {@link PredictRequest#parse}'s to tell.
 */
final class PredictShape {
    private PredictShape() {}

    /** True only if {@link PredictRequest#parse} would accept the body. */
    static boolean fits(byte[] body) {
        try (JsonParser parser = Json.parser(body)) {
            return parser.nextToken() == JsonToken.START_OBJECT && members(parser) && parser.nextToken() == null;
        } catch (IOException | InvalidRequest lookCloser) {
            return false;
        }
    }

    private static boolean members(JsonParser parser) throws IOException {
        boolean model = false;
        boolean input = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "model_id" -> {
                    if (model || value != JsonToken.VALUE_STRING) {
                        return false;
                    }
                    new ModelId(parser.getText());
                    model = true;
                }
                case "input_data" -> {
                    if (input || value != JsonToken.START_OBJECT) {
                        return false;
                    }
                    parser.skipChildren();
                    input = true;
                }
                case "dataset_id" -> {
                    if (value != JsonToken.VALUE_STRING) {
                        return false;
                    }
                    new DatasetId(parser.getText());
                }
                default -> parser.skipChildren();
            }
        }
        return model && input;
    }
}
