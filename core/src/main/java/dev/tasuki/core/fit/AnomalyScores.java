package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * What is known of the scores of held-out rows, without a target to measure them by.
 *
 * @param scores the lower, the more unlike the training rows
 * @param offset scores below it are those of outliers
 */
record AnomalyScores(double[] scores, double offset) implements Scores {
    /** The share of outliers, and where the scores lie. */
    ObjectNode summary() {
        ObjectNode metrics = Json.object();
        long outliers = Arrays.stream(scores).filter(score -> score < offset).count();
        Scores.put(metrics, "outlier_share", (double) outliers / scores.length);
        Scores.put(metrics, "mean_score", Arrays.stream(scores).average().orElse(Double.NaN));
        Scores.put(metrics, "min_score", Arrays.stream(scores).min().orElse(Double.NaN));
        return metrics;
    }

    @Override
    public ObjectNode metrics(BooleanSupplier cancelled) {
        ObjectNode metrics = summary();
        Scores.put(metrics, "offset", offset);
        return metrics;
    }
}
