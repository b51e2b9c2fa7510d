package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.celery.Request.Timing;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Schedule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a call the body that a client of the HTTP interface would send. What the keyword arguments say counts more
 * than the positional one and than the message.
 */
final class CallBody {
    private static final String MODEL_ID = "model_id";
    private static final String INPUT_DATA = "input_data";

    private CallBody() {}

    /** For a training: the positional argument is a dataset's id, or an object with fields. */
    static byte[] train(Request request, int priority) {
        ObjectNode body = Json.object();
        JsonNode first = argument(request);
        if (first.isTextual()) {
            body.set("dataset_id", first);
        } else if (first.isObject()) {
            body.setAll((ObjectNode) first);
        } else if (!first.isNull()) {
            throw wrong("args", "the argument should be a dataset's id or an object with fields of a training", first);
        }
        body.setAll(request.kwargs());
        JsonNode model = body.remove(MODEL_ID);
        if (model != null && !model.asText().equals(request.sender().id())) {
            throw wrong(
                    "kwargs",
                    "model_id should be left out, or be the id of the call, which is "
                            + request.sender().id(),
                    model);
        }
        fill(body, request.timing(), priority);
        return Json.bytes(body);
    }

    /** For a prediction: the positional argument names a model, as a training's result does, or is what to predict of. */
    static byte[] predict(Request request) {
        ObjectNode body = Json.object();
        JsonNode first = argument(request);
        if (first.isTextual()) {
            body.set(MODEL_ID, first);
        } else if (first.path(MODEL_ID).isTextual()) {
            body.set(MODEL_ID, first.path(MODEL_ID));
        } else if (first.isObject() || rows(first)) {
            body.set(INPUT_DATA, first);
        } else if (!first.isNull()) {
            throw wrong(
                    "args",
                    "the argument should be a model's id, a training's result, an object of values or a list of those",
                    first);
        }
        body.setAll(request.kwargs());
        return Json.bytes(body);
    }

    private static boolean rows(JsonNode node) {
        boolean objects = node.isArray() && !node.isEmpty();
        for (JsonNode row : node) {
            objects = objects && row.isObject();
        }
        return objects;
    }

    private static JsonNode argument(Request request) {
        if (request.args().size() > 1) {
            throw wrong(
                    "args",
                    "at most one positional argument is taken, and there are "
                            + request.args().size() + "; give the others by name",
                    null);
        }
        JsonNode first = request.args().path(0);
        return first.isMissingNode() ? request.args().nullNode() : first;
    }

    private static void fill(ObjectNode body, Timing timing, int priority) {
        if (timing.eta() != null && !body.has("run_at")) {
            body.put("run_at", timing.eta().toString());
        }
        if (timing.expires() != null && !body.has("expires_at")) {
            body.put("expires_at", timing.expires().toString());
        }
        Duration limit = shorter(timing.hard(), timing.soft());
        if (limit != null && !body.has("timeout_s")) {
            body.put("timeout_s", BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros());
        }
        if (priority != Schedule.NORMAL_PRIORITY && !body.has("priority")) {
            body.put("priority", priority);
        }
    }

    private static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
    }

    /** A client that says nothing says 0, and is to stand where a training over HTTP does. */
    static int rowPriority(int priority) {
        int clamped = Math.clamp(priority, 0, Schedule.HIGHEST_PRIORITY);
        return Schedule.NORMAL_PRIORITY + (4 * clamped + 8) / 9;
    }

    private static InvalidRequest wrong(String where, String message, @Nullable JsonNode seen) {
        String shown = seen == null ? null : Signature.kind(seen);
        return InvalidRequest.field(new FieldProblem("value_error", List.of("body", where), message, shown));
    }
}
