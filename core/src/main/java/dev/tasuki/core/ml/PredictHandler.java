package dev.tasuki.core.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.dispatch.Answerer;
import dev.tasuki.core.dispatch.Json;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.forest.ClassificationForest;
import dev.tasuki.forest.Forest;
import dev.tasuki.forest.RegressionForest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Predicts: finds the model, checks the input against its features, asks the trees. Thread-safe. */
public final class PredictHandler implements Answerer {
    private static final String COMPLETED = "{\"status\":\"TASK_COMPLETED\",\"pred_proba\":";

    private final TrainedModels models;
    private final ModelCache cache;

    public PredictHandler(TrainedModels models, ModelCache cache) {
        this.models = models;
        this.cache = cache;
    }

    @Override
    public byte[] answer(byte[] body) {
        PredictRequest request = PredictRequest.parse(body);
        Forest forest = forest(request.model());
        double[][] rows = rows(request, forest.featureNames());
        return switch (forest) {
            case RegressionForest numbers -> answer(numbers, rows, request.single());
            case ClassificationForest classes -> answer(classes, rows, request.single());
        };
    }

    private Forest forest(ModelId id) {
        return cache.get(models.artifact(id)).forest();
    }

    /** Written by hand: it is what nearly every answer is. Numbers are Java's shortest, as JSON has them too. */
    private static byte[] answer(RegressionForest forest, double[][] rows, boolean single) {
        StringBuilder json = new StringBuilder(COMPLETED.length() + 24 * rows.length).append(COMPLETED);
        if (single) {
            json.append(forest.predict(rows[0]));
        } else {
            json.append('[');
            for (int i = 0; i < rows.length; i++) {
                json.append(i == 0 ? "" : ",").append(forest.predict(rows[i]));
            }
            json.append(']');
        }
        return json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] answer(ClassificationForest forest, double[][] rows, boolean single) {
        ObjectNode answer = Json.object();
        answer.put("status", "TASK_COMPLETED");
        List<Object> labels = Evaluation.labels(forest.labels());
        ArrayNode probabilities = answer.putArray("pred_proba");
        List<Object> predictions = new ArrayList<>(rows.length);
        for (double[] row : rows) {
            ArrayNode own = single ? probabilities : probabilities.addArray();
            double[] shares = forest.predictProbabilities(row);
            for (double share : shares) {
                own.add(share);
            }
            predictions.add(labels.get(likeliest(shares)));
        }
        answer.set("classes", Json.tree(labels));
        answer.set("prediction", Json.tree(single ? predictions.getFirst() : predictions));
        return Json.bytes(answer);
    }

    /** The first of the highest, as numpy's argmax. */
    private static int likeliest(double[] shares) {
        int best = 0;
        for (int k = 1; k < shares.length; k++) {
            best = shares[k] > shares[best] ? k : best;
        }
        return best;
    }

    private static double[][] rows(PredictRequest request, List<String> features) {
        double[][] rows = new double[request.rows().size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(request, i, features);
        }
        return rows;
    }

    private static double[] row(PredictRequest request, int index, List<String> features) {
        JsonNode input = request.rows().get(index);
        double[] row = new double[features.size()];
        for (int f = 0; f < row.length; f++) {
            JsonNode value = input.get(features.get(f));
            if (value == null) {
                throw missing(request, index, features);
            }
            double number = value.isNumber() ? value.doubleValue() : Double.NaN;
            if (!(Math.abs((float) number) <= Float.MAX_VALUE)) {
                throw notANumber(request, index, features.get(f), value);
            }
            row[f] = number;
        }
        return row;
    }

    private static InvalidRequest missing(PredictRequest request, int index, List<String> features) {
        JsonNode input = request.rows().get(index);
        List<String> missing =
                features.stream().filter(name -> !input.has(name)).toList();
        return InvalidRequest.content(
                RefusalCode.MISSING_FEATURE,
                where(request, index) + " lacks the feature" + (missing.size() == 1 ? " " : "s ")
                        + Shown.first(missing) + "; model " + request.model() + " needs "
                        + Shown.first(features));
    }

    private static InvalidRequest notANumber(PredictRequest request, int index, String feature, JsonNode value) {
        return InvalidRequest.content(
                RefusalCode.NOT_A_NUMBER,
                where(request, index) + ": feature " + feature + " is " + Echo.text(value)
                        + "; a finite number within the range of 32-bit floats (up to 3.4028235e38) is needed");
    }

    private static String where(PredictRequest request, int index) {
        return request.single() ? "input_data" : "input_data[" + index + "]";
    }
}
