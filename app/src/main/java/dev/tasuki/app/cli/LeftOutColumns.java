package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.List;

/** Says which columns a training will not learn from. */
final class LeftOutColumns {
    private LeftOutColumns() {}

    static void print(JsonNode answer, CommandContext context) {
        List<String> left = new ArrayList<>();
        for (JsonNode column : answer.path("preprocess")) {
            if (column.path("as").asText().equals("left_out")) {
                String words = column.path("words").asText().replace("left out: ", "");
                left.add("\"" + column.path("name").asText() + "\" (" + words + ")");
            }
        }
        if (!left.isEmpty()) {
            context.err().println("left out: " + Screen.clean(Shown.first(left)));
        }
    }
}
