package dev.tasuki.core.base;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts and durations of this process since it started. Writing is wait-free; a
 * {@link #snapshot()} is not atomic over several values. Thread-safe.
 */
public final class Telemetry {
    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
    private final Map<Timing, Buckets> timings = new EnumMap<>(Timing.class);

    public Telemetry() {
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
        for (Timing timing : Timing.values()) {
            timings.put(timing, new Buckets());
        }
    }

    /** What is counted. */
    public enum Count {
        /** Trainings whose row was made, by a client or a foreign message. */
        TRAININGS_ACCEPTED,
        TRAININGS_COMPLETED,
        TRAININGS_FAILED,
        TRAININGS_CANCELLED,
        /** Trainings that no consumer had claimed in time. */
        TRAININGS_EXPIRED,
        /** Runs whose task went back to the queue. */
        TRAININGS_GIVEN_BACK,
        /** Runs that found another claim in their place and wrote nothing. */
        TRAININGS_FENCED,
        /** Predictions answered with a value by this process's consumer. */
        PREDICTIONS_ANSWERED,
        /** Predictions answered with a refusal by this process's consumer. */
        PREDICTIONS_REFUSED,
        /** Requests dropped unseen because their deadline had passed. */
        REQUESTS_EXPIRED,
        /** Replies that came after their requester had given up. */
        REPLIES_LATE,
        REQUESTS_TIMED_OUT,
        /** Requests sent again because a foreign consumer could not answer them. */
        REQUESTS_REPEATED,
        /** Requests refused because too many were under way. */
        REQUESTS_TOO_BUSY,
        /** Messages published by the relay. */
        RELAYED,
        /** Tasks taken from a dead consumer. */
        RESCUED,
        MODELS_LOADED,
        MODELS_EVICTED,
        MODEL_HITS,
        /** Deliveries discarded to the dead letters. */
        DISCARDED,
        /** Dead letters that gave way to younger ones, where this process dropped them. */
        DEAD_LETTERS_DROPPED,
        /** Messages whose reply queue is none that replies may go to. */
        REPLIES_REFUSED,
        /** Times that consuming stopped because infrastructure failed. */
        BREAKER_OPENED,
        /** Deliveries put back. */
        REQUEUED,
        /** Events of changes that this process has sent to other programs, repeated ones too. */
        EVENTS_ANNOUNCED,
        /** Changes that went from the log before their events could be sent. */
        EVENTS_DROPPED;

        /** Lower case with underscores. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is timed. */
    public enum Timing {
        /** From a request's sending to its answer or refusal. */
        PREDICT_ROUND_TRIP,
        /** A consumer's work on one prediction. */
        PREDICT_WORK,
        /** A whole run of a training. */
        TRAIN_RUN,
        MODEL_LOAD;

        /** Lower case with underscores. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public void count(Count what) {
        counter(what).increment();
    }

    /** Counts several at once. */
    public void count(Count what, int times) {
        counter(what).add(times);
    }

    /** Notes a duration measured with {@link System#nanoTime()}. */
    public void time(Timing what, long nanos) {
        buckets(what).add(nanos);
    }

    /** The current value of one counter. */
    public long value(Count what) {
        return counter(what).sum();
    }

    public Snapshot snapshot() {
        Map<Count, Long> values = new EnumMap<>(Count.class);
        counts.forEach((count, adder) -> values.put(count, adder.sum()));
        Map<Timing, Distribution> spread = new EnumMap<>(Timing.class);
        timings.forEach((timing, buckets) -> spread.put(timing, buckets.read()));
        return new Snapshot(Map.copyOf(values), Map.copyOf(spread));
    }

    private LongAdder counter(Count what) {
        return java.util.Objects.requireNonNull(counts.get(what));
    }

    private Buckets buckets(Timing what) {
        return java.util.Objects.requireNonNull(timings.get(what));
    }

    /** All values at about one moment. */
    public record Snapshot(Map<Count, Long> counts, Map<Timing, Distribution> timings) {}

    /**
     * Durations in buckets.
     *
     * @param upToSeconds each bucket's upper bound, rising; the last is infinite
     * @param counts durations in each bucket alone
     * @param sumSeconds of all
     */
    public record Distribution(double[] upToSeconds, long[] counts, double sumSeconds) {}

    private static final class Buckets {
        /** 32 µs, doubling, to 34 s; and beyond. */
        private static final int FIRST_SHIFT = 15;

        private static final int SIZE = 22;

        private final LongAdder[] counts = new LongAdder[SIZE];
        private final LongAdder nanos = new LongAdder();

        Buckets() {
            for (int i = 0; i < SIZE; i++) {
                counts[i] = new LongAdder();
            }
        }

        void add(long value) {
            long floor = Math.max(0, value) >>> FIRST_SHIFT;
            counts[Math.min(SIZE - 1, Long.SIZE - Long.numberOfLeadingZeros(floor))].increment();
            nanos.add(value);
        }

        Distribution read() {
            double[] bounds = new double[SIZE];
            long[] values = new long[SIZE];
            for (int i = 0; i < SIZE; i++) {
                bounds[i] = i == SIZE - 1 ? Double.POSITIVE_INFINITY : (1L << (FIRST_SHIFT + i)) / 1e9;
                values[i] = counts[i].sum();
            }
            return new Distribution(bounds, values, nanos.sum() / 1e9);
        }
    }
}
