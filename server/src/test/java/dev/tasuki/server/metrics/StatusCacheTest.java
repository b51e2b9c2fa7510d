package dev.tasuki.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.server.Readiness;
import dev.tasuki.server.UseCases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However many ask how the service is, the parts are asked once a second. */
class StatusCacheTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger parts = new AtomicInteger();
    private final AtomicInteger brokers = new AtomicInteger();
    private final AtomicInteger tasks = new AtomicInteger();
    private final StatusCache cache = new StatusCache(
            new UseCases.Watch(
                    () -> List.of(new Readiness.Component("store", true, "look " + parts.incrementAndGet())),
                    () -> List.of(new BrokerStatus(true, "look " + brokers.incrementAndGet(), List.of())),
                    new Telemetry()),
            () -> Optional.of(new TaskCounts(
                    Map.of(TaskState.TASK_RECEIVED, (long) tasks.incrementAndGet()), 0, 0, Duration.ofSeconds(7))),
            nanos::get);

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void aHundredCallersCostOneLookASecond() {
        for (int second = 1; second <= 5; second++) {
            // The first caller of a second waits for what is seen; from then on it is believed.
            assertThat(cache.components().join()).hasSize(1);
            assertThat(cache.brokers().join()).hasSize(1);
            assertThat(cache.counts().join()).hasSize(1);
            awaitLooks(second);
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 100; i++) {
                    callers.execute(() -> {
                        cache.components().join();
                        cache.brokers().join();
                        cache.counts().join();
                    });
                }
            }
            nanos.addAndGet(SECOND - 1);
            assertThat(cache.components().join().getFirst().detail()).isEqualTo("look " + second);
            assertThat(cache.brokers().join().getFirst().detail()).isEqualTo("look " + second);
            assertThat(cache.counts().join()).containsEntry(TaskState.TASK_RECEIVED, (long) second);
            assertThat(cache.longestWait().join()).contains(Duration.ofSeconds(7));
            assertThat(List.of(parts.get(), brokers.get(), tasks.get())).containsOnly(second);
            nanos.incrementAndGet();
        }
    }

    /** A caller gets what was seen last if the look takes longer than it waits. */
    private void awaitLooks(int second) {
        while (!cache.components().join().getFirst().detail().equals("look " + second)
                || !cache.brokers().join().getFirst().detail().equals("look " + second)
                || cache.counts().join().get(TaskState.TASK_RECEIVED) != second) {
            Thread.onSpinWait();
        }
    }
}
