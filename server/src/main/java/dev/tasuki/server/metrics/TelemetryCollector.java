package dev.tasuki.server.metrics;

import dev.tasuki.core.base.Telemetry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;

/** Shows the telemetry of {@code core} as counters and histograms named {@code tasuki_…}. */
final class TelemetryCollector implements MultiCollector {
    private final Telemetry telemetry;

    TelemetryCollector(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public MetricSnapshots collect() {
        Telemetry.Snapshot now = telemetry.snapshot();
        List<MetricSnapshot> shown = new ArrayList<>();
        now.counts().forEach((count, value) -> shown.add(counter(count, value)));
        now.timings().forEach((timing, spread) -> shown.add(histogram(timing, spread)));
        return new MetricSnapshots(shown);
    }

    private static CounterSnapshot counter(Telemetry.Count count, long value) {
        return CounterSnapshot.builder()
                .name("tasuki_" + count.text())
                .help(count.meaning() + "; of this process, since it started")
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value((double) value)
                        .build())
                .build();
    }

    private static HistogramSnapshot histogram(Telemetry.Timing timing, Telemetry.Distribution spread) {
        return HistogramSnapshot.builder()
                .name("tasuki_" + timing.text() + "_seconds")
                .help(timing.meaning() + ", in seconds; of this process, since it started")
                .dataPoint(new HistogramSnapshot.HistogramDataPointSnapshot(
                        ClassicHistogramBuckets.of(spread.upToSeconds(), spread.counts()),
                        spread.sumSeconds(),
                        Labels.EMPTY,
                        null,
                        0L))
                .build();
    }
}
