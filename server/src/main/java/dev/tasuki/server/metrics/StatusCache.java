package dev.tasuki.server.metrics;

import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.server.Readiness;
import dev.tasuki.server.UseCases;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of the service, for health, metrics, streams of events and the start page. It is read on threads of its own and kept
 * for a second. So every request is answered at once, whatever the load, and many cost as much as one.
 * Thread-safe.
 */
@Singleton
public final class StatusCache {
    private static final Logger LOG = LoggerFactory.getLogger(StatusCache.class);
    private static final int THREADS = 4;

    /** What was seen longer ago than that says nothing any more. */
    private static final Duration STALE = Duration.ofSeconds(10);

    private static final Duration BELIEF = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(80);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("tasuki-watch-", 1).factory());
    private final BackgroundCache<List<Readiness.Component>> components;
    private final BackgroundCache<List<BrokerStatus>> brokers;
    private final BackgroundCache<Optional<TaskCounts>> counts;
    private final BackgroundCache<List<ServerReading>> readings;
    private final BackgroundCache<Map<String, Long>> deadLetters;

    @Inject
    StatusCache(UseCases.Watch watch, Tasks tasks) {
        this(watch, () -> counted(tasks), System::nanoTime);
    }

    /** The same by another count of nanoseconds. */
    StatusCache(UseCases.Watch watch, Supplier<Optional<TaskCounts>> tasks, LongSupplier nanos) {
        BackgroundCache.Terms terms = new BackgroundCache.Terms(BELIEF, PATIENCE, STALE, LONGEST, nanos);
        this.components = new BackgroundCache<>(watch.readiness()::components, threads, terms);
        this.brokers = new BackgroundCache<>(watch.brokers()::status, threads, terms);
        this.counts = new BackgroundCache<>(tasks, threads, terms);
        this.readings = new BackgroundCache<>(watch.brokers()::tell, threads, terms);
        this.deadLetters = new BackgroundCache<>(watch.brokers()::deadLetters, threads, terms);
    }

    /** Empty while the result store is away: the other numbers are needed all the more then. */
    private static Optional<TaskCounts> counted(Tasks tasks) {
        try {
            return Optional.of(tasks.counts());
        } catch (Refusal away) {
            LOG.debug("no task counts: {}", away.detail());
            return Optional.empty();
        }
    }

    /** The threads on which answers about health and metrics are made. */
    public Executor threads() {
        return threads;
    }

    /** The parts that requests need; one that is not ready if they do not tell. */
    public CompletableFuture<List<Readiness.Component>> components() {
        return components.ask().handle((seen, failed) -> {
            List<Readiness.Component> value = failed == null ? seen.value() : null;
            if (value == null) {
                return List.of(new Readiness.Component("parts", false, "have not told how they are"));
            }
            Duration age = components.age(seen);
            return age.compareTo(STALE) < 0
                    ? value
                    : List.of(new Readiness.Component(
                            "parts", false, "have not told for %d s how they are".formatted(age.toSeconds())));
        });
    }

    /** The brokers in use; empty if they do not tell. */
    public CompletableFuture<List<BrokerStatus>> brokers() {
        return brokers.ask().handle((seen, failed) -> {
            List<BrokerStatus> value = failed == null ? seen.value() : null;
            return value == null ? List.of() : value;
        });
    }

    /** Tasks by state; empty if the result store does not tell. */
    public CompletableFuture<Map<TaskState, Long>> counts() {
        return tasks().thenApply(counted -> counted.map(TaskCounts::states).orElse(Map.of()));
    }

    /** How long the task has been due that has waited longest; empty if the result store does not tell. */
    public CompletableFuture<Optional<Duration>> longestWait() {
        return tasks().thenApply(counted -> counted.map(TaskCounts::longestWait));
    }

    private CompletableFuture<Optional<TaskCounts>> tasks() {
        return counts.ask().handle((seen, failed) -> {
            Optional<TaskCounts> value = failed == null ? seen.value() : null;
            return value == null ? Optional.empty() : value;
        });
    }

    /** What servers tell of themselves; empty if they do not tell. */
    public CompletableFuture<List<ServerReading>> readings() {
        return readings.ask().handle((seen, failed) -> {
            List<ServerReading> value = failed == null ? seen.value() : null;
            return value == null ? List.of() : value;
        });
    }

    /** How many dead letters are kept, by queue; empty if the brokers do not tell. */
    public CompletableFuture<Map<String, Long>> deadLetters() {
        return deadLetters.ask().handle((seen, failed) -> {
            Map<String, Long> value = failed == null ? seen.value() : null;
            return value == null ? Map.of() : value;
        });
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }
}
