package dev.tasuki.core.base;

import java.util.Arrays;
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
            timings.put(timing, new Buckets(timing.scale));
        }
    }

    /** What is counted, each with what one more of it means. */
    public enum Count {
        TRAININGS_ACCEPTED("Trainings whose row was made, for a client or for a foreign message"),
        TRAININGS_COMPLETED("Trainings that ended with a model"),
        TRAININGS_FAILED("Trainings that ended with an error"),
        TRAININGS_CANCELLED("Trainings that ended because somebody asked for it"),
        TRAININGS_EXPIRED("Trainings that no consumer had claimed in time"),
        TRAININGS_GIVEN_BACK("Runs whose task went back to the queue"),
        TRAININGS_FENCED("Runs that found another claim in their place and wrote nothing"),
        PREDICTIONS_ANSWERED("Predictions that this process's consumer answered with a value"),
        PREDICTIONS_REFUSED("Predictions that this process's consumer answered with a refusal"),
        REQUESTS_EXPIRED("Requests dropped unseen because their deadline had passed"),
        REPLIES_LATE("Replies that came after their requester had given up"),
        REQUESTS_TIMED_OUT("Requests that had no answer within their deadline"),
        REQUESTS_REPEATED("Requests sent again because a foreign consumer could not answer them"),
        REQUESTS_TOO_BUSY("Requests refused because too many were under way"),
        RELAYED("Messages published by the relay, as the process that accepted their tasks had not"),
        RESCUED("Tasks taken from a consumer that showed no sign of life"),
        MODELS_LOADED("Models read from the object store"),
        MODELS_EVICTED("Models that gave way to others in memory"),
        MODEL_HITS("Predictions whose model was in memory"),
        DISCARDED("Deliveries that went to the dead letters"),
        DEAD_LETTERS_DROPPED("Dead letters that gave way to younger ones, where this process dropped them"),
        REPLIES_REFUSED("Messages whose reply queue is none that replies may go to"),
        BREAKER_OPENED("Times that consuming stopped because infrastructure failed"),
        REQUEUED("Deliveries put back into their queue"),
        EVENTS_ANNOUNCED("Events of changes that this process has sent to other programs, repeated ones too"),
        EVENTS_DROPPED("Changes that went from the log before their events could be sent");

        private final String meaning;

        Count(String meaning) {
            this.meaning = meaning;
        }

        /** What is counted, in a few words. */
        public String meaning() {
            return meaning;
        }

        /** Lower case with underscores. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is timed. */
    public enum Timing {
        PREDICT_ROUND_TRIP("From a request's sending to its answer or refusal", Scale.SHORT),
        PREDICT_WORK("A consumer's work on one prediction", Scale.SHORT),
        QUEUE_WAIT("From when a training could have begun to when a consumer took it", Scale.LONG),
        TRAIN_RUN("A whole run of a training, however it ended", Scale.LONG),
        MODEL_LOAD("Reading a model from the object store", Scale.SHORT);

        private final String meaning;
        private final Scale scale;

        Timing(String meaning, Scale scale) {
            this.meaning = meaning;
            this.scale = scale;
        }

        /** What is timed, in a few words. */
        public String meaning() {
            return meaning;
        }

        /** Lower case with underscores. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The upper bounds of its buckets, as {@link Distribution#upToSeconds}. */
        public double[] upToSeconds() {
            return scale.upToSeconds();
        }
    }

    /** Which durations are told apart: bounds that double, and what is beyond the last. */
    private enum Scale {
        /** 33 µs to 34 s. */
        SHORT(15, 22),
        /** 8.4 ms to 4.9 h. */
        LONG(23, 23);

        private final int firstShift;
        private final int size;

        Scale(int firstShift, int size) {
            this.firstShift = firstShift;
            this.size = size;
        }

        double[] upToSeconds() {
            double[] bounds = new double[size];
            for (int i = 0; i < size; i++) {
                bounds[i] = i == size - 1 ? Double.POSITIVE_INFINITY : (1L << (firstShift + i)) / 1e9;
            }
            return bounds;
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

    /** The durations of one timing so far. */
    public Distribution read(Timing what) {
        return buckets(what).read();
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
        private final Scale scale;
        private final LongAdder[] counts;
        private final LongAdder nanos = new LongAdder();

        Buckets(Scale scale) {
            this.scale = scale;
            this.counts = new LongAdder[scale.size];
            for (int i = 0; i < scale.size; i++) {
                counts[i] = new LongAdder();
            }
        }

        void add(long value) {
            long floor = Math.max(0, value) >>> scale.firstShift;
            counts[Math.min(scale.size - 1, Long.SIZE - Long.numberOfLeadingZeros(floor))].increment();
            nanos.add(value);
        }

        Distribution read() {
            long[] values = Arrays.stream(counts).mapToLong(LongAdder::sum).toArray();
            return new Distribution(scale.upToSeconds(), values, nanos.sum() / 1e9);
        }
    }
}
