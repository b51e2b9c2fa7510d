package dev.tasuki.core.predict;

import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.spi.Fitted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes answers by hand: they are what nearly every reply is, and a tree of a long one would need many
 * times its memory. Numbers are Java's shortest, as JSON has them too. For one answer.
 */
final class PredictionWriter {
    private static final String COMPLETED = "{\"status\":\"TASK_COMPLETED\",\"pred_proba\":";
    private static final long MOST = Limits.MESSAGE_BYTES.value();

    private final PredictRequest request;
    private final PredictionParts parts;
    private final StringBuilder json;
    private final StringBuilder predicted = new StringBuilder();
    private final StringBuilder told = new StringBuilder();
    private final StringBuilder scored = new StringBuilder();
    private int rows;

    PredictionWriter(PredictRequest request, PredictionParts parts) {
        this.request = request;
        this.parts = parts;
        this.json = new StringBuilder(COMPLETED.length() + 24 * request.rows()).append(COMPLETED);
        if (!request.single()) {
            json.append('[');
        }
    }

    /** The next row's number; null if the mean of the trees is beyond a double. */
    void number(double value) {
        parts.number(value);
        json.append(rows++ == 0 ? "" : ",");
        append(json, value);
    }

    /** A number, or null where there is none: JSON has no Infinity. */
    static void append(StringBuilder json, double number) {
        if (Double.isFinite(number)) {
            json.append(number);
        } else {
            json.append("null");
        }
    }

    /** The row that was told of last, with what else is wanted of it. */
    void beside(double[] row) {
        parts.row(row);
        requireRoom(json.length() + scored.length() + predicted.length() + parts.length());
    }

    /** The next row has no prediction, for this reason. */
    void absent(String reason) {
        warn(List.of(reason));
        parts.absent();
        json.append(rows == 0 ? "null" : ",null");
        predicted.append(rows == 0 ? "null" : ",null");
        scored.append(rows == 0 ? "null" : ",null");
        rows++;
    }

    /** What there is to know of the next row, if anything. */
    void warn(List<String> sentences) {
        if (!sentences.isEmpty()) {
            told.append(told.isEmpty() ? "" : ",")
                    .append('"')
                    .append(rows)
                    .append("\":")
                    .append(Json.tree(sentences));
            requireRoom(json.length() + told.length());
        }
    }

    /** The whole answer of a regressor. @param warnings what the client should know of its rows; mostly none */
    byte[] numbers(List<String> warnings) {
        json.append(request.single() ? "" : "]");
        byte[] answer = end(warnings).getBytes(StandardCharsets.UTF_8);
        requireRoom(answer.length);
        return answer;
    }

    /** The next row's score, and whether it is that of an outlier. */
    void score(double score, double offset) {
        scored.append(rows == 0 ? "" : ",").append(score);
        predicted.append(rows == 0 ? "" : ",").append(score < offset);
        number(score);
        requireRoom(json.length() + scored.length() + predicted.length());
    }

    /** The whole answer of what scores rows; {@code pred_proba} has the scores, too, as every answer has it. */
    byte[] scores(List<String> warnings) {
        String open = request.single() ? "" : "[";
        String close = request.single() ? "" : "]";
        json.append(close)
                .append(",\"score\":")
                .append(open)
                .append(scored)
                .append(close)
                .append(",\"outlier\":")
                .append(open)
                .append(predicted)
                .append(close);
        byte[] answer = end(warnings).getBytes(StandardCharsets.UTF_8);
        requireRoom(answer.length);
        return answer;
    }

    private String end(List<String> warnings) {
        parts.end(json);
        if (!warnings.isEmpty()) {
            json.append(",\"warnings\":").append(Json.tree(warnings));
        }
        if (!told.isEmpty()) {
            json.append(",\"row_warnings\":{").append(told).append('}');
        }
        return json.append('}').toString();
    }

    /** The next row's share of each class. */
    void shares(double[] shares, List<String> labels) {
        json.append(rows == 0 ? "[" : ",[");
        for (int k = 0; k < shares.length; k++) {
            json.append(k == 0 ? "" : ",").append(shares[k]);
        }
        json.append(']');
        predicted.append(rows == 0 ? "" : ",").append(labels.get(Fitted.Classes.likeliest(shares)));
        rows++;
        requireRoom(json.length() + predicted.length());
    }

    /** The whole answer of a classifier. @param warnings what the client should know of its rows; mostly none */
    byte[] classes(List<String> labels, List<String> warnings) {
        json.append(request.single() ? "" : "]")
                .append(",\"classes\":[")
                .append(String.join(",", labels))
                .append("],\"prediction\":")
                .append(request.single() ? "" : "[")
                .append(predicted)
                .append(request.single() ? "" : "]");
        byte[] answer = end(warnings).getBytes(StandardCharsets.UTF_8);
        requireRoom(answer.length);
        return answer;
    }

    /** An answer travels as one message, and a larger one would not get through. */
    private void requireRoom(long bytes) {
        if (bytes > MOST) {
            throw InvalidRequest.content(
                    RefusalCode.TOO_COSTLY,
                    ("the answer to %,d rows with all that belongs to it is larger than the limit of %,d bytes;"
                                    + " send up to %,d rows at once")
                            .formatted(request.rows(), MOST, Math.max(1, rows * 4L / 5)));
        }
    }

    /** Each class as JSON. */
    static List<String> labels(ClassLabels classes) {
        List<String> labels = new ArrayList<>(classes.size());
        for (Object label : classes.values()) {
            labels.add(Json.tree(label).toString());
        }
        return labels;
    }
}
