package dev.tasuki.core.use;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TooBusy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Bounds how many trainings wait, and, apart from those, how many are scheduled for later. The rows are
 * counted at most once a second, by one caller while the others go by the last count: under an overload
 * they would all count at once otherwise, and a refusal would take as long as that. Between counts every
 * acceptance here is added, so that one process never oversteps a limit by more than what others accepted
 * meanwhile. A row that is written while the rows are counted may count twice for a second, so that the last places are
 * refused while several callers ask for them. Thread-safe.
 */
public final class Backlog {
    private static final Duration VALID = Duration.ofSeconds(1);
    private static final Duration SCHEDULED_RETRY = Duration.ofMinutes(1);
    private static final long LONGEST_WAIT = 300;

    private final TaskStore store;
    private final long limit;
    private final InstantSource clock;
    /** Guards what follows; never held while the store is asked. */
    private final Object lock = new Object();
    /** What was accepted and may not be among the rows that were counted: since a count, and while it ran. */
    private final List<Admitted> admitted = new ArrayList<>(List.of(new Admitted()));
    /** Places whose rows may not be there yet, so that no count tells of them. */
    private final Admitted open = new Admitted();

    private Reading last = Reading.NONE;
    private boolean counting;

    /** At most {@code limit} trainings waiting, at least 1, and {@link Limits#SCHEDULED} for later. */
    public Backlog(TaskStore store, long limit, InstantSource clock) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is below 1");
        }
        this.store = store;
        this.limit = limit;
        this.clock = clock;
    }

    /** What a training is counted with. */
    enum Kind {
        /** It waits for a consumer. */
        DUE,
        /** It waits for its time. */
        SCHEDULED
    }

    /** One training's place, until it is closed: then a row that was accepted has taken it. For one thread. */
    final class Place implements AutoCloseable {
        private final Kind kind;
        private boolean accepted;
        private boolean held = true;

        private Place(Kind kind) {
            this.kind = kind;
        }

        /** The training was accepted: its row is there. */
        void keep() {
            accepted = true;
        }

        @Override
        public void close() {
            if (!held) {
                return;
            }
            held = false;
            synchronized (lock) {
                open.add(kind, -1);
                if (accepted) {
                    admitted.getLast().add(kind, 1);
                }
            }
        }
    }

    /** Throws {@link TooBusy} with the time that the backlog's rate suggests if there is no room now. */
    void check(Kind kind) {
        count();
        synchronized (lock) {
            refuseIfFull(kind);
        }
    }

    /** Takes a place, or throws as {@link #check} does. */
    Place admit(Kind kind) {
        count();
        synchronized (lock) {
            refuseIfFull(kind);
            open.add(kind, 1);
            return new Place(kind);
        }
    }

    /**
     * Throws what {@link #check} would throw of what is due if that is known without counting; waits for
     * nothing. When it is time to count again it throws nothing: the next caller of {@link #check} must get through to count.
     */
    void expectRoom() {
        synchronized (lock) {
            if (valid(last, clock.instant()) || counting) {
                refuseIfFull(Kind.DUE);
            }
        }
    }

    private void refuseIfFull(Kind kind) {
        long waiting = last.of(kind)
                + open.of(kind)
                + admitted.stream().mapToLong(since -> since.of(kind)).sum();
        if (kind == Kind.DUE && waiting >= limit) {
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    "the queue of trainings is full: " + limit + " wait, which is the limit; try again later",
                    retryAfter());
        }
        if (kind == Kind.SCHEDULED && waiting >= Limits.SCHEDULED.value()) {
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    Limits.SCHEDULED.text() + " trainings are scheduled for later, which is the limit; cancel some,"
                            + " try again when some were due, or leave run_at out",
                    SCHEDULED_RETRY);
        }
    }

    private static boolean valid(Reading reading, Instant now) {
        return now.isBefore(reading.at.plus(VALID)) && !now.isBefore(reading.at);
    }

    /** Counts if it is time to and no other thread does. Before the first count has ended, every caller counts. */
    private void count() {
        Instant now = clock.instant();
        Reading before;
        boolean alone;
        List<Admitted> known;
        synchronized (lock) {
            before = last;
            if (valid(before, now) || (counting && before != Reading.NONE)) {
                return;
            }
            alone = !counting;
            counting = true;
            // What is accepted while this counts may or may not be among the rows: it is added all the same.
            known = List.copyOf(admitted);
            admitted.add(new Admitted());
        }
        try {
            Reading fresh = reading(before, now, store.counts());
            synchronized (lock) {
                if (last == before) {
                    last = fresh;
                    admitted.removeAll(known);
                }
            }
        } finally {
            if (alone) {
                synchronized (lock) {
                    counting = false;
                }
            }
        }
    }

    private static Reading reading(Reading before, Instant now, TaskCounts counts) {
        long ended = counts.states().entrySet().stream()
                .filter(e -> e.getKey().terminal())
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Reading(now, counts.due(), counts.scheduled(), ended, rate(before, now, ended));
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
    private Duration retryAfter() {
        if (last.rate <= 0) {
            return Duration.ofSeconds(5);
        }
        long seconds = (long) Math.ceil(Math.max(1, limit / 10.0) / last.rate);
        return Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_WAIT));
    }

    private record Reading(Instant at, long due, long scheduled, long ended, double rate) {
        static final Reading NONE = new Reading(Instant.EPOCH, 0, 0, 0, 0);

        long of(Kind kind) {
            return kind == Kind.DUE ? due : scheduled;
        }
    }

    /** Trainings of each kind; by identity, as two may hold the same numbers. */
    private static final class Admitted {
        private long due;
        private long scheduled;

        void add(Kind kind, int places) {
            if (kind == Kind.DUE) {
                due += places;
            } else {
                scheduled += places;
            }
        }

        long of(Kind kind) {
            return kind == Kind.DUE ? due : scheduled;
        }
    }
}
