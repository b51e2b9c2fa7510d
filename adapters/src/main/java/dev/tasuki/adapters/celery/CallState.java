package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tasuki.adapters.amqp.ContentHeader;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Shown;
import java.util.Locale;

/** A state of a task that we called, as its worker told it, or as we noted it beside. */
sealed interface CallState {
    /** A note of ours: the call is on its way, and nobody has told anything of it yet. */
    record Sent() implements CallState {}

    /** A note of ours: the worker that had it is gone. */
    record Lost() implements CallState {}

    /**
     * A worker has begun.
     *
     * @param node the worker's name; empty if it said none
     */
    record Started(String node) implements CallState {}

    /** The task tells how far it is. */
    record Going(Progress progress) implements CallState {}

    /** The task asked its worker to try it again, which is not its end. */
    record Again() implements CallState {}

    /** What it returned. */
    record Done(JsonNode result) implements CallState {}

    /** It raised an exception. */
    record Failed(WorkerError error) implements CallState {}

    /** It was called off, or was too late for its {@code expires}. */
    record Revoked(boolean expired) implements CallState {}

    /** Something came that is no state that we read. */
    record Unreadable(String why) implements CallState {}

    /** True if no other follows. */
    default boolean ended() {
        return switch (this) {
            case Done done -> true;
            case Failed failed -> true;
            case Revoked revoked -> true;
            case Unreadable unreadable -> true;
            case Sent sent -> false;
            case Lost lost -> false;
            case Started started -> false;
            case Going going -> false;
            case Again again -> false;
        };
    }

    /** The state in a message to a reply queue. */
    static CallState read(Envelope message) {
        String refused = message.headers().path(ContentHeader.REFUSED).asText("");
        if (!refused.isEmpty()) {
            return new Unreadable("cannot be taken: " + refused);
        }
        if (!message.contentType().equalsIgnoreCase("application/json")) {
            String type = PythonError.disallowed(message.contentType()).message().getFirst().toString();
            return new Unreadable("is no JSON: " + Shown.of(type.replaceFirst("; set .*", ""), 200)
                    + "; set result_serializer='json' for the worker");
        }
        return read(message.body());
    }

    /** The state in a stored or sent JSON object. */
    static CallState read(byte[] body) {
        try {
            JsonNode json = Json.parse(body);
            String status = json.path("status").asText("");
            return status.isEmpty() ? new Unreadable("has no status") : read(status, json.path("result"));
        } catch (InvalidRequest broken) {
            return new Unreadable("cannot be read as JSON; set result_serializer='json' for the worker");
        }
    }

    private static CallState read(String status, JsonNode marked) {
        JsonNode result = TypeMarks.plain(marked);
        return switch (status) {
            case Note.SENT -> new Sent();
            case Note.LOST -> new Lost();
            case "STARTED" -> new Started(result.path("hostname").asText(""));
            case "RETRY" -> new Again();
            case "SUCCESS" -> new Done(result.isMissingNode() ? JsonNodeFactory.instance.nullNode() : result);
            case "FAILURE" -> new Failed(WorkerError.read(result));
            case "REVOKED" -> new Revoked(WorkerError.read(result).words().contains("expired"));
            default -> new Going(progress(status, result));
        };
    }

    /** Of {@code fraction}, {@code stage} and {@code text}, or {@code current} and {@code total}; each may be missing. */
    private static Progress progress(String status, JsonNode told) {
        double fraction = told.path("fraction").asDouble(Double.NaN);
        double total = told.path("total").asDouble(0);
        if (Double.isNaN(fraction) && total > 0) {
            fraction = told.path("current").asDouble(0) / total;
        }
        String stage = told.path("stage").asText(status.equals("PROGRESS") ? "fitting" : status);
        String steps = total > 0 ? told.path("current").asText("0") + " of " + told.path("total").asText() : "";
        return new Progress(
                Double.isFinite(fraction) ? Math.clamp(fraction, 0, 1) : 0,
                Shown.of(stage.toLowerCase(Locale.ROOT), 30),
                Shown.of(told.path("text").asText(steps), 200));
    }

    /** States that we note ourselves, in words that no worker uses. */
    final class Note {
        static final String SENT = "TASUKI_SENT";
        static final String LOST = "TASUKI_LOST";

        private Note() {}

        /** In the form of a worker's. */
        static byte[] body(String id, String status) {
            return Json.bytes(Json.object().put("task_id", id).put("status", status));
        }
    }
}
