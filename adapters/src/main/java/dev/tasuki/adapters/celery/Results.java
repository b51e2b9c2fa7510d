package dev.tasuki.adapters.celery;

import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.Unavailable;
import java.util.List;
import java.util.Optional;

/** Where clients look for how their calls come on and end. Thread-safe. */
interface Results extends AutoCloseable {
    /**
     * A state of a call, for whoever waits for it.
     *
     * @param lineage what the call is part of, which is told with its state where that is kept
     */
    record Told(Request.Sender sender, Request.Lineage lineage, Meta meta) {}

    /**
     * Tells it. Returns once clients can see it; a state that an earlier one outweighs is dropped.
     *
     * @throws Unavailable if it could not be told
     */
    void put(Told told);

    /** Tells the same without waiting; it may get lost. */
    void hint(Told told);

    /** What counts the parts of chords; empty if nothing does, and then there are no chords. */
    Optional<ChordParts> parts();

    /** For operators. */
    default List<ServerReading> readings() {
        return List.of();
    }

    @Override
    void close();
}
