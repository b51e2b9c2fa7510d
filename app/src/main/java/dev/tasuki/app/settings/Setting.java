package dev.tasuki.app.settings;

import dev.tasuki.app.adapter.Adapters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Everything that can be set. A setting's flag is {@code --} and its name, its environment variable
 * {@code TASUKI_} and its name, its key in the settings file the name itself.
 */
public enum Setting {
    DATA("data", "DIR", "./tasuki-data", "Directory of the database, datasets and models"),
    HOST("host", "ADDRESS", "127.0.0.1", "Address to listen on; 0.0.0.0 is every address of this machine"),
    INSECURE(
            "insecure",
            "true|false",
            "false",
            "Listen beyond this machine though nobody is asked for a password; something in front must do that"),
    PUBLIC_URL(
            "public-url",
            "URLS",
            "none",
            "Addresses by which clients know this server, parted by commas, e.g. https://ml.example.org"),
    PORT("port", "PORT", "5000", "Port to listen on; 0 takes a free one"),
    HEALTH_PORT("health-port", "PORT", "none", "Port for a consumer's /health and /metrics; none: it listens nowhere"),
    BROKER("broker", "URL", "sqlite:<data>/tasuki.db", "Broker: " + Adapters.BROKERS.examples()),
    PREDICT_BROKER("predict-broker", "URL", "none", "Broker of predictions alone, as --broker; none: the same"),
    RESULTS("results", "URL", "jdbc:sqlite:<data>/tasuki.db", "Result store: " + Adapters.RESULTS.examples()),
    STORE("store", "URL", "file:<data>/objects", "Object store for datasets and models: " + Adapters.STORES.examples()),
    DATASET_PREFIX("dataset-prefix", "PREFIX", "datasets/", "Where datasets are in the store; ends in /"),
    MODEL_PREFIX("model-prefix", "PREFIX", "models/", "Where models are in the store; ends in /"),
    SAMPLE(
            "sample",
            "true|false",
            "true",
            "Put the sample dataset 'diabetes' and its model 'diabetes-demo' there at the first start"),
    NUM_THREADS("num-threads", "N", "1", "Consumers per queue, 1 to 256"),
    MAX_WORKERS("max-workers", "N", "none", "Tasks running at once, 1 to 1024; none: as many as there are consumers"),
    FIT_THREADS("fit-threads", "N", "auto", "Threads that grow trees, 1 to 1024; auto: one per processor"),
    CHECKPOINT("checkpoint", "TIME", "30s", "Trees of a training are kept this often for another attempt; or none"),
    MAX_PER_DATASET(
            "max-per-dataset", "CAPS", "none", "Trainings on one dataset running at once, e.g. 2, or big=1,*=4"),
    MAX_PER_TAG("max-per-tag", "CAPS", "none", "Trainings with one tag running at once, e.g. gpu=1,nightly=4"),
    MODEL_CACHE("model-cache", "SIZE", "256MB", "Memory for models kept ready, e.g. 64MB, 2GB"),
    REPLY_QUEUES(
            "reply-queues",
            "PATTERN",
            "none",
            "Queues that replies may go to, e.g. answers.*; none: all but Tasuki's own"),
    MAX_FIT_MEMORY(
            "max-fit-memory", "SIZE", "auto", "Most memory one training may need, e.g. 2GB; auto: half the heap"),
    MAX_CLASSES("max-classes", "N", "1000", "Most classes of a classifier's target, 2 to 100000"),
    MAX_RUN_TIME("max-run-time", "TIME", "6h", "Longest run of a training that names no timeout_s"),
    HAND_OVER(
            "hand-over",
            "TIME",
            "10m",
            "A training that runs longer is settled at the broker; its lease alone keeps it. Below the broker's own"
                    + " time-out"),
    PLUGINS(
            "plugins",
            "DIR",
            "none",
            "Directory of jars with further algorithms; their code runs inside with all rights; none: no plug-ins"),
    ISOLATE_FITS("isolate-fits", "true|false", "false", "Grow each forest in a process of its own"),
    MAX_BACKLOG("max-backlog", "N", "10000", "Trainings that may wait; more are answered 429"),
    MAX_DATASET("max-dataset", "SIZE", "2GB", "Largest dataset taken"),
    MIN_FREE("min-free", "SIZE", "64MB", "Room the disk must have for anything new to be accepted"),
    RETENTION("retention", "TIME", "30d", "Failed and cancelled tasks are removed after this time; or none"),
    MODEL_RETENTION("model-retention", "TIME", "none", "Models are removed after this time, with their tasks; or none"),
    KEEP_CHANGES("keep-changes", "TIME", "7d", "Events are kept for this time, for readers that come back"),
    PREDICT_TIMEOUT("predict-timeout", "TIME", "5s", "A predict is answered within this time, e.g. 800ms, 5s"),
    DRAIN_TIMEOUT("drain-timeout", "TIME", "30s", "At most this long for work under way after SIGTERM"),
    CELERY(
            "celery",
            "URL",
            "none",
            "Broker of Celery programs that may call tasuki.train and tasuki.predict; none: off"),
    CELERY_RESULTS(
            "celery-results",
            "URL",
            "auto",
            "Where they look for results: rpc, or redis://…; auto: rpc with amqp, else their broker"),
    CELERY_PREFIX("celery-prefix", "TEXT", "none", "What the keys of their Redis broker begin with: global_keyprefix"),
    CELERY_QUEUES("celery-queues", "NAMES", "celery", "Queues that their calls come in by, parted by commas; or none"),
    CELERY_TRAINERS(
            "celery-trainers",
            "NAMES",
            "none",
            "Celery tasks that trainings may be given to, names or globs parted by commas; none: no task"),
    CELERY_ROUTES(
            "celery-routes",
            "ROUTES",
            "none",
            "Queues of the fleet's tasks, NAME-OR-GLOB=QUEUE parted by commas; all others are sent to celery"),
    CELERY_NAME("celery-name", "NAME", "auto", "Name among the fleet's workers, NAME@HOST; auto: tasuki@ and the host"),
    CELERY_SHUTDOWN("celery-shutdown", "true|false", "false", "Shut down when a program of the fleet says so"),
    LOG_LEVEL("log-level", "LEVEL", "info", "debug, info, warn or error"),
    LOG_FORMAT("log-format", "FORMAT", "line", "line, or json: one ECS object per line"),
    URL("url", "URL", "http://127.0.0.1:5000", "Server that train, predict, models, datasets and tasks ask");

    /** Variables and flags read outside the settings, by the start script, the tests or for the file. */
    static final List<String> OTHER_VARIABLES =
            List.of("TASUKI_CONFIG", "TASUKI_JAVA", "TASUKI_JAVA_OPTS", "TASUKI_BUILD", "TASUKI_REQUIRE_BACKENDS");

    private final String key;
    private final String placeholder;
    private final String defaultText;
    private final String description;

    Setting(String key, String placeholder, String defaultText, String description) {
        this.key = key;
        this.placeholder = placeholder;
        this.defaultText = defaultText;
        this.description = description;
    }

    /** The name: lower case with dashes. */
    public String key() {
        return key;
    }

    /** The flag. */
    public String flag() {
        return "--" + key;
    }

    /** The flag's names: with dashes and, where that differs, with underscores. */
    public String[] flags() {
        return key.contains("-") ? new String[] {flag(), "--" + key.replace('-', '_')} : new String[] {flag()};
    }

    /** The environment variable. */
    public String variable() {
        return "TASUKI_" + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** True if the value may have a password in it: then a file may hold it. */
    public boolean secret() {
        return switch (this) {
            case BROKER, PREDICT_BROKER, RESULTS, STORE, CELERY, CELERY_RESULTS -> true;
            default -> false;
        };
    }

    /** The environment variable that names the file that holds the value; only where {@link #secret()}. */
    public String fileVariable() {
        return variable() + "_FILE";
    }

    /** The kind of value, for the help text. */
    public String placeholder() {
        return placeholder;
    }

    /** The words that it may be or begin with, for completion; none if there are too many to list. */
    public List<String> words() {
        return switch (this) {
            case BROKER, PREDICT_BROKER -> Adapters.BROKERS.beginnings();
            case RESULTS -> Adapters.RESULTS.beginnings();
            case CELERY -> Adapters.CELERY.beginnings();
            case CELERY_RESULTS -> Adapters.CELERY_RESULTS.beginnings();
            case STORE -> Adapters.STORES.beginnings();
            case LOG_LEVEL -> words(Settings.LogLevel.values());
            case LOG_FORMAT -> words(Settings.LogFormat.values());
            default -> yesOrNo() ? List.of("true", "false") : List.of();
        };
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** True if the flag alone, without a value, means true. */
    public boolean yesOrNo() {
        return placeholder.equals("true|false");
    }

    /** The value if nothing else is given; {@code <data>} stands for the data directory. */
    public String defaultText() {
        return defaultText;
    }

    /** One line for the help text. */
    public String description() {
        return description;
    }
}
