package dev.tasuki.core.task;

import java.util.Locale;

/**
 * What one input may cost at most: every bound of the program, and nowhere else. {@code docs/limits.md}
 * is made from this list. Each bound has a test at the bound and one beyond it, which carries the JUnit
 * tag {@code bound:} and the bound's name.
 *
 * <p>Example: {@code if (rows > Limits.PREDICT_ROWS.value()) { … }}, and for a share of the heap
 * {@code new ByteBudget(Limits.BODIES_IN_FLIGHT.bytes(Runtime.getRuntime().maxMemory()))}.
 */
public enum Limits {
    CONNECTIONS(2_000, Unit.COUNT, "HTTP connections of a process", "closed at once, and counted"),
    CONNECTIONS_PER_ADDRESS(200, Unit.COUNT, "HTTP connections of one address", "closed at once, and counted"),
    REQUEST_HEAD(16 << 10, Unit.BYTES, "Request line and headers", "414 or 431"),
    REQUEST_HEADERS(100, Unit.COUNT, "Headers of a request", "431"),
    HEAD_TIME(10, Unit.SECONDS, "Time until the request line and headers are there", "408, closed"),
    BODY_RATE(1_000, Unit.BYTES_PER_SECOND, "Slowest body, after ten seconds", "408, closed"),
    IDLE_CONNECTION(60, Unit.SECONDS, "Time that a connection may be idle", "closed"),
    REQUESTS_PER_CONNECTION(10_000, Unit.COUNT, "Requests of one connection", "closed after the answer"),
    BODY_NOT_WANTED(64 << 10, Unit.BYTES, "Body of a request whose route takes none", "413, closed"),
    JSON_BODY(8 << 20, Unit.BYTES, "JSON body, before and after un-zipping", "413 too_large"),
    TRAIN_BODY(1 << 20, Unit.BYTES, "JSON body of /train, before and after un-zipping", "413 too_large"),
    BODIES_IN_FLIGHT(16, Unit.HEAP_SHARE, "JSON bodies that are being received or worked on", "503 too_busy"),
    JSON_DEPTH(100, Unit.COUNT, "Levels of a JSON body", "422"),
    JSON_STRING(1 << 20, Unit.COUNT, "Characters of a JSON string", "422"),
    JSON_NUMBER(1_000, Unit.COUNT, "Characters of a JSON number", "422"),
    JSON_KEYS(10_000, Unit.COUNT, "Members of one JSON object", "422"),
    JSON_ELEMENTS(1_000_000, Unit.COUNT, "Values of a JSON body, of /predict its cells come on top", "422"),
    PROBLEMS_SHOWN(20, Unit.COUNT, "Problems named in one answer", "the rest is counted"),
    PROBLEMS_SIZE(64 << 10, Unit.BYTES, "Size of an answer that names problems", "shortened"),
    SUGGESTED_NAMES(5, Unit.COUNT, "Unknown names that get a suggestion", "none for the rest"),
    SUGGESTION_CANDIDATES(
            1_000, Unit.COUNT, "Known names that are compared with an unknown one", "the rest is left out"),
    SUGGESTION_LETTERS(64, Unit.COUNT, "Letters of a name that gets a suggestion", "no suggestion"),
    PREDICT_ROWS(100_000, Unit.COUNT, "Rows of one prediction", "422"),
    PREDICT_CELLS(2_000_000, Unit.COUNT, "Cells of one prediction", "422"),
    PREDICT_CELLS_IN_FLIGHT(4_000_000, Unit.COUNT, "Cells of all predictions of a process", "429 too_busy"),
    PREDICT_WALKS(100_000_000, Unit.COUNT, "Rows times trees of one prediction", "422 too_costly"),
    PREDICT_WALKS_BETWEEN_LOOKS(1_000, Unit.COUNT, "Walks of a prediction between two looks at its deadline", "504"),
    EXPLAIN_STEPS(
            1_000_000_000,
            Unit.COUNT,
            "Steps of the explanation of one prediction, as its page counts them",
            "422 too_costly"),
    EXPLAIN_NUMBERS(400_000, Unit.COUNT, "Contributions in one answer", "422 too_costly"),
    EXPLAIN_MEMORY(32 << 20, Unit.BYTES, "Memory for explaining one prediction, beside its answer", "422 too_costly"),
    EXPLAIN_STEPS_BETWEEN_LOOKS(
            1_000_000, Unit.COUNT, "Steps of an explanation between two looks at its deadline", "504"),
    SMALL_PREDICTION(
            1_000, Unit.COUNT, "Cells up to which a prediction has the lane of the small ones", "the other lane"),
    PREDICT_CSV_BYTES(64 << 20, Unit.BYTES, "CSV of /predict.csv, before and after un-zipping", "413 too_large"),
    /** One file of the most bytes, which may be three times those of its body in UTF-8. */
    PREDICT_CSV_HELD(192 << 20, Unit.BYTES, "CSVs of /predict.csv that are held at once", "429 too_busy"),
    PREDICT_CSV_ROWS(1_000_000, Unit.COUNT, "Rows of /predict.csv", "422 invalid_dataset"),
    PREDICT_CSV_ROW(256 << 10, Unit.BYTES, "One row of /predict.csv", "422 invalid_dataset"),
    PREDICT_CSV_WALKS(1_000_000_000, Unit.COUNT, "Rows times trees of /predict.csv", "422 too_costly"),
    PREDICT_CSV_STEPS(100_000_000_000L, Unit.COUNT, "Steps of the explanations of /predict.csv", "422 too_costly"),
    /** Each takes 25 bytes of the answer at most, its comma included. */
    PREDICT_CSV_NUMBERS(20_000_000, Unit.COUNT, "Contributions in the answer to /predict.csv", "422 too_costly"),
    PREDICT_CSV_BATCH(1_000, Unit.COUNT, "Rows of /predict.csv that are asked at once", "the next part"),
    PREDICT_CSV_TIME(3_600, Unit.SECONDS, "Time of one /predict.csv", "cut off"),
    ROW_WARNINGS(5, Unit.COUNT, "Warnings of one row of /predict.csv", "the rest is counted"),
    DATASET_BYTES(2L << 30, Unit.BYTES, "Dataset, before and after un-zipping", "413 too_large", "max-dataset"),
    DATASET_ROWS(50_000_000, Unit.COUNT, "Rows of a dataset", "422 invalid_dataset"),
    DATASET_COLUMNS(10_000, Unit.COUNT, "Columns of a dataset", "422 invalid_dataset"),
    DATASET_FIELD(64 << 10, Unit.BYTES, "One field of a dataset", "422 invalid_dataset"),
    COLUMN_NAME(1_000, Unit.COUNT, "Letters of a column's name", "422 invalid_dataset"),
    BLANK_LINES(1_000_000, Unit.COUNT, "Blank lines in a row", "422 invalid_dataset"),
    RELATION_ROWS(10_000, Unit.COUNT, "Rows of a dataset that are looked at for relations", "evenly spread ones are"),
    RELATION_BYTES(64 << 20, Unit.BYTES, "Bytes of a dataset that are read for relations", "the rest is not read"),
    HISTOGRAM_BINS(40, Unit.COUNT, "Bins of a column's histogram", "wider bins"),
    TOP_VALUES(10, Unit.COUNT, "Most frequent values of a column", "the rest is counted"),
    GZIP_RATIO(100, Unit.COUNT, "Bytes that one byte of gzip may become, after the first MiB", "422"),
    GZIP_MEMBERS(1_000, Unit.COUNT, "Members of a gzip stream", "422"),
    DESCRIBING_MEMORY(
            64L << 20, Unit.BYTES, "Memory for describing a dataset, whatever its size", "figures become estimates"),
    DISTINCT_COUNTED(1_000, Unit.COUNT, "Different values that are counted exactly in a column", "an estimate"),
    PARQUET_MEMORY(
            4,
            Unit.HEAP_SHARE,
            "Pages and dictionaries of the Parquet files that are read at once",
            "422 invalid_dataset, or 429 too_busy"),
    PARQUET_METADATA(16 << 20, Unit.BYTES, "Metadata of a Parquet file", "422 invalid_dataset"),
    PARQUET_PAGE(256 << 20, Unit.BYTES, "Page of a Parquet file, unpacked", "422 invalid_dataset"),
    UPLOADS(16, Unit.COUNT, "Uploads of datasets at once", "429 too_busy"),
    UPLOADS_PER_ADDRESS(4, Unit.COUNT, "Uploads of datasets at once from one address", "429 too_busy"),
    DOWNLOADS(16, Unit.COUNT, "Downloads of datasets and models at once", "429 too_busy"),
    DOWNLOADS_PER_ADDRESS(4, Unit.COUNT, "Downloads at once from one address", "429 too_busy"),
    COLUMNS_SHOWN(50, Unit.COUNT, "Columns shown of a dataset at once", "?columns= shows others"),
    ROWS_SHOWN(20, Unit.COUNT, "Rows shown of a dataset", "left out"),
    CELL_SHOWN(60, Unit.COUNT, "Letters shown of a cell", "shortened"),
    DATASET_CACHE(
            32, Unit.HEAP_SHARE, "Descriptions and headers of datasets that are remembered", "the file is read again"),
    FIT_MEMORY(2, Unit.HEAP_SHARE, "Memory that a training is estimated to need", "422 too_costly", "max-fit-memory"),
    CLASSES(1_000, Unit.COUNT, "Classes of a classifier's target", "422 too_costly", "max-classes"),
    TREES(100_000, Unit.COUNT, "Trees of a forest", "422"),
    FEATURES(10_000, Unit.COUNT, "Features of a training", "422"),
    CATEGORIES(10_000, Unit.COUNT, "Categories of a column that is learned from", "422 too_costly"),
    ENCODED_NUMBERS(20_000, Unit.COUNT, "Numbers that the features of a training become", "422 too_costly"),
    CATEGORY_BYTES(4 << 20, Unit.BYTES, "Categories that are kept in a model", "422 too_costly"),
    PREDICT_WARNINGS(20, Unit.COUNT, "Warnings of one prediction", "the rest is counted"),
    CV_FOLDS(20, Unit.COUNT, "Folds of a training's cross-validation", "422"),
    SEARCH_CANDIDATES(200, Unit.COUNT, "Combinations of parameters that a training's search tries", "422"),
    SEARCH_VALUES(1_000, Unit.COUNT, "Values of one parameter that a training's search draws from", "422"),
    CONFUSION_CLASSES(100, Unit.COUNT, "Classes of which a report has figures and a confusion matrix", "left out"),
    CURVE_CLASSES(10, Unit.COUNT, "Classes of which a report has curves and areas", "left out"),
    CURVE_POINTS(100, Unit.COUNT, "Points of a curve in a report", "points in between are left out"),
    LEARNING_CURVE_POINTS(300, Unit.COUNT, "Points of a learning curve in a report", "points in between are left out"),
    CALIBRATION_BINS(10, Unit.COUNT, "Bins of a calibration in a report", "probabilities share a bin"),
    IMPORTANCE_REPEATS(100, Unit.COUNT, "Shuffles of a feature for its permutation importance", "422"),
    IMPORTANCE_WALKS(
            10_000_000_000L,
            Unit.COUNT,
            "Held-out rows times trees, features and shuffles of a permutation importance",
            "422 too_costly"),
    TAGS(20, Unit.COUNT, "Tags of a training", "422"),
    TAG_LETTERS(64, Unit.COUNT, "Letters of a tag", "422"),
    ALGORITHMS_LISTED(20, Unit.COUNT, "Algorithms that a list is filtered by", "422"),
    NAME_LETTERS(200, Unit.COUNT, "Letters of a training's name", "422"),
    MODEL_NAMES(10_000, Unit.COUNT, "Names that have versions", "the model gets no version"),
    MODEL_ALIASES(20, Unit.COUNT, "Aliases of a name", "409 wrong_state"),
    ALIAS_HISTORY(1_000, Unit.COUNT, "Changes of a name's aliases that are remembered", "the oldest go"),
    ALIAS_BY(64, Unit.COUNT, "Letters of by, who changes an alias", "422"),
    COMPARED_MODELS(5, Unit.COUNT, "Models of one comparison", "422"),
    VERSIONS_KNOWN(1_000, Unit.COUNT, "Versions behind a name that a process remembers", "the store is asked again"),
    RUN_TIME(6 * 3_600, Unit.SECONDS, "Run time of a training that names none", "run_timed_out", "max-run-time"),
    RUN_AHEAD(90, Unit.DAYS, "How far ahead run_at may be", "422"),
    SCHEDULED(10_000, Unit.COUNT, "Trainings that are scheduled for later", "429 too_busy"),
    BACKLOG(10_000, Unit.COUNT, "Trainings that wait", "429 too_busy", "max-backlog"),
    PUBLISH_BEHIND_BYTES(
            8 << 20, Unit.BYTES, "Accepted trainings that wait to be published", "the relay publishes them"),
    CALL_DEPTH(64, Unit.COUNT, "Levels of the body of a call that comes through a task queue", "refused as too_large"),
    CALLS_BROUGHT(1_000, Unit.COUNT, "Further calls that such a call brings along", "refused as too_large"),
    CALLS_HELD(1_000, Unit.COUNT, "Predictions for later that come so and are held at once", "refused"),
    CALLS_KNOWN(1_000, Unit.COUNT, "Calls that such a queue's monitors are shown", "the oldest are not shown"),
    CALL_SHOWN(1_024, Unit.COUNT, "Letters of a call's arguments that they are shown", "cut"),
    REVOKED_IDS(50_000, Unit.COUNT, "Ids of calls that were called off, for three hours", "the oldest are forgotten"),
    ORIGIN_BYTES(256 << 10, Unit.BYTES, "What a task brings along to be answered", "refused as too_large"),
    TRAINER_METRICS(100, Unit.COUNT, "Metrics of a training by somebody else's program", "trainer_failed"),
    TRAINER_REPORT(256 << 10, Unit.BYTES, "Report of such a training", "trainer_failed"),
    TRAINER_ARTIFACT(256 << 20, Unit.BYTES, "Artifact of such a training", "trainer_failed"),
    DEAD_LETTERS(10_000, Unit.COUNT, "Dead letters of a queue", "the oldest goes, and is counted"),
    DEAD_LETTER_SHOWN(4 << 10, Unit.BYTES, "Body shown of a dead letter in a list", "shortened"),
    CHANGE_METRICS(1_000, Unit.COUNT, "Characters of the metrics in an event", "left out of it"),
    CHANGE_DETAIL(250, Unit.COUNT, "Letters of an error's detail in an event", "cut"),
    EVENT_STREAMS(1_000, Unit.COUNT, "Clients that follow GET /events", "429 too_busy"),
    EVENT_INTERESTS(20, Unit.COUNT, "Names in one request for events", "422"),
    CHANGES(10_000_000, Unit.COUNT, "Changes in the log of changes", "the oldest go", "keep-changes"),
    HISTORY_MINUTES(24 * 3_600, Unit.SECONDS, "Time for which each minute of a queue is kept", "its hours stay"),
    HISTORY_HOURS(14, Unit.DAYS, "Time for which each hour of a queue is kept", "the oldest go"),
    HISTORY_POINTS(300, Unit.COUNT, "Points of GET /queues/history", "422"),
    HISTORY_TIMED(200, Unit.COUNT, "Tasks of a minute whose times make its quantiles", "drawn by lot"),
    PROCESSES_PRESENT(1_000, Unit.COUNT, "Processes that GET /workers tells of", "left out until one goes or is lost"),
    PRESENT_TASKS(50, Unit.COUNT, "Running tasks that it names of one process", "the rest is counted"),
    WAIT_SECONDS(60, Unit.SECONDS, "?wait of a task", "422"),
    WAITERS(1_000, Unit.COUNT, "Clients that wait for a task", "429 too_busy"),
    ANSWERS_IN_FLIGHT(256L << 20, Unit.BYTES, "Answers that are being written (1/8 of a smaller heap)", "503 too_busy"),
    ANSWERS_PER_CONNECTION(64 << 10, Unit.BYTES, "Answers that wait on one connection", "its next request is not read"),
    ANSWER_RATE(1_000, Unit.BYTES_PER_SECOND, "Slowest reader of an answer, for 30 seconds", "cut off"),
    MESSAGE_BYTES(8 << 20, Unit.BYTES, "A broker's message", "dead letter"),
    MESSAGE_HEADER_DEPTH(16, Unit.COUNT, "Levels of a message's headers", "dead letter"),
    MESSAGE_HEADER_ENTRIES(100, Unit.COUNT, "Headers of a message, nested ones included", "dead letter"),
    MESSAGE_HEADER_BYTES(32 << 10, Unit.BYTES, "Properties and headers of a message", "dead letter"),
    DELIVERIES(20, Unit.COUNT, "Deliveries of one message", "dead letter"),
    REPLIES_WAITING(10_000, Unit.COUNT, "Unread replies to one process over Redis", "the reply is dropped"),
    MODEL_BYTES(2, Unit.CACHE_SHARE, "Artifact of a model that is asked", "409 too_costly", "model-cache"),
    TREE_NODES(1_000, Unit.COUNT, "Nodes of a tree in one answer", "the rest is left out, and that is said"),
    TREE_VALUES(100_000, Unit.COUNT, "Values of these nodes together", "fewer nodes, and that is said"),
    TREE_PATH(1_000, Unit.COUNT, "Nodes of a row's way through a tree", "the rest is left out, and that is said"),
    TREE_CATEGORIES(20, Unit.COUNT, "Categories of one node of a tree", "the rest is counted"),
    ONNX_ARTIFACT(16, Unit.HEAP_SHARE, "Artifact of a model that is written as ONNX", "409 too_costly"),
    ONNX_BYTES(1L << 30, Unit.BYTES, "ONNX file", "409 too_costly"),
    ONNX_EXPORTS(2, Unit.COUNT, "Models that are written as ONNX at once", "429 too_busy"),
    ONNX_TIME(600, Unit.SECONDS, "Time of writing an ONNX file, its last byte included", "504, or cut off"),
    GOOGLE_CREDENTIALS(64 << 10, Unit.BYTES, "File of credentials for Google Cloud Storage", "503 store_unavailable"),
    GOOGLE_TOKEN(64 << 10, Unit.BYTES, "Answer of a server that gives tokens for Google Cloud Storage", "503"),
    GOOGLE_ANSWER(64 << 10, Unit.BYTES, "Description of an object, or error, of Google Cloud Storage", "503"),
    /** A thousand names of the longest, each letter escaped. */
    GOOGLE_PAGE(8 << 20, Unit.BYTES, "Page of a list of Google Cloud Storage", "503"),
    SECRET_FILE(64 << 10, Unit.BYTES, "File that holds the value of a setting", "refused at the start"),
    PLUGINS(32, Unit.COUNT, "Jars in the directory of plug-ins", "refused at the start"),
    PLUGIN_BYTES(64 << 20, Unit.BYTES, "Jar of a plug-in", "refused at the start"),
    DIRECT_MEMORY(4, Unit.HEAP_SHARE, "Memory beside the heap for requests and answers", "the connection is closed");

    private final long value;
    private final Unit unit;
    private final String input;
    private final String beyond;
    private final String setting;

    /** What a bound is counted in. */
    public enum Unit {
        COUNT,
        BYTES,
        BYTES_PER_SECOND,
        SECONDS,
        DAYS,
        /** The value divides the largest heap. */
        HEAP_SHARE,
        /** The value divides the cache of models. */
        CACHE_SHARE
    }

    Limits(long value, Unit unit, String input, String beyond) {
        this(value, unit, input, beyond, "");
    }

    Limits(long value, Unit unit, String input, String beyond, String setting) {
        this.value = value;
        this.unit = unit;
        this.input = input;
        this.beyond = beyond;
        this.setting = setting;
    }

    /** The bound in its unit; of a share, what divides the whole. */
    public long value() {
        return value;
    }

    /** The same where it fits, as every bound that is no number of bytes does. */
    public int intValue() {
        return Math.toIntExact(value);
    }

    /** A share's bytes of the whole, e.g. of {@link Runtime#maxMemory()}. */
    public long bytes(long whole) {
        if (unit != Unit.HEAP_SHARE && unit != Unit.CACHE_SHARE) {
            throw new IllegalStateException(this + " is no share");
        }
        return whole / value;
    }

    /** What is bounded, for people. */
    public String input() {
        return input;
    }

    /** What happens beyond it. */
    public String beyond() {
        return beyond;
    }

    /** The setting that changes it, without dashes; empty: none does. */
    public String setting() {
        return setting;
    }

    /** The bound for people: {@code 64 KiB}, {@code 10 s}, {@code 1/16 of the heap}. */
    public String text() {
        return switch (unit) {
            case COUNT -> String.format(Locale.ROOT, "%,d", value);
            case BYTES -> size(value);
            case BYTES_PER_SECOND -> String.format(Locale.ROOT, "%,d bytes/s", value);
            case SECONDS -> value % 3_600 == 0 ? value / 3_600 + " h" : value + " s";
            case DAYS -> value + " days";
            case HEAP_SHARE -> "1/" + value + " of the heap";
            case CACHE_SHARE -> "1/" + value + " of the model cache";
        };
    }

    /** The tag of the tests that try this bound. */
    public String tag() {
        return "bound:" + name().toLowerCase(Locale.ROOT);
    }

    private static String size(long bytes) {
        if (bytes % (1L << 30) == 0) {
            return (bytes >> 30) + " GiB";
        }
        return bytes % (1L << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }
}
