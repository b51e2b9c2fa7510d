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

    /** Prints the features; what was measured of none of them has no column. */
    static void features(Screen screen, JsonNode features) {
        boolean gains = features.path(0).has("gain");
        boolean permuted = features.path(0).has("permutation_importance");
        List<String> heads = new ArrayList<>(List.of("FEATURE", "IMPORTANCE", "MIN", "MEDIAN", "MAX"));
        if (gains) {
            heads.add("GAIN");
        }
        if (permuted) {
            heads.addAll(List.of("PERMUTATION", "+/-"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode feature : features) {
            List<String> row = new ArrayList<>(List.of(
                    Cells.text(feature.path("name")),
                    Cells.number(feature.path("importance")),
                    Cells.number(feature.path("min")),
                    Cells.number(feature.path("median")),
                    Cells.number(feature.path("max"))));
            if (gains) {
                row.add(Cells.number(feature.path("gain")));
            }
            if (permuted) {
                row.add(Cells.number(feature.path("permutation_importance").path("mean")));
                row.add(Cells.number(feature.path("permutation_importance").path("std")));
            }
            rows.add(row);
        }
        if (!rows.isEmpty()) {
            screen.line("");
            screen.table(heads, rows, "");
        }
    }
}
