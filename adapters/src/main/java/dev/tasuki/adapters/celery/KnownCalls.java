package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Calls that came through this process or run in it and have not ended, for those who inspect it. Of too many the oldest
 * are forgotten; the rows know of all. Thread-safe.
 */
final class KnownCalls {
    private final SequencedMap<String, Known> calls = new LinkedHashMap<>();
    private final LongAdder trainings = new LongAdder();
    private final LongAdder predictions = new LongAdder();

    /** How far a call is, in Celery's words. */
    enum Phase {
        ACTIVE,
        RESERVED,
        SCHEDULED
    }

    /**
     * One call.
     *
     * @param args as a monitor is shown them
     * @param kwargs the same
     * @param eta not before this time; null is now
     * @param begun when it was begun in this process, or will be; null if it was not
     * @param row true for a training, whose message is acknowledged
     */
    record Known(
            String id,
            Route route,
            Shown args,
            Shown kwargs,
            @Nullable Instant eta,
            @Nullable Instant begun,
            boolean row) {
        /** The same at work. */
        Known begunAt(@Nullable Instant time) {
            return new Known(id, route, args, kwargs, eta, time, row);
        }

        Phase phase(Instant now) {
            if (begun != null && !begun.isAfter(now)) {
                return Phase.ACTIVE;
            }
            return eta != null && eta.isAfter(now) ? Phase.SCHEDULED : Phase.RESERVED;
        }
    }

    /**
     * How a call came.
     *
     * @param task its name
     */
    record Route(String task, String queue, int priority) {}

    /**
     * Arguments, which may be large.
     *
     * @param value the arguments; their beginning as text, if they are large
     * @param text of at most {@link Limits#CALL_SHOWN} letters
     */
    record Shown(JsonNode value, String text) {
        static Shown of(JsonNode value) {
            String text = value.toString();
            int most = Limits.CALL_SHOWN.intValue();
            if (text.length() <= most) {
                return new Shown(value, text);
            }
            String cut = text.substring(0, most);
            return new Shown(JsonNodeFactory.instance.textNode(cut), cut);
        }
    }

    /**
     * A call that was read and is about to be done, or to become a row.
     *
     * @param begun when a prediction is made; null for a training
     */
    void taken(Request request, Taken message, @Nullable Instant begun) {
        boolean row = request.sender().task().equals(CallHandler.TRAIN);
        Route route = new Route(request.sender().task(), message.queue(), message.priority());
        Shown args = Shown.of(request.args());
        Shown kwargs = Shown.of(request.kwargs());
        put(new Known(
                request.sender().id(), route, args, kwargs, request.timing().eta(), begun, row));
    }

    /** One more of this task is done, or has become a row. */
    void count(String task) {
        (task.equals(CallHandler.TRAIN) ? trainings : predictions).increment();
    }

    /** A training runs in this process, wherever its call came in. */
    void begun(TaskRow row, CallOrigin origin, Instant now) {
        if (!change(row.id().value(), now)) {
            ArrayNode none = JsonNodeFactory.instance.arrayNode();
            Route route = new Route(origin.sender().task(), origin.queue(), 0);
            JsonNode request = Json.stored(row.spec().payload());
            put(new Known(row.id().value(), route, Shown.of(none), Shown.of(request), null, now, true));
        }
    }

    /** It has ended, or was not accepted. */
    synchronized void left(String id) {
        calls.remove(id);
    }

    /** Something happened to a task. */
    void hear(Change change) {
        String id = change.task().value();
        switch (change.kind()) {
            case COMPLETED, ERROR, CANCELLED, DELETED -> left(id);
            case RECEIVED -> change(id, null);
            case STARTED, CANCEL_REQUESTED, FINISH_REQUESTED, ALIAS_CHANGED -> {}
        }
    }

    private synchronized boolean change(String id, @Nullable Instant begun) {
        return calls.computeIfPresent(id, (same, known) -> known.begunAt(begun)) != null;
    }

    private synchronized void put(Known known) {
        calls.putIfAbsent(known.id(), known);
        if (calls.size() > Limits.CALLS_KNOWN.intValue()) {
            calls.remove(calls.firstEntry().getKey());
        }
    }

    synchronized Optional<Known> find(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    /** The oldest first. */
    synchronized List<Known> in(Phase phase, Instant now) {
        List<Known> found = new ArrayList<>();
        for (Known known : calls.values()) {
            if (known.phase(now) == phase) {
                found.add(known);
            }
        }
        return found;
    }

    /** How many calls came since this process started, by their task's name. */
    ObjectNode totals() {
        ObjectNode totals = Json.object();
        put(totals, CallHandler.TRAIN, trainings);
        put(totals, CallHandler.PREDICT, predictions);
        return totals;
    }

    private static void put(ObjectNode totals, String task, LongAdder count) {
        if (count.sum() > 0) {
            totals.put(task, count.sum());
        }
    }

    /** The same of both. */
    long total() {
        return trainings.sum() + predictions.sum();
    }
}
