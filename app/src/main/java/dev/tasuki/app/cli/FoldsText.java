package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.report.FoldScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A model's scores on folds as a table of text. */
final class FoldsText {
    private FoldsText() {}

    /** Nothing if the model has no folds. */
    static void print(Screen screen, JsonNode cv) {
        FoldScores.of(cv).ifPresent(scores -> print(screen, scores));
    }

    private static void print(Screen screen, FoldScores scores) {
        List<String> heads = new ArrayList<>(List.of("FOLD", "TEST ROWS"));
        scores.metrics().forEach(name -> heads.add(name.toUpperCase(Locale.ROOT)));
        screen.line("");
        screen.table(heads, scores.rows().stream().map(FoldsText::row).toList(), "");
        if (scores.folds().size() < scores.requested()) {
            screen.line("finished early, with %d of %d folds"
                    .formatted(scores.folds().size(), scores.requested()));
        }
    }

    private static List<String> row(FoldScores.Row row) {
        List<String> cells = new ArrayList<>(List.of(row.name(), row.testRows()));
        row.values().forEach(value -> cells.add(Cells.number(value)));
        return cells;
    }
}
