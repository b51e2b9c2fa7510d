package dev.tasuki.core.request;

import com.fasterxml.jackson.core.JsonParser;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import java.io.IOException;

/** Which model a body's {@code model_id} means. For one body. */
@FunctionalInterface
public interface ModelReader {
    /** Only an id, as messages have it. */
    ModelReader ID = parser -> new ModelId(parser.getText());

    /** The model that the text means at which the parser stands. Throws {@link InvalidRequest} if it cannot mean one. */
    ModelId read(JsonParser parser) throws IOException;
}
