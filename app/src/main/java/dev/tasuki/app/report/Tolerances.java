package dev.tasuki.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which metrics are compared with a baseline, and how much worse each may get.
 *
 * @param usual for metrics without a tolerance of their own
 * @param named the metrics that are compared, with their tolerances; empty: those that metrics.json always has
 */
public record Tolerances(Tolerance usual, Map<String, Tolerance> named) {
    public Tolerances {
        named = Map.copyOf(named);
    }

    /** The metrics that metrics.json always has, with one tolerance. */
    public static Tolerances of(Tolerance usual) {
        return new Tolerances(usual, Map.of());
    }

    /** Reads words such as {@code f1_macro} and {@code roc_auc=0.01}; throws IllegalArgumentException for others. */
    public static Tolerances parse(Tolerance usual, List<String> words) {
        Map<String, Tolerance> named = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (name.isBlank()) {
                throw new IllegalArgumentException("a metric's name is needed, as in f1_macro or roc_auc=0.01");
            }
            named.put(name.strip(), equals < 0 ? usual : Tolerance.parse(word.substring(equals + 1)));
        }
        return new Tolerances(usual, named);
    }

    /** Whether this metric is compared. */
    boolean compares(String metric) {
        return named.isEmpty() || named.containsKey(metric);
    }

    Tolerance of(String metric) {
        return named.getOrDefault(metric, usual);
    }

    /** The members that are compared. */
    Map<String, Double> compared(Map<String, Double> metrics) {
        Map<String, Double> compared = new LinkedHashMap<>(metrics);
        compared.keySet().removeIf(metric -> !compares(metric));
        return compared;
    }

    /** For people: {@code the tolerance of 1%: rmse}. */
    String said(List<String> metrics) {
        if (named.isEmpty()) {
            return "the tolerance of " + usual + ": " + String.join(", ", metrics);
        }
        List<String> each = new ArrayList<>();
        metrics.forEach(metric -> each.add(metric + " (" + of(metric) + ")"));
        return "the tolerance: " + String.join(", ", each);
    }

    /** The tolerance, or that each metric has its own. */
    @Override
    public String toString() {
        return named.isEmpty()
                ? usual.toString()
                : named.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one -> one.getKey() + " " + one.getValue())
                        .reduce((left, right) -> left + ", " + right)
                        .orElseThrow();
    }
}
