package dev.tasuki.core.ask;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refusals as reply messages, and back: {@code {"status":"TASK_ERROR","pred_proba":null,"error":
 * {"kind","code","detail","retryable","retry_after_ms"?,"fields"?}}}. What one process refuses, the
 * other throws as the same kind, code and detail.
 */
public final class Replies {
    private static final String ERROR = "TASK_ERROR";

    private Replies() {}

    /** The reply that tells a requester of a prediction of the refusal. */
    public static byte[] predictError(Refusal refusal) {
        ObjectNode reply = Json.object();
        reply.put("status", ERROR);
        reply.putNull("pred_proba");
        reply.set("error", error(refusal));
        return Json.bytes(reply);
    }

    /** The reply that tells a train message's sender of the refusal. */
    public static byte[] trainError(@Nullable String modelId, Refusal refusal) {
        ObjectNode reply = Json.object();
        reply.put("status", ERROR);
        reply.put("model_id", modelId);
        reply.set("error", error(refusal));
        return Json.bytes(reply);
    }

    /** The published answer to a train message. */
    public static byte[] trainReceived(String modelId) {
        ObjectNode reply = Json.object();
        reply.put("status", "TASK_RECEIVED");
        reply.put("model_id", modelId);
        return Json.bytes(reply);
    }

    /**
     * Returns if the reply is JSON with a status that is no error; throws the refusal it carries if
     * it is one, and {@link Corrupt} if it is no reply at all.
     */
    public static void check(byte[] reply) {
        String status;
        try (JsonParser parser = Json.parser(reply)) {
            status = status(parser);
        } catch (IOException broken) {
            throw new Corrupt(RefusalCode.INTERNAL, "the consumer's answer is no JSON; its log may tell why", broken);
        }
        if (status == null) {
            throw new Corrupt(RefusalCode.INTERNAL, "the consumer's answer has no status");
        }
        if (status.equals(ERROR)) {
            throw refusal(reply);
        }
    }

    /** True for a TASK_ERROR without a reason, which no consumer of ours sends. */
    public static boolean unexplained(byte[] reply) {
        JsonNode answer = Json.parse(reply);
        return answer.path("status").asText().equals(ERROR)
                && answer.path("error").path("detail").asText("").isEmpty();
    }

    private static @Nullable String status(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        String status = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals("status");
            JsonToken value = parser.nextToken();
            if (wanted && value == JsonToken.VALUE_STRING) {
                status = parser.getText();
            } else {
                rejectNonFinite(parser, value);
            }
        }
        return parser.nextToken() == null ? status : null;
    }

    /** NaN and Infinity are no JSON for the client, though a foreign consumer may write them. */
    private static void rejectNonFinite(JsonParser parser, JsonToken first) throws IOException {
        int depth = 0;
        JsonToken token = first;
        while (true) {
            if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
                throw new Corrupt(RefusalCode.INTERNAL, "the consumer answered a number that is not finite");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
            if (token == null) {
                throw new Corrupt(RefusalCode.INTERNAL, "the consumer's answer ends too early");
            }
        }
    }

    private static ObjectNode error(Refusal refusal) {
        ObjectNode error = Json.object();
        error.put("kind", kind(refusal));
        error.put("code", refusal.code().text());
        error.put("detail", refusal.detail());
        error.put("retryable", refusal.retryable());
        refusal.retryAfter().ifPresent(after -> error.put("retry_after_ms", after.toMillis()));
        if (refusal instanceof InvalidRequest invalid && !invalid.fields().isEmpty()) {
            ArrayNode fields = error.putArray("fields");
            invalid.fields().forEach(problem -> fields.add(Json.tree(problem)));
        }
        return error;
    }

    private static String kind(Refusal refusal) {
        return switch (refusal) {
            case InvalidRequest r -> "invalid_request";
            case NotFound r -> "not_found";
            case NotReady r -> "not_ready";
            case Unavailable r -> "unavailable";
            case TimedOut r -> "timed_out";
            case TooBusy r -> "too_busy";
            case Corrupt r -> "corrupt";
        };
    }

    private static Refusal refusal(byte[] reply) {
        JsonNode error = Json.parse(reply).path("error");
        String detail = error.path("detail").asText("");
        if (detail.isEmpty()) {
            return new Corrupt(
                    RefusalCode.INTERNAL, "the consumer answered TASK_ERROR and no reason; its log may tell why");
        }
        RefusalCode code = code(error.path("code").asText(""));
        Duration after = Duration.ofMillis(error.path("retry_after_ms").asLong(1000));
        return switch (error.path("kind").asText("")) {
            case "invalid_request" -> invalid(error, code, detail);
            case "not_found" -> new NotFound(code, detail);
            case "not_ready" ->
                error.path("retryable").asBoolean(true)
                        ? new NotReady(code, detail, after)
                        : NotReady.ended(code, detail);
            case "unavailable" -> new Unavailable(code, detail, after);
            case "timed_out" -> new TimedOut(code, detail);
            case "too_busy" -> new TooBusy(code, detail, after);
            default -> new Corrupt(code, detail);
        };
    }

    private static RefusalCode code(String text) {
        for (RefusalCode code : RefusalCode.values()) {
            if (code.text().equals(text)) {
                return code;
            }
        }
        return RefusalCode.INTERNAL;
    }

    private static InvalidRequest invalid(JsonNode error, RefusalCode code, String detail) {
        List<FieldProblem> fields = new ArrayList<>();
        for (JsonNode problem : error.path("fields")) {
            List<Object> loc = new ArrayList<>();
            for (JsonNode step : problem.path("loc")) {
                loc.add(step.isIntegralNumber() ? (Object) step.intValue() : step.asText());
            }
            fields.add(new FieldProblem(
                    problem.path("type").asText(),
                    loc,
                    problem.path("msg").asText(),
                    Json.plain(problem.path("input"))));
        }
        return fields.isEmpty() ? InvalidRequest.content(code, detail) : InvalidRequest.fields(fields);
    }
}
