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
 * order drawn from the seed. A thread that gives up its turn takes the next event itself, so that one
 * whose own event is next goes on without a switch of threads.
 */
final class VirtualScheduler {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final long MILLI = 1_000;
    static final long SECOND = 1_000_000;
    private static final long RUNAWAY = 3_000_000;

    final Trace trace;
    final RandomGenerator random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Set<SimulatedThread> strands = new HashSet<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private long now;
    private long scheduled;
    private SimulatedThread current;
    private boolean ending;
    private Throwable failure;
    private String violation;

    /** Either wakes a thread or does something by itself. */
    private record Event(long at, int tie, long seq, SimulatedThread thread, long ticket, Runnable action)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            int byChance = byTime != 0 ? byTime : Integer.compare(tie, other.tie);
            return byChance != 0 ? byChance : Long.compare(seq, other.seq);
        }

        Event later(long time) {
            return new Event(time, tie, seq, thread, ticket, action);
        }
    }

    /** The trace keeps its last {@code lines} lines. */
    VirtualScheduler(long seed, int lines) {
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

    /** Does it later, on the thread that has the turn then; it must not wait. */
    void after(long micros, Runnable action) {
        add(now + micros, null, 0, action);
    }

    /** A new thread of the process (null: of nobody), which begins at once. */
    SimulatedThread spawn(SimulatedProcess process, String name, Runnable body) {
        SimulatedThread[] self = new SimulatedThread[1];
        self[0] = new SimulatedThread(name, process, () -> run(self[0], body));
        SimulatedThread thread = self[0];
        thread.waiting = true;
        thread.dying = ending || (process != null && !process.alive());
        strands.add(thread);
        if (process != null) {
            process.strands.add(thread);
        }
        thread.start();
        add(now, thread, thread.ticket, null);
        return thread;
    }

    private void run(SimulatedThread self, Runnable body) {
        try {
            alive(self);
            body.run();
        } catch (SimulatedThread.Unwinding dead) {
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

    /** The thread whose turn it is. */
    SimulatedThread self() {
        return current;
    }

    /** Lets virtual time pass for the thread whose turn it is. */
    void sleep(long micros) {
        await(micros);
    }

    /** As {@link #sleep}, until {@link #wake} ends it early. */
    void await(long atMostMicros) {
        SimulatedThread self = current;
        alive(self);
        self.waiting = true;
        add(now + atMostMicros, self, ++self.ticket, null);
        turns(self);
        alive(self);
    }

    /** Until {@link #wake}. */
    void await() {
        SimulatedThread self = current;
        alive(self);
        self.waiting = true;
        self.ticket++;
        turns(self);
        alive(self);
    }

    void wake(SimulatedThread thread) {
        if (thread.waiting && !thread.ended) {
            add(now, thread, ++thread.ticket, null);
        }
    }

    /** Lets the thread unwind at its next turn, which comes at once. */
    void kill(SimulatedThread thread) {
        thread.dying = true;
        wake(thread);
    }

    private static void alive(SimulatedThread thread) {
        if (thread.dying) {
            throw new SimulatedThread.Unwinding();
        }
    }

    private void add(long at, SimulatedThread thread, long ticket, Runnable action) {
        events.add(new Event(at, random.nextInt(), scheduled++, thread, ticket, action));
    }

    /** Takes events until it is {@code self}'s turn; or, with no self, until somebody has the turn. */
    private void turns(SimulatedThread self) {
        while (true) {
            Event event = events.poll();
            if (event == null) {
                stall();
                return;
            }
            if (scheduled > RUNAWAY && !ending) {
                fail("the simulation never comes to an end", null);
            }
            SimulatedThread thread = event.thread();
            if (thread != null && (thread.ended || event.ticket() != thread.ticket)) {
                continue;
            }
            if (thread != null
                    && !thread.dying
                    && thread.process != null
                    && thread.process.pausedUntil() > event.at()) {
                events.add(event.later(thread.process.pausedUntil()));
                continue;
            }
            now = event.at();
            current = thread;
            if (thread == null) {
                if (!ending) {
                    act(event.action());
                }
                continue;
            }
            thread.waiting = false;
            if (thread == self) {
                return;
            }
            thread.giveTurn();
            if (self != null) {
                self.awaitTurn();
            }
            return;
        }
    }

    private void act(Runnable action) {
        try {
            action.run();
        } catch (SimulatedThread.Unwinding stop) {
            // The checker has ended the run.
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

    /** Ends the run: every thread unwinds. */
    void end() {
        if (!ending) {
            ending = true;
            new ArrayList<>(strands).forEach(this::kill);
        }
    }

    /** Ends the run with the first thing that was wrong. */
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

    /** Runs everything from the first thread's beginning to the end; returns what was wrong, or null. */
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
