package dev.tasuki.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.chart.Numbers;

/** A model's scores on folds as a table in Markdown. */
final class FoldsMarkdown {
    private FoldsMarkdown() {}

    static String table(FoldScores scores) {
        StringBuilder text = new StringBuilder("| Fold | Test rows | ");
        text.append(String.join(" | ", scores.metrics())).append(" |\n|---|---:|");
        text.append("---:|".repeat(scores.metrics().size())).append('\n');
        for (FoldScores.Row row : scores.rows()) {
            text.append("| ").append(row.name()).append(" | ").append(row.testRows());
            for (JsonNode value : row.values()) {
                text.append(" | ").append(value.isNumber() ? Numbers.rounded(value.doubleValue()) : "");
            }
            text.append(" |\n");
        }
        return text.append('\n').toString();
    }
}
