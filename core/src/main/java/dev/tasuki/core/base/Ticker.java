package dev.tasuki.core.base;

import java.time.Duration;

/** Runs work periodically. Injected, so that tests decide when time has passed. */
@FunctionalInterface
public interface Ticker {
    /**
     * Runs {@code work} every {@code period} after the last run ended, the first time one period from
     * now, on a thread of its own, until closed.
     */
    Ticking every(Duration period, String name, Runnable work);

    /** Work that is run periodically. */
    @FunctionalInterface
    interface Ticking extends AutoCloseable {
        /** No run begins after this returns; waits for the one under way, a few seconds at most. */
        @Override
        void close();
    }
}
