package dev.tasuki.core.predict.csv;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.table.CsvRecords;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the rows that were sent, byte for byte, each with its columns behind them: {@code prediction}; of a classifier
 * the probability of each class, of a score {@code outlier}; those of {@link PartColumns}; {@code warning}. For one
 * answer.
 */
public final class PredictedRows {
    private static final String PREDICTION = "prediction";
    private static final String PROBABILITY = "probability_";
    private static final String OUTLIER = "outlier";
    private static final String WARNING = "warning";
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final RowBatches batches;
    private final CsvRecords records;
    private final byte[] lineEnd;
    private boolean begun;

    /** @param batches what the rows are taken from */
    public PredictedRows(RowBatches batches) {
        this.batches = batches;
        this.records = batches.records();
        this.lineEnd = records.lineEnd().getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a column of that name is added, or could be. @param scores whether rows are scored */
    static boolean adds(String name, boolean scores) {
        return name.equals(PREDICTION)
                || name.equals(WARNING)
                || name.startsWith(PROBABILITY)
                || scores && name.equals(OUTLIER);
    }

    /**
     * The rows with what was answered, the first time below the header. Throws {@link Corrupt} if it is not theirs, and
     * the first time {@link InvalidRequest} if a column is called as one that is added, or explaining all rows cannot be
     * paid.
     */
    public byte[] write(RowBatches.Batch batch, byte[] reply) {
        JsonNode answer = Json.stored(new String(reply, StandardCharsets.UTF_8));
        JsonNode values = answer.path("pred_proba");
        JsonNode classes = answer.path("classes");
        JsonNode predictions = answer.path(PREDICTION);
        JsonNode outliers = answer.path(OUTLIER);
        int rows = batch.ends().size();
        if (values.size() != rows || (!classes.isMissingNode() && predictions.size() != rows)) {
            throw new Corrupt(
                    RefusalCode.INTERNAL,
                    "the consumer answered %,d of %,d rows; is it of an older version?".formatted(values.size(), rows));
        }
        PartColumns parts = PartColumns.of(batches.parts(), answer, rows);
        ByteArrayOutputStream out = new ByteArrayOutputStream(batch.written().length + 40 * rows);
        if (!begun) {
            begun = true;
            if (batches.parts().explain()) {
                batches.explained(parts.explained());
            }
            header(names(answer, parts), out);
        }
        int from = 0;
        for (int i = 0; i < rows; i++) {
            int to = batch.ends().get(i);
            out.write(batch.written(), from, to - from);
            from = to;
            List<String> warnings = warnings(answer.path("row_warnings").path(Integer.toString(i)));
            if (classes.isMissingNode()) {
                number(values.get(i), warnings, out);
                cells(parts.bounds(i), out);
                if (!outliers.isMissingNode()) {
                    JsonNode outlier = outliers.path(i);
                    cell(outlier.isNull() ? "" : outlier.asText(), out);
                }
            } else {
                shares(predictions.get(i), values.get(i), classes.size(), out);
            }
            cells(parts.contributions(i), out);
            cell(String.join("; ", warnings), out);
            out.writeBytes(lineEnd);
        }
        return out.toByteArray();
    }

    /** Those of the columns that are added, in their order. */
    private static List<String> names(JsonNode answer, PartColumns parts) {
        List<String> names = new ArrayList<>();
        names.add(PREDICTION);
        names.addAll(parts.boundNames());
        if (answer.has(OUTLIER)) {
            names.add(OUTLIER);
        }
        for (JsonNode label : answer.path("classes")) {
            names.add(PROBABILITY + label.asText());
        }
        names.addAll(parts.contributionNames());
        names.add(WARNING);
        return names;
    }

    private void header(List<String> names, ByteArrayOutputStream out) {
        HeaderRules.distinct(records.names(), names);
        if (records.marked()) {
            out.writeBytes(MARK);
        }
        out.writeBytes(records.header());
        cells(names, out);
        out.writeBytes(lineEnd);
    }

    private static List<String> warnings(JsonNode sentences) {
        List<String> warnings = new ArrayList<>();
        sentences.forEach(sentence -> warnings.add(sentence.asText()));
        return warnings;
    }

    private static void number(JsonNode value, List<String> warnings, ByteArrayOutputStream out) {
        if (value.isNull() && warnings.isEmpty()) {
            warnings.add("the prediction is beyond the range of numbers");
        }
        cell(value.isNull() ? "" : value.asText(), out);
    }

    private static void shares(JsonNode prediction, JsonNode shares, int classes, ByteArrayOutputStream out) {
        cell(prediction.isNull() ? "" : prediction.asText(), out);
        for (int k = 0; k < classes; k++) {
            cell(shares.isNull() ? "" : shares.get(k).asText(), out);
        }
    }

    private static void cells(List<String> texts, ByteArrayOutputStream out) {
        texts.forEach(text -> cell(text, out));
    }

    /** One more cell behind others, in quotes if it needs them. */
    private static void cell(String text, ByteArrayOutputStream out) {
        out.write(',');
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        String written = quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
        out.writeBytes(written.getBytes(StandardCharsets.UTF_8));
    }
}
