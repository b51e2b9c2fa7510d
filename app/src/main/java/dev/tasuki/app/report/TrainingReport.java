package dev.tasuki.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.chart.Charts.Importance;
import dev.tasuki.app.chart.CurveCharts.Curve;
import dev.tasuki.app.chart.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a training reports of itself, read from its report in JSON.
 *
 * @param metrics the numbers by name, in the report's order: the published ones, then all others
 * @param json the whole report
 */
record TrainingReport(Map<String, Double> metrics, JsonNode json) {
    static TrainingReport of(JsonNode json) {
        Map<String, Double> metrics = numbers(json.path("metrics"));
        numbers(json.path("evaluation").path("metrics")).forEach(metrics::putIfAbsent);
        return new TrainingReport(metrics, json);
    }

    /** The published metrics, and those that are compared: what metrics.json has. */
    ObjectNode kept(Tolerances tolerances) {
        ObjectNode kept = json.path("metrics").deepCopy();
        metrics.forEach((metric, value) -> {
            if (tolerances.named().containsKey(metric)) {
                kept.put(metric, value);
            }
        });
        return kept;
    }

    /** The metrics of the prediction that looks at no feature. */
    Map<String, Double> dummy() {
        return numbers(json.path("evaluation").path("baseline").path("metrics"));
    }

    String dummyName() {
        return json.path("evaluation").path("baseline").path("algorithm").asText();
    }

    /** The curves of one kind, each named by its class and perhaps the area below it. */
    List<Curve> curves(String kind, String x, String y, String figure) {
        Map<String, String> figures = new HashMap<>();
        for (JsonNode of : json.path("evaluation").path("classes")) {
            if (of.path(figure).isNumber()) {
                figures.put(
                        of.path("class").asText(),
                        " (" + Numbers.rounded(of.path(figure).doubleValue()) + ")");
            }
        }
        List<Curve> curves = new ArrayList<>();
        for (JsonNode of : json.path("evaluation").path("curves")) {
            String name = of.path("class").asText();
            JsonNode curve = of.path(kind);
            curves.add(
                    new Curve(name + figures.getOrDefault(name, ""), doubles(curve.path(x)), doubles(curve.path(y))));
        }
        return curves;
    }

    private static double[] doubles(JsonNode values) {
        double[] doubles = new double[values.size()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values.get(i).asDouble();
        }
        return doubles;
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

    /** Whether there is no target: rows have scores, and nothing to compare them with. */
    boolean anomalies() {
        return json.path("target_type").asText().equals("none");
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
        return doubles(json.path("sample").path(name));
    }

    /** How much the features matter to the learner: its importances, or boosting's gains. */
    List<Importance> importances() {
        boolean gains = json.path("features").path(0).has("gain");
        return importances(gains ? "/gain" : "/importance");
    }

    /** By how much the score falls when they are shuffled; empty if that was not measured. */
    List<Importance> permuted() {
        boolean measured = json.path("features").path(0).has("permutation_importance");
        return measured ? importances("/permutation_importance/mean") : List.of();
    }

    private List<Importance> importances(String figure) {
        List<Importance> importances = new ArrayList<>();
        for (JsonNode feature : json.path("features")) {
            importances.add(new Importance(
                    feature.path("name").asText(), feature.at(figure).asDouble()));
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
