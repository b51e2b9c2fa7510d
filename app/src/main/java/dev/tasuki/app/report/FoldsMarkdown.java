package dev.tasuki.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.chart.Numbers;
import java.util.ArrayList;
import java.util.List;

/** A model's scores on folds as a table in Markdown: a row for each fold, then means and standard deviations. */
final class FoldsMarkdown {
    private FoldsMarkdown() {}

    /** Empty if the model has no folds. @param cv the report's member of that name */
    static String table(JsonNode cv) {
        if (!cv.isObject()) {
            return "";
        }
        List<String> metrics = new ArrayList<>();
        cv.path("mean").fieldNames().forEachRemaining(metrics::add);
        StringBuilder text = new StringBuilder("| Fold | Test rows | ");
        text.append(String.join(" | ", metrics)).append(" |\n|---|---:|");
        text.append("---:|".repeat(metrics.size())).append('\n');
        for (JsonNode fold : cv.path("table")) {
            text.append("| ").append(fold.path("fold").asText());
            text.append(" | ").append(fold.path("test_rows").asText());
            values(text, fold.path("metrics"), metrics);
        }
        for (String last : List.of("mean", "std")) {
            text.append("| ").append(last).append(" | ");
            values(text, cv.path(last), metrics);
        }
        return text.append('\n').toString();
    }

    private static void values(StringBuilder text, JsonNode values, List<String> metrics) {
        for (String metric : metrics) {
            JsonNode value = values.path(metric);
            text.append(" | ").append(value.isNumber() ? Numbers.rounded(value.doubleValue()) : "");
        }
        text.append(" |\n");
    }
}
