package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.task.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the parts of chords, together with all other workers of a fleet. Every method throws {@link Unavailable}. Thread-safe. */
interface ChordParts {
    /**
     * A part that has ended.
     *
     * @param index its place; null if it has none
     * @param result what came out, or the error
     */
    record Part(String group, @Nullable Integer index, String id, Meta.Status status, JsonNode result) {}

    /**
     * A part as it was counted, by whichever worker.
     *
     * @param state Celery's name of it
     */
    record Ended(String id, String state, JsonNode result) {}

    /**
     * All parts of a chord.
     *
     * @param parts in their order
     * @param structure how they are nested, as its client has kept it; null if they are a plain list
     */
    record Whole(List<Ended> parts, @Nullable JsonNode structure) {}

    /**
     * There will be this many parts. To be called before any of them is sent.
     *
     * @param structure how they are nested; null if they are a plain list
     */
    void expect(String group, int parts, @Nullable ObjectNode structure);

    /** Counts a part. Told twice it counts once. Returns all parts if none is missing any more. */
    Optional<Whole> ended(Part part);

    /** The chord's body was sent, or refused. */
    void forget(String group);

    /** The results of calls that succeeded, by id; others are left out. */
    Map<String, JsonNode> results(List<String> ids);
}
