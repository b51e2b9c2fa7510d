package dev.tasuki.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.server.Brokers;
import dev.tasuki.server.UseCases;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What servers behind the adapters tell becomes metrics. */
class StateCollectorTest {
    private static final Brokers TWO_USES = new Brokers() {
        @Override
        public List<BrokerStatus> status() {
            return List.of();
        }

        @Override
        public Map<String, Long> deadLetters() {
            return Map.of("queue.model.train", 3L, "queue.model.predict", 0L);
        }

        @Override
        public List<ServerReading> tell() {
            return List.of(
                    new ServerReading("redis_clients", "Connections", "h:1", 4),
                    new ServerReading("redis_clients", "Connections", "h:1", 5),
                    new ServerReading("redis_server_changes_total", "Changes", "h:1", 2),
                    new ServerReading("redis_server_changes_total", "Changes", "h:1", 1),
                    new ServerReading("redis_in_flight", "Commands", "h:1", Map.of("lane", "rows"), 7),
                    new ServerReading("redis_in_flight", "Commands", "h:1", Map.of("lane", "quick"), 8));
        }
    };

    @Test
    void whatTheServerSaysIsShownOnceAndWhatWasCountedIsAddedUp() {
        TaskCounts counts = new TaskCounts(Map.of(), 0, 0, Duration.ofMillis(1_500));
        StatusCache cache = new StatusCache(
                new UseCases.Watch(List::of, TWO_USES, new Telemetry()), () -> Optional.of(counts), () -> 0);
        try {
            StateCollector collector = new StateCollector(cache);
            Labels server = Labels.of("server", "h:1");

            assertThat(gauge(collector, "tasuki_tasks_longest_wait_seconds")).isEqualTo(Map.of(Labels.EMPTY, 1.5));
            assertThat(gauge(collector, "tasuki_queue_dead_letters"))
                    .isEqualTo(Map.of(
                            Labels.of("queue", "queue.model.train"), 3.0,
                            Labels.of("queue", "queue.model.predict"), 0.0));
            assertThat(gauge(collector, "tasuki_redis_clients")).isEqualTo(Map.of(server, 5.0));
            assertThat(gauge(collector, "tasuki_redis_in_flight"))
                    .isEqualTo(Map.of(
                            Labels.of("lane", "rows", "server", "h:1"), 7.0,
                            Labels.of("lane", "quick", "server", "h:1"), 8.0));
            CounterSnapshot changes = (CounterSnapshot) snapshot(collector, "tasuki_redis_server_changes");
            assertThat(changes.getDataPoints())
                    .singleElement()
                    .satisfies(point -> assertThat(point.getValue()).isEqualTo(3))
                    .satisfies(point -> assertThat((Object) point.getLabels()).isEqualTo(server));
        } finally {
            cache.close();
        }
    }

    private static Map<Labels, Double> gauge(StateCollector collector, String name) {
        return ((GaugeSnapshot) snapshot(collector, name))
                .getDataPoints().stream()
                        .collect(Collectors.toMap(
                                GaugeSnapshot.GaugeDataPointSnapshot::getLabels,
                                GaugeSnapshot.GaugeDataPointSnapshot::getValue));
    }

    private static MetricSnapshot snapshot(StateCollector collector, String name) {
        return collector.collect().stream()
                .filter(metric -> metric.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
