package dev.tasuki.core.ml;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.TooBusy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Bounds how many trainings wait. The rows are counted at most once a second, by one caller while the
 * others go by the last count: under an overload they would all count at once otherwise, and a refusal
 * would take as long as that. Between counts every acceptance here is added, so that one process never
 * oversteps the limit by more than what others accepted meanwhile. Thread-safe.
 */
public final class Backlog {
    private static final Duration VALID = Duration.ofSeconds(1);
    private static final long LONGEST_WAIT = 300;

    private final TaskStore store;
    private final long limit;
    private final InstantSource clock;
    private final AtomicReference<Reading> last = new AtomicReference<>(Reading.NONE);
    private final AtomicLong acceptedSince = new AtomicLong();
    private final AtomicBoolean counting = new AtomicBoolean();

    /** At most {@code limit} trainings waiting, at least 1. */
    public Backlog(TaskStore store, long limit, InstantSource clock) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is below 1");
        }
        this.store = store;
        this.limit = limit;
        this.clock = clock;
    }

    /** Counts one more, or throws {@link TooBusy} with the time that the backlog's rate suggests. */
    void admit() {
        refuseIfFull(reading());
        acceptedSince.incrementAndGet();
    }

    /**
     * Throws what {@link #admit} would throw if that is known without counting; waits for nothing. Where
     * it is time to count, it says nothing: whoever comes next must be let through to do so.
     */
    void expectRoom() {
        Reading known = last.get();
        if (valid(known, clock.instant()) || counting.get()) {
            refuseIfFull(known);
        }
    }

    private void refuseIfFull(Reading reading) {
        if (reading.waiting + acceptedSince.get() >= limit) {
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    "the queue of trainings is full: " + limit + " wait, which is the limit; try again later",
                    retryAfter(reading));
        }
    }

    private Reading reading() {
        Instant now = clock.instant();
        Reading before = last.get();
        if (valid(before, now)) {
            return before;
        }
        boolean alone = counting.compareAndSet(false, true);
        if (!alone && before != Reading.NONE) {
            return before;
        }
        try {
            return count(before, now);
        } finally {
            if (alone) {
                counting.set(false);
            }
        }
    }

    private static boolean valid(Reading reading, Instant now) {
        return now.isBefore(reading.at.plus(VALID)) && !now.isBefore(reading.at);
    }

    /** What is accepted while this counts may or may not be among the rows: it is added all the same. */
    private Reading count(Reading before, Instant now) {
        long known = acceptedSince.get();
        TaskCounts counts = store.counts();
        long ended = counts.states().entrySet().stream()
                .filter(e -> e.getKey().terminal())
                .mapToLong(Map.Entry::getValue)
                .sum();
        Reading fresh = new Reading(now, counts.in(TaskState.TASK_RECEIVED), ended, rate(before, now, ended));
        if (last.compareAndSet(before, fresh)) {
            acceptedSince.addAndGet(-known);
        }
        return fresh;
    }

    /** Trainings ended per second, smoothed over the last readings. */
    private static double rate(Reading before, Instant now, long ended) {
        if (before == Reading.NONE || !now.isAfter(before.at)) {
            return 0;
        }
        double seconds = Duration.between(before.at, now).toMillis() / 1000.0;
        double current = Math.max(0, ended - before.ended) / Math.max(seconds, 0.001);
        return before.rate == 0 ? current : 0.7 * before.rate + 0.3 * current;
    }

    /** Until a tenth of the backlog is worked off; 5 s while the rate is not known. */
    private Duration retryAfter(Reading reading) {
        if (reading.rate <= 0) {
            return Duration.ofSeconds(5);
        }
        long seconds = (long) Math.ceil(Math.max(1, limit / 10.0) / reading.rate);
        return Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_WAIT));
    }

    private record Reading(Instant at, long waiting, long ended, double rate) {
        static final Reading NONE = new Reading(Instant.EPOCH, 0, 0, 0);
    }
}
