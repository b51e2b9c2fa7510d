package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Shows how good a model is: every metric beside that of the baseline, and the figures of each class. */
final class EvaluationText {
    private EvaluationText() {}

    /** Prints nothing of a model that says nothing of it, as older ones do. */
    static void print(Screen screen, JsonNode evaluation) {
        List<List<String>> metrics = new ArrayList<>();
        evaluation
                .path("metrics")
                .properties()
                .forEach(metric -> metrics.add(List.of(
                        metric.getKey(),
                        Cells.number(metric.getValue()),
                        Cells.number(evaluation.path("baseline").path("metrics").path(metric.getKey())))));
        if (!metrics.isEmpty()) {
            screen.line("");
            screen.table(List.of("METRIC", "MODEL", "BASELINE"), metrics, "");
        }
        List<List<String>> classes = new ArrayList<>();
        for (JsonNode of : evaluation.path("classes")) {
            classes.add(List.of(
                    Cells.text(of.path("class")),
                    Cells.number(of.path("precision")),
                    Cells.number(of.path("recall")),
                    Cells.number(of.path("f1")),
                    Cells.text(of.path("rows")),
                    Cells.text(of.path("predicted"))));
        }
        if (!classes.isEmpty()) {
            screen.line("");
            screen.table(List.of("CLASS", "PRECISION", "RECALL", "F1", "ROWS", "PREDICTED"), classes, "");
        }
    }
}
