package dev.tasuki.core.predict.csv;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a file's rows must have for a model, and what a row costs.
 *
 * @param features the columns that each row must have
 * @param trees how many trees a row walks through
 * @param classes how many numbers answer a row
 * @param scores whether they are scores, with outliers marked
 */
public record AskedModel(ModelId id, List<Input> features, long trees, int classes, boolean scores) {
    /**
     * One column.
     *
     * @param number whether true and false, as words, are numbers there
     */
    public record Input(String name, boolean number) {}

    public AskedModel {
        features = List.copyOf(features);
    }

    /** As a model's report tells it. */
    public static AskedModel of(ModelId id, JsonNode report) {
        Set<String> others = new HashSet<>();
        for (JsonNode column : report.path("preprocess")) {
            String as = column.path("as").asText();
            if (!as.equals("number") && !as.equals("boolean")) {
                others.add(column.path("name").asText());
            }
        }
        List<Input> features = new ArrayList<>();
        for (JsonNode feature : report.path("features")) {
            String name = feature.path("name").asText();
            features.add(new Input(name, !others.contains(name)));
        }
        String target = report.path("target_type").asText();
        boolean scores = target.equals("none");
        boolean number = scores || target.equals("number");
        // Of many classes a report does not name each.
        int classes =
                number ? 1 : report.has("classes") ? report.path("classes").size() : Limits.CLASSES.intValue();
        return new AskedModel(id, features, Math.max(1, report.path("trees").asLong()), Math.max(1, classes), scores);
    }

    /** How many rows are asked at once: never more than a fraction of what one prediction may cost. */
    int batch() {
        long most = Limits.PREDICT_CSV_BATCH.value();
        most = Math.min(most, Limits.PREDICT_CELLS.value() / 100 / Math.max(1, features.size()));
        most = Math.min(most, Limits.PREDICT_CELLS.value() / 20 / classes);
        most = Math.min(most, Limits.PREDICT_WALKS.value() / 10 / trees);
        return (int) Math.max(1, most);
    }
}
