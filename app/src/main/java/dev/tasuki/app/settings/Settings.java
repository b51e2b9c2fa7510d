package dev.tasuki.app.settings;

import dev.tasuki.app.adapter.AdapterUrl;
import dev.tasuki.app.adapter.CallMeans;
import dev.tasuki.core.task.Caps;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The settings of one process, checked. See {@link Setting} for the meaning of each.
 *
 * @param data absolute path of the data directory; it may not exist yet
 * @param insecure true: it may listen beyond this machine
 * @param publicUrl by which clients know the server, the first one is shown; none: where it listens
 * @param port 0 takes a free one
 * @param healthPort where a consumer tells of its health; 0 takes a free one; empty: nowhere
 * @param predictBroker the broker of predictions alone; empty: the same as of trainings
 * @param maxWorkers empty: no cap beyond the threads
 * @param fitThreads at least 1
 * @param checkpoint how often a long training stores its finished trees; empty: never
 * @param caps how many trainings of one group may run at once, over all consumers
 * @param modelCache in bytes
 * @param replyQueues where replies may go, beside queues that the broker named: a name, * for any letters; empty: anywhere but
 *     to our own queues
 * @param maxFitMemory in bytes; empty: a share of the heap
 * @param handOver after how long a run is no more the broker's to keep
 * @param plugins absolute path of the directory with jars of further learners; empty: there are none
 * @param maxDataset in bytes
 * @param minFree in bytes
 * @param retention how long failed and cancelled tasks are kept; empty: always
 * @param modelRetention how long models are kept; empty: always
 * @param keepChanges how long changes of tasks stay in their log
 * @param celery the programs of a Celery fleet
 * @param url the server that client commands ask, without a slash at its end
 * @param variables environment variables of foreign programs that adapters read, such as AWS's own
 */
public record Settings(
        Path data,
        String host,
        boolean insecure,
        List<URI> publicUrl,
        int port,
        OptionalInt healthPort,
        AdapterUrl broker,
        Optional<AdapterUrl> predictBroker,
        AdapterUrl results,
        AdapterUrl store,
        String datasetPrefix,
        String modelPrefix,
        boolean sample,
        int numThreads,
        OptionalInt maxWorkers,
        int fitThreads,
        Optional<Duration> checkpoint,
        Caps caps,
        long modelCache,
        Optional<String> replyQueues,
        OptionalLong maxFitMemory,
        int maxClasses,
        Duration maxRunTime,
        Duration handOver,
        Optional<Path> plugins,
        boolean isolateFits,
        int maxBacklog,
        long maxDataset,
        long minFree,
        Optional<Duration> retention,
        Optional<Duration> modelRetention,
        Duration keepChanges,
        Duration predictTimeout,
        Duration drainTimeout,
        Celery celery,
        LogLevel logLevel,
        LogFormat logFormat,
        URI url,
        Map<String, String> variables) {
    public Settings {
        publicUrl = List.copyOf(publicUrl);
        variables = Map.copyOf(variables);
    }

    /**
     * How programs of a Celery fleet reach this process.
     *
     * @param broker theirs; empty: they do not
     * @param results where they look for results
     * @param prefix what the keys of a broker in Redis begin with; empty for nothing
     * @param queues in which their calls come; none: they do not call
     * @param name of this process among their workers
     * @param trainers names or globs of their tasks that trainings may be given to
     * @param routes queues of tasks, in the order in which they are tried
     * @param shutdown true if it shuts down when they say so
     */
    public record Celery(
            Optional<AdapterUrl> broker,
            Backend results,
            String prefix,
            List<String> queues,
            String name,
            List<String> trainers,
            List<CallMeans.Route> routes,
            boolean shutdown) {
        public Celery {
            queues = List.copyOf(queues);
            trainers = List.copyOf(trainers);
            routes = List.copyOf(routes);
        }

        /** True if programs of the fleet may call this process. */
        public boolean called() {
            return broker.isPresent() && !queues.isEmpty();
        }
    }

    /**
     * Where Celery programs look for results.
     *
     * @param url a server; empty: each client has a queue of its own, or what fits the broker
     * @param rpc true if it is the queues, whatever the broker
     */
    public record Backend(Optional<AdapterUrl> url, boolean rpc) {
        /** What fits the broker. */
        static final Backend AUTO = new Backend(Optional.empty(), false);

        static final Backend RPC = new Backend(Optional.empty(), true);
    }

    /** How much is logged. */
    public enum LogLevel {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** How a log line looks. */
    public enum LogFormat {
        LINE,
        JSON
    }
}
