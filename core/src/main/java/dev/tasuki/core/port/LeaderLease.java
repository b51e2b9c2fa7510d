package dev.tasuki.core.port;

import java.time.Duration;

/**
 * Leases by name, in the store that the processes share. One process at a time holds a lease and does what only
 * one need do. Time is the store's. A lease saves work; it fences nothing: a process that was stopped for long may
 * still believe that it holds one, so what is done under a lease must be harmless if two do it. Safe for any
 * number of threads and processes. A store that cannot be reached throws {@link dev.tasuki.core.task.Unavailable}.
 *
 * <p>A process that holds a lease for as long as it runs:
 *
 * <pre>{@code
 * // Every two seconds; another process has it ten seconds after this one was killed.
 * boolean mine = leases.hold("housekeeping", "serve-4711", Duration.ofSeconds(10));
 *
 * // At the end; another process has it at its next attempt.
 * leases.release("housekeeping", "serve-4711");
 * }</pre>
 */
public interface LeaderLease {
    /**
     * Takes the lease if nobody holds it, or holds on to it.
     *
     * @param name what the lease is for, at most 64 characters
     * @param holder who wants it, at most 128 characters; no two processes have the same
     * @param length for how long from now, unless it is held on to before
     * @return true if it is the holder's now
     */
    boolean hold(String name, String holder, Duration length);

    /** Gives the lease up at once; does nothing unless it is this holder's. */
    void release(String name, String holder);
}
