package dev.tasuki.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.chart.Charts.Importance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a training reports of itself, read from its report in JSON.
 *
 * @param metrics the numbers by name, in the report's order
 * @param json the whole report
 */
record TrainingReport(Map<String, Double> metrics, JsonNode json) {
    static TrainingReport of(JsonNode json) {
        return new TrainingReport(numbers(json.path("metrics")), json);
    }

    /** The members of an object that are numbers. */
    static Map<String, Double> numbers(JsonNode object) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        object.properties().forEach(member -> {
            if (member.getValue().isNumber()) {
                numbers.put(member.getKey(), member.getValue().doubleValue());
            }
        });
        return numbers;
    }

    String algorithm() {
        return json.path("algorithm").asText();
    }

    boolean regression() {
        return metrics.containsKey("rmse");
    }

    String target() {
        return json.path("target").asText();
    }

    double[] actual() {
        return column("actual");
    }

    double[] predicted() {
        return column("predicted");
    }

    private double[] column(String name) {
        JsonNode values = json.path("sample").path(name);
        double[] column = new double[values.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = values.get(i).asDouble();
        }
        return column;
    }

    List<Importance> importances() {
        List<Importance> importances = new ArrayList<>();
        for (JsonNode feature : json.path("features")) {
            importances.add(new Importance(
                    feature.path("name").asText(), feature.path("importance").asDouble()));
        }
        return importances;
    }

    List<String> classes() {
        List<String> classes = new ArrayList<>();
        json.path("classes").forEach(name -> classes.add(name.asText()));
        return classes;
    }

    long[][] confusion() {
        JsonNode rows = json.path("confusion_matrix");
        long[][] counts = new long[rows.size()][];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new long[rows.get(i).size()];
            for (int j = 0; j < counts[i].length; j++) {
                counts[i][j] = rows.get(i).get(j).asLong();
            }
        }
        return counts;
    }
}
