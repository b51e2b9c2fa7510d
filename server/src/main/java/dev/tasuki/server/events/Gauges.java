package dev.tasuki.server.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.server.metrics.StatusCache;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What moves all the time and is not in the log: the progress of runs, and how many wait. Looked at once a second at
 * most, by whichever stream comes first, for all of them. Thread-safe.
 */
@ForClients
@Singleton
final class Gauges {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int MOST_RUNS = 200;

    private final Gauge progress;
    private final Gauge queues;
    private final DatasetChanges datasets;

    Gauges(Tasks tasks, StatusCache status, DatasetChanges datasets) {
        this.datasets = datasets;
        this.progress = new Gauge(() -> progress(tasks));
        this.queues = new Gauge(() -> List.of(queues(status)));
    }

    /** What one stream has seen of them. For one thread. */
    static final class Reader {
        private final Gauges gauges;
        private final DatasetChanges.@Nullable Reader datasets;
        private long progressSeen;
        private long queuesSeen;

        /** Made before the snapshot, so that nothing falls between the two. */
        Reader(Gauges gauges, Interest interest) {
            this.gauges = gauges;
            this.datasets = interest.kinds().contains(Interest.Kind.DATASETS)
                    ? new DatasetChanges.Reader(gauges.datasets)
                    : null;
        }

        /** Frames that this stream has not seen yet; often none. */
        List<byte[]> next(Interest interest) {
            List<byte[]> frames = List.of();
            if (interest.kinds().contains(Interest.Kind.TASKS)) {
                Reading reading = gauges.progress.read();
                frames = reading.number == progressSeen ? frames : reading.frames;
                progressSeen = reading.number;
            }
            if (interest.kinds().contains(Interest.Kind.QUEUES)) {
                Reading reading = gauges.queues.read();
                frames = reading.number == queuesSeen ? frames : joined(frames, reading.frames);
                queuesSeen = reading.number;
            }
            return datasets == null ? frames : joined(frames, datasets.next());
        }

        private static List<byte[]> joined(List<byte[]> frames, List<byte[]> more) {
            return more.isEmpty()
                    ? frames
                    : Stream.concat(frames.stream(), more.stream()).toList();
        }
    }

    private record Reading(long number, long at, List<byte[]> frames) {}

    private static final class Gauge {
        private final Supplier<List<byte[]>> look;
        private volatile Reading last = new Reading(0, System.nanoTime() - PERIOD.toNanos(), List.of());

        Gauge(Supplier<List<byte[]>> look) {
            this.look = look;
        }

        Reading read() {
            Reading known = last;
            return fresh(known) ? known : anew();
        }

        private synchronized Reading anew() {
            if (!fresh(last)) {
                last = new Reading(last.number + 1, System.nanoTime(), look.get());
            }
            return last;
        }

        private static boolean fresh(Reading reading) {
            return System.nanoTime() - reading.at < PERIOD.toNanos();
        }
    }

    private static List<byte[]> progress(Tasks tasks) {
        TaskFilter running = TaskFilter.of(Set.of(TaskState.TASK_STARTED));
        return tasks.list(TaskQuery.newest(running, MOST_RUNS).brief()).stream()
                .map(Gauges::progress)
                .toList();
    }

    private static byte[] progress(TaskRow row) {
        return Frame.gauge("progress", JsonAnswer.bytes(RunProgress.of(row)));
    }

    private static byte[] queues(StatusCache status) {
        return Frame.gauge("queues", Json.bytes(queueState(status)));
    }

    /** How many tasks are in each state, and what the brokers say of their queues. */
    static ObjectNode queueState(StatusCache status) {
        ObjectNode json = Json.object();
        ObjectNode states = json.putObject("tasks");
        status.counts().join().forEach((state, count) -> states.put(state.name(), count));
        var queues = json.putArray("queues");
        for (BrokerStatus broker : status.brokers().join()) {
            for (BrokerStatus.QueueStatus queue : broker.queues()) {
                queues.addObject()
                        .put("queue", queue.queue())
                        .put("ready", queue.ready())
                        .put("consumers", queue.consumers());
            }
        }
        return json;
    }
}
