package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.Closer;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.server.wire.GzipStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A dataset that a command reads by itself: a file, or one of the store, or the sample. For one thread. */
public final class LocalDataset {
    private static final Keys KEYS = Keys.STANDARD;

    private final DatasetId id;
    private final ObjectStore memory;

    private LocalDataset(DatasetId id, ObjectStore memory) {
        this.id = id;
        this.memory = memory;
    }

    /**
     * Reads the whole dataset into memory and checks that it is a CSV or a Parquet file.
     *
     * @param named the path of a CSV file, plain or {@code .gz}, of a Parquet file, or a dataset's id
     */
    public static LocalDataset open(String named, Path directory, Settings settings) throws IOException {
        ObjectStore memory = new MemoryObjectStore();
        Datasets datasets = new Datasets(memory, KEYS);
        Path file = directory.resolve(named);
        if (Files.isRegularFile(file)) {
            DatasetId id = new DatasetId(idOf(file));
            try (InputStream csv = content(file)) {
                datasets.put(id, csv);
            }
            return new LocalDataset(id, memory);
        }
        DatasetId id = idOrFile(named);
        if (!copyStored(id, settings, datasets)) {
            datasets.installSample();
            if (memory.stat(KEYS.dataset(id)).isEmpty()) {
                throw new NotFound(
                        RefusalCode.DATASET_NOT_FOUND,
                        "there is neither a file nor a stored dataset " + named + "; --dataset takes either");
            }
        }
        return new LocalDataset(id, memory);
    }

    private static DatasetId idOrFile(String named) {
        if (named.contains("/") || named.endsWith(".csv") || named.endsWith(".gz") || named.endsWith(".parquet")) {
            throw new NotFound(RefusalCode.DATASET_NOT_FOUND, "there is no file " + named);
        }
        return new DatasetId(named);
    }

    private static boolean copyStored(DatasetId id, Settings settings, Datasets datasets) throws IOException {
        if (settings.store().local() && !Files.isDirectory(settings.store().path())) {
            return false;
        }
        Keys keys = new Keys(settings.datasetPrefix(), settings.modelPrefix());
        try (Closer closer = new Closer()) {
            ObjectStore store = Backends.visited(settings, closer, "dataset").store();
            if (store.stat(keys.dataset(id)).isEmpty()) {
                return false;
            }
            try (ObjectReader reader = store.open(keys.dataset(id))) {
                datasets.put(id, reader.content());
            }
            return true;
        }
    }

    private static InputStream content(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        return file.toString().endsWith(".gz") ? new GzipStream(bytes, RefusalCode.INVALID_DATASET) : bytes;
    }

    /** The file's name without its endings, as far as an id allows. */
    private static String idOf(Path file) {
        String name =
                file.getFileName().toString().replaceFirst("(?i)\\.gz$", "").replaceFirst("(?i)\\.(csv|parquet)$", "");
        String allowed = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.-]+", "");
        return allowed.isEmpty() ? "dataset" : allowed.substring(0, Math.min(128, allowed.length()));
    }

    public DatasetId id() {
        return id;
    }

    /** What is in it. */
    public DatasetDescription description() {
        return new Datasets(memory, KEYS).describe(id);
    }

    /** Its bytes; the caller closes the stream. */
    public InputStream content() {
        return memory.open(KEYS.dataset(id)).content();
    }
}
