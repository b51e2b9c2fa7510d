package dev.tasuki.core.memory;

import dev.tasuki.core.port.QueueHistory;
import dev.tasuki.core.task.QueueSample;
import dev.tasuki.core.task.QueueSample.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The history of queues in memory. */
public final class MemoryQueueHistory implements QueueHistory {
    private static final int TOGETHER = 1_000;

    private final Map<Series, NavigableMap<Instant, QueueSample>> all = new HashMap<>();

    private record Series(String queue, Step step) {}

    @Override
    public synchronized void put(List<QueueSample> samples) {
        for (QueueSample sample : samples) {
            all.computeIfAbsent(new Series(sample.queue(), sample.step()), series -> new TreeMap<>())
                    .put(sample.at(), sample);
        }
    }

    @Override
    public synchronized Optional<QueueSample> newest(String queue, Step step) {
        NavigableMap<Instant, QueueSample> samples = of(queue, step);
        return samples.isEmpty()
                ? Optional.empty()
                : Optional.of(samples.lastEntry().getValue());
    }

    @Override
    public synchronized List<QueueSample> list(String queue, Step step, Instant from, Instant until) {
        return from.isBefore(until)
                ? of(queue, step).subMap(from, until).values().stream()
                        .limit(MOST)
                        .toList()
                : List.of();
    }

    @Override
    public synchronized int prune(Step step, Instant before) {
        int gone = 0;
        for (Map.Entry<Series, NavigableMap<Instant, QueueSample>> series : all.entrySet()) {
            NavigableMap<Instant, QueueSample> samples = series.getValue();
            while (series.getKey().step() == step
                    && gone < TOGETHER
                    && !samples.isEmpty()
                    && samples.firstKey().isBefore(before)) {
                samples.pollFirstEntry();
                gone++;
            }
        }
        return gone;
    }

    private NavigableMap<Instant, QueueSample> of(String queue, Step step) {
        return all.getOrDefault(new Series(queue, step), new TreeMap<>());
    }
}
