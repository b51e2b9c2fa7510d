package dev.tasuki.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model's scores on folds, as its report has them.
 *
 * @param metrics names of the columns
 * @param folds a row for each fold that was measured
 * @param mean of the folds
 * @param std standard deviation of the folds
 * @param requested how many folds there were to be: more than were measured if the training was finished early
 */
public record FoldScores(List<String> metrics, List<Row> folds, Row mean, Row std, int requested) {
    /** Immutable. */
    public FoldScores {
        metrics = List.copyOf(metrics);
        folds = List.copyOf(folds);
    }

    /**
     * A row.
     *
     * @param name number of the fold, or what is in the row
     * @param testRows rows that it was measured on; empty for mean and standard deviation
     * @param values one for each metric; not a number where a metric is not defined
     */
    public record Row(String name, String testRows, List<JsonNode> values) {
        /** Immutable. */
        public Row {
            values = List.copyOf(values);
        }

        private static Row of(String name, String testRows, JsonNode values, List<String> metrics) {
            return new Row(name, testRows, metrics.stream().map(values::path).toList());
        }
    }

    /** Empty if the model has no folds. @param cv the report's member of that name */
    public static Optional<FoldScores> of(JsonNode cv) {
        if (!cv.isObject()) {
            return Optional.empty();
        }
        List<String> metrics = new ArrayList<>();
        cv.path("mean").fieldNames().forEachRemaining(metrics::add);
        List<Row> folds = new ArrayList<>();
        for (JsonNode fold : cv.path("table")) {
            String testRows = fold.path("test_rows").asText();
            folds.add(Row.of(fold.path("fold").asText(), testRows, fold.path("metrics"), metrics));
        }
        return Optional.of(new FoldScores(
                metrics,
                folds,
                Row.of("mean", "", cv.path("mean"), metrics),
                Row.of("std", "", cv.path("std"), metrics),
                cv.path("folds").asInt(folds.size())));
    }

    /** The folds, their mean and their standard deviation. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>(folds);
        rows.add(mean);
        rows.add(std);
        return rows;
    }
}
