package dev.tasuki.server.metrics;

import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.server.Readiness;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows how things stand at the moment of the scrape: tasks by state, queues, parts that are ready. */
final class StateCollector implements MultiCollector {
    /** How names of numbers end that only grow. */
    private static final String TOTAL = "_total";

    private static final String LONGEST_WAIT =
            "How long the task has been due that waits longest, in seconds; 0 if none waits";

    private static final String DEAD_LETTERS =
            "Messages that nobody could read and that are kept until somebody has dealt with them, by queue";

    private final StatusCache status;

    StateCollector(StatusCache status) {
        this.status = status;
    }

    @Override
    public MetricSnapshots collect() {
        Map<Labels, Double> ready = new LinkedHashMap<>();
        Map<Labels, Double> unsettled = new LinkedHashMap<>();
        Map<Labels, Double> consumers = new LinkedHashMap<>();
        for (BrokerStatus broker : status.brokers().join()) {
            for (BrokerStatus.QueueStatus queue : broker.queues()) {
                Labels labels = Labels.of("queue", queue.queue());
                ready.merge(labels, (double) queue.ready(), Double::sum);
                consumers.merge(labels, (double) queue.consumers(), Double::sum);
                if (queue.unsettled() >= 0) {
                    unsettled.merge(labels, (double) queue.unsettled(), Double::sum);
                }
            }
        }
        List<MetricSnapshot> shown = new ArrayList<>(List.of(
                gauge("tasuki_queue_ready_messages", "Messages that wait, by queue", ready),
                gauge("tasuki_queue_unsettled_messages", "Messages in consumers' hands, by queue", unsettled),
                gauge("tasuki_queue_consumers", "Consumers known to be there, by queue", consumers),
                gauge("tasuki_queue_dead_letters", DEAD_LETTERS, deadLetters()),
                gauge("tasuki_component_ready", "1 if the part is ready, else 0", components()),
                gauge("tasuki_tasks", "Tasks by state", states()),
                gauge("tasuki_tasks_longest_wait_seconds", LONGEST_WAIT, longestWait())));
        shown.addAll(readings());
        return new MetricSnapshots(shown);
    }

    /** A server with two uses tells twice, and is shown once; what was counted on the way to it is added up. */
    private List<MetricSnapshot> readings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        Map<String, Map<Labels, Double>> values = new LinkedHashMap<>();
        for (ServerReading reading : status.readings().join()) {
            meanings.put(reading.name(), reading.meaning());
            values.computeIfAbsent(reading.name(), name -> new LinkedHashMap<>())
                    .merge(
                            labels(reading),
                            reading.value(),
                            reading.name().endsWith(TOTAL) ? Double::sum : (first, last) -> last);
        }
        List<MetricSnapshot> shown = new ArrayList<>();
        meanings.forEach((name, meaning) -> {
            Map<Labels, Double> shownValues = values.getOrDefault(name, Map.of());
            shown.add(
                    name.endsWith(TOTAL)
                            ? counter("tasuki_" + name, meaning, shownValues)
                            : gauge("tasuki_" + name, meaning, shownValues));
        });
        return shown;
    }

    private static Labels labels(ServerReading reading) {
        Labels.Builder labels = Labels.builder().label("server", reading.server());
        reading.of().forEach(labels::label);
        return labels.build();
    }

    private Map<Labels, Double> components() {
        Map<Labels, Double> components = new LinkedHashMap<>();
        for (Readiness.Component component : status.components().join()) {
            components.put(Labels.of("component", component.name()), component.ready() ? 1.0 : 0.0);
        }
        return components;
    }

    private Map<Labels, Double> states() {
        Map<Labels, Double> states = new LinkedHashMap<>();
        status.counts().join().forEach((state, count) -> states.put(Labels.of("state", state.name()), (double) count));
        return states;
    }

    private Map<Labels, Double> deadLetters() {
        Map<Labels, Double> letters = new LinkedHashMap<>();
        status.deadLetters().join().forEach((queue, count) -> letters.put(Labels.of("queue", queue), (double) count));
        return letters;
    }

    private Map<Labels, Double> longestWait() {
        return status.longestWait()
                .join()
                .map(wait -> Map.of(Labels.EMPTY, wait.toMillis() / 1000.0))
                .orElse(Map.of());
    }

    private static GaugeSnapshot gauge(String name, String help, Map<Labels, Double> values) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build()));
        return gauge.build();
    }

    /** The library adds the end of the name by itself. */
    private static CounterSnapshot counter(String name, String help, Map<Labels, Double> values) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name(name.substring(0, name.length() - TOTAL.length()))
                .help(help);
        values.forEach((labels, value) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build()));
        return counter.build();
    }
}
