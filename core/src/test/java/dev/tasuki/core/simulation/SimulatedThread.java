package dev.tasuki.core.simulation;

import java.util.concurrent.locks.LockSupport;

/**
 * One thread of the simulated world. It is a virtual thread, but it runs only while it holds the one
 * turn that the world gives out, so that nothing in a simulation happens at the same time.
 */
final class SimulatedThread {
    /** What a thread whose process has died throws at its next step: no handler of {@code core} catches it. */
    static final class Unwinding extends Error {
        private static final long serialVersionUID = 1L;

        Unwinding() {
            super("this process is dead", null, false, false);
        }
    }

    final String name;
    final SimulatedProcess process;
    private final Thread thread;
    private volatile boolean turn;
    /** Counts the waits; an event for an earlier one is stale. */
    long ticket;

    boolean waiting;
    boolean dying;
    boolean ended;

    /** A thread of the process, or of the simulation itself if {@code process} is null. */
    SimulatedThread(String name, SimulatedProcess process, Runnable body) {
        this.name = name;
        this.process = process;
        this.thread = Thread.ofVirtual().name("simulated-" + name).unstarted(() -> {
            awaitTurn();
            body.run();
        });
    }

    void start() {
        thread.start();
    }

    /** Gives the turn to this thread. */
    void giveTurn() {
        turn = true;
        LockSupport.unpark(thread);
    }

    /** Until the turn is given to this thread. Called on its own thread. */
    void awaitTurn() {
        while (!turn) {
            LockSupport.park(this);
        }
        turn = false;
    }
}
