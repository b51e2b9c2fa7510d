package dev.tasuki.core.data;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.data.dialect.Dialect;
import dev.tasuki.core.data.dialect.DialectOptions;
import dev.tasuki.core.data.dialect.ParquetRoom;
import dev.tasuki.core.data.dialect.PlainCsv;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredContent;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.learn.table.TableSummary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CSV files that models learn from. Thread-safe. */
public final class Datasets {
    /** The dataset that is there from the first start. */
    public static final DatasetId SAMPLE = new DatasetId("diabetes");

    private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);
    private static final String SAMPLE_RESOURCE = "diabetes.csv";
    /** Below the datasets' prefix; no dataset, as it does not end in .csv. */
    private static final String SAMPLE_MARK = "sample-installed";

    private static final long READ_BEFORE_ACCEPTING = 64L << 20;

    private final ObjectStore objects;
    private final Keys keys;
    private final ScanPool scanPool;
    private final KnownDatasets known;
    private final long readBeforeAccepting;
    private final ParquetRoom parquet;
    private final ReentrantLock describing = new ReentrantLock();
    /** Descriptions that are being made: those who come meanwhile share the result. */
    private final ConcurrentMap<String, FutureTask<DatasetDescription>> underWay = new ConcurrentHashMap<>();

    /**
     * What was stored.
     *
     * @param description of it
     * @param written how the upload was written
     * @param warnings of how that was recognised
     */
    public record Stored(DatasetDescription description, Dialect written, List<String> warnings) {
        public Stored {
            warnings = List.copyOf(warnings);
        }
    }

    /** Datasets of the standard size. */
    public Datasets(ObjectStore objects, Keys keys) {
        this(objects, keys, Limits.DATASET_BYTES.value());
    }

    /** Datasets of at most {@code bytes} bytes each. */
    public Datasets(ObjectStore objects, Keys keys, long bytes) {
        this(objects, keys, bytes, READ_BEFORE_ACCEPTING);
    }

    /**
     * The same with another bound on what is read before a training is accepted.
     *
     * @param readBeforeAccepting bytes of a file that is read if nothing is known of it; 0: none is, and the
     *     consumer refuses what cannot be used
     */
    public Datasets(ObjectStore objects, Keys keys, long bytes, long readBeforeAccepting) {
        this.readBeforeAccepting = readBeforeAccepting;
        this.objects = objects;
        this.keys = keys;
        this.scanPool = new ScanPool(bytes);
        this.parquet = ParquetRoom.ofHeap(bytes);
        this.known = new KnownDatasets(
                Limits.DATASET_CACHE.bytes(Runtime.getRuntime().maxMemory()));
    }

    /** The same, where nothing is said of how the file is written. */
    public DatasetDescription put(DatasetId id, InputStream csv) {
        return put(id, csv, DialectOptions.NOTHING).description();
    }

    /**
     * Stores the stream as a comma CSV in UTF-8, however it is written, if it is a CSV or a Parquet file that can be
     * read; if not, throws {@link InvalidRequest} with {@code invalid_dataset}, line and column, and what was
     * stored before stays. Does not close the stream.
     */
    public Stored put(DatasetId id, InputStream upload, DialectOptions asked) {
        try {
            try (PlainCsv csv = PlainCsv.of(id, upload, asked, parquet);
                    CheckedCsv checked = new CheckedCsv(id, csv.content(), scanPool)) {
                StoredObject object = objects.put(keys.dataset(id), checked);
                DatasetDescription description = TableDescription.of(view(id, object), checked.summary());
                known.remember(KnownDatasets.version(object), description);
                known.remember(KnownDatasets.version(object), TableFlaws.of(checked.summary()));
                LOG.info("dataset {} stored: {} bytes, {} rows", id, object.size(), description.rows());
                return new Stored(description, csv.dialect(), csv.warnings());
            }
        } catch (IOException brokenOff) {
            throw InvalidRequest.content(
                    RefusalCode.INVALID_DATASET,
                    "dataset " + id + ": the upload broke off before its end; nothing was stored, send it again");
        }
    }

    /** Every dataset, by name. */
    public List<DatasetView> list() {
        return objects.list(keys.datasets()).stream()
                .flatMap(object -> id(object).map(id -> view(id, object)).stream())
                .toList();
    }

    /** What is in it. Throws {@link NotFound}; {@link InvalidRequest} if what is stored is no CSV. */
    public DatasetDescription describe(DatasetId id) {
        StoredObject object = objects.stat(keys.dataset(id)).orElseThrow(() -> unknown(id));
        String version = KnownDatasets.version(object);
        return known.description(version).orElseGet(() -> describe(id, version));
    }

    /** One file is read at a time, and once for all who ask for it at the same time. */
    private DatasetDescription describe(DatasetId id, String version) {
        FutureTask<DatasetDescription> mine = new FutureTask<>(() -> known.description(version)
                .filter(there -> known.flaws(version).isPresent())
                .orElseGet(() -> scan(id)));
        FutureTask<DatasetDescription> theirs = underWay.putIfAbsent(version, mine);
        if (theirs != null) {
            return ScanPool.await(theirs);
        }
        describing.lock();
        try {
            mine.run();
        } finally {
            describing.unlock();
            underWay.remove(version, mine);
        }
        return ScanPool.await(mine);
    }

    private DatasetDescription scan(DatasetId id) {
        ObjectReader reader = open(id);
        TableSummary table = ScanPool.await(scanPool.start(id, reader.content()));
        DatasetDescription fresh = TableDescription.of(view(id, reader.object()), table);
        known.remember(KnownDatasets.version(reader.object()), fresh);
        known.remember(KnownDatasets.version(reader.object()), TableFlaws.of(table));
        return fresh;
    }

    /** Reads what there is now on a thread that reads CSV. Throws as {@link #describe}. */
    <T> T read(DatasetId id, Function<InputStream, T> reading) {
        return ScanPool.await(scanPool.start(id, open(id).content(), reading));
    }

    /**
     * The shape of the pinned version, or of the one there is if none was pinned. The file is read only
     * if this process has not seen that version before, or has forgotten it. Throws {@link NotFound} if
     * there is none; {@link InvalidRequest} if it is no CSV, or with {@code dataset_changed} if the
     * pinned version is gone.
     */
    public DatasetProfile profile(DatasetId id, @Nullable DatasetPin pin) {
        Optional<DatasetProfile> there = pin == null ? Optional.empty() : knownProfile(id, pin);
        return there.orElseGet(() -> {
            DatasetDescription now = describe(id);
            if (pin != null && !now.dataset().etag().equals(pin.etag())) {
                throw changed(id, "replaced");
            }
            return now.profile();
        });
    }

    /** The shape of that version, if it is known without reading the file. */
    public Optional<DatasetProfile> knownProfile(DatasetId id, DatasetPin pin) {
        return known.profile(KnownDatasets.version(keys.dataset(id), pin.etag()));
    }

    /** What is in the pinned version, if that is known without reading it. */
    public Optional<DatasetDescription> described(DatasetId id, DatasetPin pin) {
        return known.description(KnownDatasets.version(keys.dataset(id), pin.etag()));
    }

    /**
     * Throws {@link InvalidRequest} that names every column of the request that a training cannot use, if
     * that is known of the pinned version. A small file is read for it, once per version. The training
     * looks at a large one.
     */
    public void requireUsable(TrainRequest request, DatasetPin pin) {
        Optional<InvalidRequest> refusal =
                flaws(request.dataset(), pin).flatMap(table -> UnusableColumns.refusal(request, table));
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** What may keep the pinned version's columns from being learned from, if the file is known or small. */
    public Optional<TableFlaws> flaws(DatasetId id, DatasetPin pin) {
        Optional<TableFlaws> there = knownFlaws(id, pin);
        if (there.isEmpty() && pin.size() <= readBeforeAccepting) {
            describe(id, KnownDatasets.version(keys.dataset(id), pin.etag()));
            return knownFlaws(id, pin);
        }
        return there;
    }

    /** The same without reading anything. */
    public Optional<TableFlaws> knownFlaws(DatasetId id, DatasetPin pin) {
        return known.flaws(KnownDatasets.version(keys.dataset(id), pin.etag()));
    }

    /** The file as it is stored. Throws {@link NotFound} if there is none. */
    public StoredContent content(DatasetId id) {
        return new StoredContent(objects, objects.stat(keys.dataset(id)).orElseThrow(() -> unknown(id)));
    }

    /** Removes it; true. Throws {@link NotFound} if there is none. Trainings accepted for it will fail. */
    public boolean delete(DatasetId id) {
        if (!objects.delete(keys.dataset(id))) {
            throw unknown(id);
        }
        LOG.info("dataset {} deleted", id);
        return true;
    }

    /**
     * Stores the sample dataset the first time that a store is used. A mark beside it remembers that,
     * so that a sample that was deleted or replaced does not come back.
     */
    public void installSample() {
        String mark = keys.datasets() + SAMPLE_MARK;
        if (objects.stat(mark).isPresent()) {
            return;
        }
        try (InputStream csv = Datasets.class.getResourceAsStream(SAMPLE_RESOURCE)) {
            if (objects.stat(keys.dataset(SAMPLE)).isEmpty()) {
                put(SAMPLE, Objects.requireNonNull(csv, "the sample dataset is part of this program"));
            }
            objects.put(mark, new ByteArrayInputStream(new byte[0]));
        } catch (IOException e) {
            throw new UncheckedIOException("the sample dataset is part of this program", e);
        }
    }

    /**
     * The version there is now, if it has the columns that the request names. Throws {@link NotFound}
     * with {@code dataset_not_found}, {@link InvalidRequest} with {@code unknown_column}.
     */
    public DatasetPin pin(TrainRequest request) {
        DatasetId id = request.dataset();
        StoredObject object = objects.stat(keys.dataset(id)).orElseThrow(() -> unknown(id));
        List<String> header = known.header(KnownDatasets.version(object)).orElse(null);
        if (header == null) {
            try (ObjectReader reader = open(id)) {
                object = reader.object();
                header = Csv.header(id, reader.content());
                known.remember(KnownDatasets.version(object), header);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        requireColumns(request, header, KnownDatasets.version(object));
        return new DatasetPin(object.etag(), object.size());
    }

    /** What is not there is told together with what is there and cannot be used, if that is known. */
    private void requireColumns(TrainRequest request, List<String> header, String version) {
        try {
            Columns.require(request, header);
        } catch (InvalidRequest absent) {
            Set<String> there = new HashSet<>(header);
            List<String> features =
                    request.features().stream().filter(there::contains).toList();
            throw known.flaws(version)
                    .flatMap(table -> UnusableColumns.refusal(request, features, table))
                    .map(unusable ->
                            InvalidRequest.content(absent.code(), absent.detail() + ". Besides, " + unusable.detail()))
                    .orElse(absent);
        }
    }

    /** The version there is now, if there is one. */
    public Optional<DatasetPin> pin(DatasetId id) {
        return objects.stat(keys.dataset(id)).map(object -> new DatasetPin(object.etag(), object.size()));
    }

    /**
     * Opens the pinned version, or the one there is if none was pinned. Throws {@link InvalidRequest}
     * with {@code dataset_changed} if the pinned one is gone, {@link NotFound} if there is none.
     */
    public ObjectReader open(DatasetId id, @Nullable DatasetPin pin) {
        if (pin == null) {
            return open(id);
        }
        ObjectReader reader;
        try {
            reader = open(id);
        } catch (NotFound gone) {
            throw changed(id, "deleted");
        }
        if (!reader.object().etag().equals(pin.etag())) {
            close(reader);
            throw changed(id, "replaced");
        }
        return reader;
    }

    private ObjectReader open(DatasetId id) {
        try {
            return objects.open(keys.dataset(id));
        } catch (NotFound gone) {
            throw unknown(id);
        }
    }

    private static void close(ObjectReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new Unavailable(
                    RefusalCode.STORE_UNAVAILABLE, "an object could not be closed", Duration.ofSeconds(1), e);
        }
    }

    private static InvalidRequest changed(DatasetId id, String how) {
        return InvalidRequest.content(
                RefusalCode.DATASET_CHANGED,
                "dataset " + id + " was " + how + " after this training was accepted for it; send the training again");
    }

    private Optional<DatasetId> id(StoredObject object) {
        try {
            return keys.datasetName(object.key()).map(DatasetId::new);
        } catch (InvalidRequest notOurs) {
            return Optional.empty();
        }
    }

    private static DatasetView view(DatasetId id, StoredObject object) {
        return new DatasetView(id, object.size(), object.etag(), object.modified());
    }

    private static NotFound unknown(DatasetId id) {
        return new NotFound(
                RefusalCode.DATASET_NOT_FOUND,
                "there is no dataset " + id + "; store its CSV with PUT /datasets/" + id);
    }
}
