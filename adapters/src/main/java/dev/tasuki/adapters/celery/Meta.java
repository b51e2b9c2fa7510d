package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Progress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A state of a task, as clients are told it.
 *
 * @param result what came out, or the error, or how far it is
 * @param traceback of an error; null otherwise
 * @param children what was sent because of the result, in Celery's form of trees of ids
 */
record Meta(
        String id, Status status, JsonNode result, @Nullable String traceback, ArrayNode children) {
    /** Celery's states that we tell. */
    enum Status {
        STARTED,
        PROGRESS,
        RETRY,
        SUCCESS,
        FAILURE,
        REVOKED;

        /** True if no state follows, except after a retry by hand. */
        boolean ready() {
            return switch (this) {
                case STARTED, PROGRESS, RETRY -> false;
                case SUCCESS, FAILURE, REVOKED -> true;
            };
        }
    }

    /** Somebody has begun. */
    static Meta started(String id, long pid, String node) {
        return new Meta(id, Status.STARTED, Json.object().put("pid", pid).put("hostname", node), null, none());
    }

    static Meta progress(String id, Progress progress) {
        ObjectNode how = Json.object()
                .put("fraction", progress.fraction())
                .put("stage", progress.stage())
                .put("text", progress.text());
        return new Meta(id, Status.PROGRESS, how, null, none());
    }

    static Meta success(String id, JsonNode result, ArrayNode children) {
        return new Meta(id, Status.SUCCESS, result, null, children);
    }

    /** One of the states that an error belongs to. */
    static Meta error(Request.Sender sender, Status status, PythonError error) {
        String traceback = status == Status.REVOKED ? null : error.traceback(sender.task());
        return new Meta(sender.id(), status, error.json(), traceback, none());
    }

    /** The body of a message to the client's reply queue. */
    byte[] message() {
        ObjectNode json = Json.object().put("task_id", id).put("status", status.name());
        return PythonJson.bytes(fill(json));
    }

    /**
     * The value of the result's key in a store.
     *
     * @param now put into it if the task has ended
     */
    byte[] stored(Request.Lineage lineage, Instant now) {
        ObjectNode json = fill(Json.object().put("status", status.name()));
        json.put("date_done", status.ready() ? CeleryTime.text(now) : null);
        if (lineage.group() != null) {
            json.put("group_id", lineage.group());
        }
        if (lineage.parent() != null) {
            json.put("parent_id", lineage.parent());
        }
        return PythonJson.bytes(json.put("task_id", id));
    }

    private ObjectNode fill(ObjectNode json) {
        json.set("result", result);
        json.put("traceback", traceback);
        json.set("children", children);
        return json;
    }

    private static ArrayNode none() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
