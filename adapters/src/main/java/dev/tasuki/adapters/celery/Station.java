package dev.tasuki.adapters.celery;

import java.time.Duration;
import java.util.function.Consumer;

/** This process's place at a fleet's broker: by it come calls and commands, and by its wire goes what is sent. Thread-safe. */
interface Station extends AutoCloseable {
    /**
     * Who is given what comes. Both are called on threads that must not be blocked.
     *
     * @param calls until they are settled
     * @param commands to all workers of the fleet
     * @param mingle asks the others what was called off, before calls are taken
     */
    record Takers(Consumer<Taken> calls, Consumer<Envelope> commands, Mingle mingle) {}

    Wire wire();

    /** For people: no password. */
    String where();

    /** How long a call may be kept unsettled before the broker, or other workers, lose patience. */
    Duration patience();

    /** Takes calls and commands from now on. A broker that is away is tried again. */
    void begin(Takers takers);

    /** Takes no calls until {@link #resume}; what is in hand stays there. */
    void pause();

    void resume();

    /** Takes no more calls, and waits this long until those in hand are settled. */
    void stop(Duration patience) throws InterruptedException;

    /** Ends the connections; the broker gives what is not settled to others. */
    @Override
    void close();
}
