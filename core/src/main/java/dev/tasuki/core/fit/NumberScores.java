package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.learn.metric.Metrics;
import java.util.function.BooleanSupplier;

/**
 * Every metric of a regressor on the held-out rows.
 *
 * @param actual their target
 * @param predicted what was predicted of them
 */
record NumberScores(double[] actual, double[] predicted) implements Scores {
    @Override
    public ObjectNode metrics(BooleanSupplier cancelled) {
        ObjectNode metrics = Json.object();
        Scores.put(metrics, "rmse", Metrics.rmse(actual, predicted));
        Scores.put(metrics, "mae", Metrics.mae(actual, predicted));
        Scores.put(metrics, "r2", Metrics.r2(actual, predicted));
        Scores.put(metrics, "mse", Metrics.mse(actual, predicted));
        Scores.put(metrics, "median_absolute_error", Metrics.medianAbsoluteError(actual, predicted));
        Scores.put(metrics, "max_error", Metrics.maxError(actual, predicted));
        return metrics;
    }

    /** By how much each row was predicted too low. */
    double[] errors() {
        double[] errors = new double[actual.length];
        for (int row = 0; row < errors.length; row++) {
            errors[row] = actual[row] - predicted[row];
        }
        return errors;
    }
}
