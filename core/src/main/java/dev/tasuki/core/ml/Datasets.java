package dev.tasuki.core.ml;

import dev.tasuki.core.dispatch.Keys;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import java.io.InputStream;
import java.util.List;

/** The CSV files that models learn from. Thread-safe. */
public final class Datasets {
    private final ObjectStore objects;
    private final Keys keys;

    public Datasets(ObjectStore objects, Keys keys) {
        this.objects = objects;
        this.keys = keys;
    }

    /**
     * Stores the stream's bytes if they are a CSV that can be read; if not, throws InvalidRequest
     * with line and column, and what was stored before stays. Does not close the stream.
     */
    public DatasetDescription put(DatasetId id, InputStream csv) {
        throw new IllegalStateException("waits for the CSV reader: " + id + csv);
    }

    /** Every dataset, by name. */
    public List<DatasetView> list() {
        return List.of();
    }

    /** What is in it. Throws {@link NotFound} with {@code dataset_not_found}. */
    public DatasetDescription describe(DatasetId id) {
        throw new IllegalStateException("waits for the CSV reader: " + id);
    }

    /** Removes it; true. Throws {@link NotFound} if there is none. Trainings accepted for it will fail. */
    public boolean delete(DatasetId id) {
        if (!objects.delete(keys.dataset(id))) {
            throw unknown(id);
        }
        return true;
    }

    /** Stores the sample dataset unless this store has had it before. */
    public void installSample() {
        throw new IllegalStateException("waits for the CSV reader");
    }

    /** The version there is now. Throws {@link NotFound} with {@code dataset_not_found}. */
    DatasetPin pin(DatasetId id) {
        StoredObject object = objects.stat(keys.dataset(id)).orElseThrow(() -> unknown(id));
        return new DatasetPin(object.etag(), object.size());
    }

    void requireColumns(TrainRequest request, DatasetPin pin) {
        throw new IllegalStateException("waits for the CSV reader: " + request + pin);
    }

    private static NotFound unknown(DatasetId id) {
        return new NotFound(
                RefusalCode.DATASET_NOT_FOUND,
                "there is no dataset " + id + "; store its CSV with PUT /datasets/" + id);
    }
}
