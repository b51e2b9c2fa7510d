package dev.tasuki.server.metrics;

import dev.tasuki.core.ml.Tasks;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.server.Readiness;
import dev.tasuki.server.UseCases;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how things stand at the moment of the scrape: tasks by state, queues, parts that are ready. */
final class StateCollector implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(StateCollector.class);

    private final UseCases.Watch watch;
    private final Tasks tasks;

    StateCollector(UseCases.Watch watch, Tasks tasks) {
        this.watch = watch;
        this.tasks = tasks;
    }

    @Override
    public MetricSnapshots collect() {
        Map<Labels, Double> ready = new LinkedHashMap<>();
        Map<Labels, Double> unsettled = new LinkedHashMap<>();
        Map<Labels, Double> consumers = new LinkedHashMap<>();
        for (BrokerStatus broker : watch.brokers().status()) {
            for (BrokerStatus.QueueStatus queue : broker.queues()) {
                Labels labels = Labels.of("queue", queue.queue());
                ready.merge(labels, (double) queue.ready(), Double::sum);
                consumers.merge(labels, (double) queue.consumers(), Double::sum);
                if (queue.unsettled() >= 0) {
                    unsettled.merge(labels, (double) queue.unsettled(), Double::sum);
                }
            }
        }
        return MetricSnapshots.of(
                gauge("tasuki_queue_ready_messages", "Messages that wait, by queue", ready),
                gauge("tasuki_queue_unsettled_messages", "Messages in consumers' hands, by queue", unsettled),
                gauge("tasuki_queue_consumers", "Consumers known to be there, by queue", consumers),
                gauge("tasuki_component_ready", "1 if the part is ready, else 0", components()),
                gauge("tasuki_tasks", "Tasks by state", states()));
    }

    private Map<Labels, Double> components() {
        Map<Labels, Double> components = new LinkedHashMap<>();
        for (Readiness.Component component : watch.readiness().components()) {
            components.put(Labels.of("component", component.name()), component.ready() ? 1.0 : 0.0);
        }
        return components;
    }

    /** Empty while the result store is away: the other numbers are needed all the more then. */
    private Map<Labels, Double> states() {
        Map<Labels, Double> states = new LinkedHashMap<>();
        try {
            tasks.counts().forEach((state, count) -> states.put(Labels.of("state", state.name()), (double) count));
        } catch (Refusal away) {
            LOG.debug("no task counts for this scrape: {}", away.detail());
        }
        return states;
    }

    private static GaugeSnapshot gauge(String name, String help, Map<Labels, Double> values) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build()));
        return gauge.build();
    }
}
