package dev.tasuki.core.keep;

import dev.tasuki.core.task.QueueSample.Quantiles;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Quantiles of durations. */
final class Spans {
    private static final double HALF = 0.5;
    private static final double MOST = 0.95;
    private static final double NEARLY_ALL = 0.99;
    private static final long NANOS = 1_000_000_000L;

    private Spans() {}

    /** Of durations as they are: the smallest that so large a share does not exceed; null of none. */
    static @Nullable Quantiles of(List<Duration> durations) {
        if (durations.isEmpty()) {
            return null;
        }
        List<Duration> sorted = durations.stream().sorted().toList();
        return new Quantiles(at(sorted, HALF), at(sorted, MOST), at(sorted, NEARLY_ALL));
    }

    private static Duration at(List<Duration> sorted, double share) {
        return sorted.get(rank(share, sorted.size()) - 1);
    }

    private static int rank(double share, long count) {
        return (int) Math.max(1, Math.ceil(share * count));
    }

    /**
     * Of durations that were counted in buckets: the upper bound of the bucket, and of the last one its lower bound;
     * null of none.
     *
     * @param upTo the buckets' upper bounds in seconds, rising; the last is infinite
     */
    static @Nullable Quantiles of(double[] upTo, long[] counts) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        return all == 0
                ? null
                : new Quantiles(
                        at(upTo, counts, all, HALF), at(upTo, counts, all, MOST), at(upTo, counts, all, NEARLY_ALL));
    }

    private static Duration at(double[] upTo, long[] counts, long all, double share) {
        double rank = Math.max(1, Math.ceil(share * all));
        int bucket = 0;
        long seen = counts[0];
        while (seen < rank) {
            bucket++;
            seen += counts[bucket];
        }
        return Duration.ofNanos(Math.round(upTo[Math.min(bucket, upTo.length - 2)] * NANOS));
    }
}
