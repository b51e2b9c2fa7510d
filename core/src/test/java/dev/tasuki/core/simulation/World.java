package dev.tasuki.core.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/**
 * Time, chance and turns. Events wait in a queue by virtual time; those of the same time come in an
 * order drawn from the seed. Whoever gives up its turn takes the next event itself, so that a strand
 * whose own event is next goes on without a switch of threads.
 */
final class World {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final long MILLI = 1_000;
    static final long SECOND = 1_000_000;
    private static final long RUNAWAY = 3_000_000;

    final Trace trace;
    final RandomGenerator random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Set<Strand> strands = new HashSet<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private long now;
    private long scheduled;
    private Strand current;
    private boolean ending;
    private Throwable failure;
    private String violation;

    /** Either wakes a strand or does something by itself. */
    private record Event(long at, int tie, long seq, Strand strand, long ticket, Runnable action)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            int byChance = byTime != 0 ? byTime : Integer.compare(tie, other.tie);
            return byChance != 0 ? byChance : Long.compare(seq, other.seq);
        }

        Event later(long time) {
            return new Event(time, tie, seq, strand, ticket, action);
        }
    }

    /** The trace keeps its last {@code lines} lines. */
    World(long seed, int lines) {
        trace = new Trace(lines);
        random = new SplittableRandom(seed);
    }

    /** Microseconds since the start. */
    long now() {
        return now;
    }

    /** The one true time, which is also the database's. */
    Instant instant() {
        return START.plusNanos(now * 1_000);
    }

    /** True with a chance of {@code share} in 10,000. */
    boolean chance(int share) {
        return share > 0 && random.nextInt(10_000) < share;
    }

    /** Microseconds between two bounds, both inclusive. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    void note(String what) {
        trace.add(now, current == null ? "world" : current.name, what);
    }

    /** Does it later, on whoever has the turn then; it must not wait. */
    void after(long micros, Runnable action) {
        add(now + micros, null, 0, action);
    }

    /** A new strand of the process (null: of nobody), which begins at once. */
    Strand spawn(SimulatedProcess process, String name, Runnable body) {
        Strand[] self = new Strand[1];
        self[0] = new Strand(name, process, () -> run(self[0], body));
        Strand strand = self[0];
        strand.waiting = true;
        strand.dying = ending || (process != null && !process.alive());
        strands.add(strand);
        if (process != null) {
            process.strands.add(strand);
        }
        strand.start();
        add(now, strand, strand.ticket, null);
        return strand;
    }

    private void run(Strand self, Runnable body) {
        try {
            alive(self);
            body.run();
        } catch (Strand.Unwinding dead) {
            // Its process has died, and it with it.
        } catch (Throwable defect) {
            fail("an exception where none may be: " + defect, defect);
        } finally {
            self.ended = true;
            strands.remove(self);
            if (self.process != null) {
                self.process.strands.remove(self);
            }
            turns(null);
        }
    }

    /** The strand whose turn it is. */
    Strand self() {
        return current;
    }

    /** Lets virtual time pass for the strand whose turn it is. */
    void sleep(long micros) {
        await(micros);
    }

    /** As {@link #sleep}, until {@link #wake} ends it early. */
    void await(long atMostMicros) {
        Strand self = current;
        alive(self);
        self.waiting = true;
        add(now + atMostMicros, self, ++self.ticket, null);
        turns(self);
        alive(self);
    }

    /** Until {@link #wake}. */
    void await() {
        Strand self = current;
        alive(self);
        self.waiting = true;
        self.ticket++;
        turns(self);
        alive(self);
    }

    void wake(Strand strand) {
        if (strand.waiting && !strand.ended) {
            add(now, strand, ++strand.ticket, null);
        }
    }

    /** Lets the strand unwind at its next turn, which comes at once. */
    void kill(Strand strand) {
        strand.dying = true;
        wake(strand);
    }

    private static void alive(Strand strand) {
        if (strand.dying) {
            throw new Strand.Unwinding();
        }
    }

    private void add(long at, Strand strand, long ticket, Runnable action) {
        events.add(new Event(at, random.nextInt(), scheduled++, strand, ticket, action));
    }

    /** Takes events until it is {@code self}'s turn; or, with no self, until somebody has the turn. */
    private void turns(Strand self) {
        while (true) {
            Event event = events.poll();
            if (event == null) {
                stall();
                return;
            }
            if (scheduled > RUNAWAY && !ending) {
                fail("the simulation never comes to an end", null);
            }
            Strand strand = event.strand();
            if (strand != null && (strand.ended || event.ticket() != strand.ticket)) {
                continue;
            }
            if (strand != null
                    && !strand.dying
                    && strand.process != null
                    && strand.process.pausedUntil() > event.at()) {
                events.add(event.later(strand.process.pausedUntil()));
                continue;
            }
            now = event.at();
            current = strand;
            if (strand == null) {
                if (!ending) {
                    act(event.action());
                }
                continue;
            }
            strand.waiting = false;
            if (strand == self) {
                return;
            }
            strand.giveTurn();
            if (self != null) {
                self.awaitTurn();
            }
            return;
        }
    }

    private void act(Runnable action) {
        try {
            action.run();
        } catch (Strand.Unwinding stop) {
            // The referee has stopped the world.
        } catch (RuntimeException | Error defect) {
            fail("an exception where none may be: " + defect, defect);
        }
    }

    /** Nothing is left to do: the end, if it was called, and a deadlock if not. */
    private void stall() {
        if (!ending) {
            violation = "nothing happens any more";
        }
        over.countDown();
    }

    /** Ends the world: every strand unwinds. */
    void end() {
        if (!ending) {
            ending = true;
            new ArrayList<>(strands).forEach(this::kill);
        }
    }

    /** Ends the world with the first thing that was wrong. */
    void fail(String what, Throwable cause) {
        if (violation == null) {
            violation = what;
            failure = cause;
            note("VIOLATION " + what);
        }
        end();
    }

    boolean ending() {
        return ending;
    }

    /** Runs everything from the first strand's beginning to the end; returns what was wrong, or null. */
    String run(Runnable first) throws InterruptedException {
        spawn(null, "director", first);
        Thread.ofVirtual().name("simulated-world").start(() -> turns(null));
        over.await();
        return violation;
    }

    /** The exception behind the violation, if there was one. */
    Throwable failure() {
        return failure;
    }
}
