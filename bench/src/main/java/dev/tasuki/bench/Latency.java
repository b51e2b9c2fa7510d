package dev.tasuki.bench;

import dev.tasuki.bench.HttpLoad.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Medians of the quantiles of several runs. */
final class Latency {
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();

    /** Keeps a run's quantiles and returns its requests per second. */
    double note(LoadResult result) {
        p50.add(result.p50Millis());
        p99.add(result.p99Millis());
        return result.perSecond();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %.2f ms, p99 %.2f ms", median(p50), median(p99));
    }

    private static double median(List<Double> values) {
        return Paired.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
