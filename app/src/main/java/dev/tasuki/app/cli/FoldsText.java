package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A model's scores on folds as a table of text: a row for each fold, then means and standard deviations. */
final class FoldsText {
    private FoldsText() {}

    /** Nothing if the model has no folds. */
    static void print(Screen screen, JsonNode cv) {
        if (!cv.isObject()) {
            return;
        }
        List<String> metrics = new ArrayList<>();
        cv.path("mean").fieldNames().forEachRemaining(metrics::add);
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode fold : cv.path("table")) {
            List<String> row = row(fold.path("fold").asText(), fold.path("metrics"), metrics);
            row.add(1, Cells.text(fold.path("test_rows")));
            rows.add(row);
        }
        for (String last : List.of("mean", "std")) {
            List<String> row = row(last, cv.path(last), metrics);
            row.add(1, "");
            rows.add(row);
        }
        List<String> heads = new ArrayList<>(List.of("FOLD", "TEST ROWS"));
        metrics.forEach(name -> heads.add(name.toUpperCase(Locale.ROOT)));
        screen.line("");
        screen.table(heads, rows, "");
        if (!cv.path("complete").asBoolean(true)) {
            screen.line("finished early, with %d of %d folds"
                    .formatted(cv.path("table").size(), cv.path("folds").asInt()));
        }
    }

    private static List<String> row(String name, JsonNode values, List<String> metrics) {
        List<String> row = new ArrayList<>(List.of(name));
        metrics.forEach(metric -> row.add(Cells.number(values.path(metric))));
        return row;
    }
}
