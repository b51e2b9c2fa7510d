package dev.tasuki.core.predict.csv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.tasuki.core.request.AnswerParts;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.learn.table.CsvException;
import dev.tasuki.learn.table.CsvRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file's rows into requests, each as a client of {@code POST /predict} would write it: the cells as text, which
 * means there what it means in a file. For one thread.
 */
public final class RowBatches {
    private static final JsonFactory JSON = new JsonFactory();
    /** A part is at least one row, and otherwise no larger than this. */
    private static final int CSV_BYTES = 128 << 10;

    private static final int JSON_BYTES = 256 << 10;

    private final AskedModel model;
    private final AnswerParts parts;
    private final long rows;
    private final CsvRecords records;
    private final SerializedString[] names;
    private final int[] columns;
    private int most;
    private boolean ended;

    /**
     * Some rows.
     *
     * @param request what is asked of the consumer
     * @param written the rows as they were sent, one after the other, without the ends of their lines
     * @param ends where each row ends in {@code written}
     */
    public record Batch(byte[] request, byte[] written, List<Integer> ends) {
        public Batch {
            ends = List.copyOf(ends);
        }
    }

    /** Begins with the first row of a file that was checked. */
    public RowBatches(AskedModel model, AnswerParts parts, CheckedFile file) throws IOException {
        this.model = model;
        this.parts = parts;
        this.rows = file.rows();
        try {
            this.records = file.records();
        } catch (CsvException wrong) {
            throw CheckedFile.invalid(wrong);
        }
        // Only the answer to a row tells what explaining a row takes.
        this.most = parts.explain() ? 1 : model.batch();
        this.names = new SerializedString[model.features().size()];
        this.columns = new int[names.length];
        for (int f = 0; f < names.length; f++) {
            String name = model.features().get(f).name();
            names[f] = new SerializedString(name);
            columns[f] = file.names().indexOf(name);
        }
    }

    /** The model that is asked. */
    public ModelId model() {
        return model.id();
    }

    /** The records, for what stands in their header. */
    CsvRecords records() {
        return records;
    }

    /** What is asked for beside predictions. */
    AnswerParts parts() {
        return parts;
    }

    /** What explaining a row takes is known. Throws {@link InvalidRequest} if that of all rows cannot be paid. */
    void explained(ExplainedRow row) {
        row.require(rows);
        most = Math.min(model.batch(), row.batch());
    }

    /** The next rows; null after the last. */
    public @Nullable Batch next() throws IOException {
        if (ended) {
            return null;
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        try (JsonGenerator json = JSON.createGenerator(request)) {
            json.writeStartObject();
            json.writeStringField("model_id", model.id().value());
            json.writeBooleanField(PredictRequest.EACH_ROW, true);
            if (parts.explain()) {
                json.writeBooleanField(AnswerParts.EXPLAIN, true);
            }
            if (parts.interval().isPresent()) {
                json.writeNumberField(AnswerParts.INTERVAL, parts.interval().getAsDouble());
            }
            json.writeArrayFieldStart("input_data");
            while (ends.size() < most && written.size() < CSV_BYTES && request.size() < JSON_BYTES) {
                if (!records.next()) {
                    ended = true;
                    break;
                }
                written.write(records.bytes(), records.start(), records.length());
                ends.add(written.size());
                row(json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (CsvException changed) {
            throw new IllegalStateException("the file was checked and has changed", changed);
        }
        return ends.isEmpty() ? null : new Batch(request.toByteArray(), written.toByteArray(), ends);
    }

    private void row(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (int f = 0; f < names.length; f++) {
            json.writeFieldName(names[f]);
            String cell = records.field(columns[f]);
            if (model.features().get(f).number() && truth(cell, "true")) {
                json.writeBoolean(true);
            } else if (model.features().get(f).number() && truth(cell, "false")) {
                json.writeBoolean(false);
            } else {
                json.writeString(cell);
            }
        }
        json.writeEndObject();
    }

    /** A file's column of True and False is one of numbers. */
    private static boolean truth(String cell, String word) {
        return cell.length() == word.length() && cell.equalsIgnoreCase(word);
    }
}
