package dev.tasuki.core.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a queue was in one minute or hour.
 *
 * @param queue its name
 * @param step how long the sample is
 * @param at when it begins; whole minutes or hours
 * @param level how the queue was at its end; of an hour the highest of its minutes
 * @param flow what went through the queue meanwhile
 * @param upTo the version of the change log that the flow was counted up to; 0 if it comes from elsewhere
 */
public record QueueSample(String queue, Step step, Instant at, Level level, Flow flow, long upTo) {
    /** How long samples are, and for how long they are kept. */
    public enum Step {
        MINUTE(Duration.ofMinutes(1), Duration.ofSeconds(Limits.HISTORY_MINUTES.value())),
        HOUR(Duration.ofHours(1), Duration.ofDays(Limits.HISTORY_HOURS.value()));

        private final Duration length;
        private final Duration kept;

        Step(Duration length, Duration kept) {
            this.length = length;
            this.kept = kept;
        }

        /** How long one is. */
        public Duration length() {
            return length;
        }

        /** How long one is kept. */
        public Duration kept() {
            return kept;
        }

        /** When the sample began that this time is in. */
        public Instant floor(Instant time) {
            return floor(time, length);
        }

        /** The last time that is a multiple of the length since 1970. */
        public static Instant floor(Instant time, Duration length) {
            return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), length.toSeconds()) * length.toSeconds());
        }
    }

    /**
     * How a queue stands.
     *
     * @param waiting how many wait
     * @param oldest how long the one has waited that waits longest, to the millisecond; null if nobody can tell
     */
    public record Level(long waiting, @Nullable Duration oldest) {
        Level or(Level other) {
            Duration longest = oldest == null || (other.oldest != null && other.oldest.compareTo(oldest) > 0)
                    ? other.oldest
                    : oldest;
            return new Level(Math.max(waiting, other.waiting), longest);
        }
    }

    /**
     * What went through a queue.
     *
     * @param done how many ended well
     * @param failed how many ended with an error
     * @param waits how long those waited that ended; null if none did, or nobody can tell
     * @param runs how long they ran; the same
     */
    public record Flow(
            long done,
            long failed,
            @Nullable Quantiles waits,
            @Nullable Quantiles runs) {
        /** Nothing. */
        public static final Flow NONE = new Flow(0, 0, null, null);

        Flow and(Flow other) {
            return new Flow(
                    done + other.done,
                    failed + other.failed,
                    Quantiles.highest(waits, other.waits),
                    Quantiles.highest(runs, other.runs));
        }
    }

    /** Durations that half, 95 and 99 of a hundred do not exceed, to the microsecond. */
    public record Quantiles(Duration p50, Duration p95, Duration p99) {
        static @Nullable Quantiles highest(@Nullable Quantiles one, @Nullable Quantiles other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return new Quantiles(longer(one.p50, other.p50), longer(one.p95, other.p95), longer(one.p99, other.p99));
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? other : one;
        }
    }

    /**
     * Both together as one wider sample: the highest of what is a level or a quantile, the sum of what was counted.
     * Quantiles of many cannot be had from quantiles of few; the highest is an honest upper bound.
     */
    public QueueSample merged(QueueSample other) {
        return new QueueSample(
                queue, step, at, level.or(other.level), flow.and(other.flow), Math.max(upTo, other.upTo));
    }

    /** The same as a wider one: that which it lies in. */
    public QueueSample in(Step wider) {
        return new QueueSample(queue, wider, wider.floor(at), level, flow, upTo);
    }
}
