package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The scores of folds as a table, with the mean and the standard deviation of each metric. Not thread-safe. */
final class FoldTable {
    private final String splitter;
    private final List<Split> splits;
    private final ArrayNode rows = Json.object().arrayNode();
    private final Map<String, List<JsonNode>> byMetric = new LinkedHashMap<>();

    /**
     * A table without rows.
     *
     * @param splitter scikit-learn's name of how rows were dealt out
     */
    FoldTable(String splitter, List<Split> splits) {
        this.splitter = splitter;
        this.splits = splits;
    }

    /** Adds a fold, counted from 0, unless it was not fitted. */
    void add(int fold, Optional<ObjectNode> metrics) {
        if (metrics.isEmpty()) {
            return;
        }
        ObjectNode row = rows.addObject();
        row.put("fold", fold + 1);
        row.put("train_rows", splits.get(fold).train().length);
        row.put("test_rows", splits.get(fold).test().length);
        row.set("metrics", metrics.get());
        metrics.get()
                .properties()
                .forEach(metric -> byMetric.computeIfAbsent(metric.getKey(), name -> new ArrayList<>())
                        .add(metric.getValue()));
    }

    /** The table. A metric that one of the folds lacks has neither mean nor deviation. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("folds", splits.size());
        json.put("splitter", splitter);
        json.put("complete", rows.size() == splits.size());
        json.set("table", rows);
        ObjectNode means = json.putObject("mean");
        ObjectNode deviations = json.putObject("std");
        byMetric.forEach((name, found) -> {
            boolean all = found.size() == rows.size() && found.stream().allMatch(JsonNode::isNumber);
            if (all) {
                double[] values =
                        found.stream().mapToDouble(JsonNode::doubleValue).toArray();
                double mean = mean(values);
                means.put(name, mean);
                deviations.put(name, deviation(values, mean));
            } else {
                means.putNull(name);
                deviations.putNull(name);
            }
        });
        return json;
    }

    /** {@code numpy.mean}. */
    static double mean(double[] values) {
        return PairwiseSum.of(values) / values.length;
    }

    /** {@code numpy.std}: that of the folds themselves, not of what they are a sample of. */
    static double deviation(double[] values, double mean) {
        double[] squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .toArray();
        return Math.sqrt(mean(squares));
    }
}
