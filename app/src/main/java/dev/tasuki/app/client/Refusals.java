package dev.tasuki.app.client;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the refusal again that a server answered, or that a task's row tells of. */
public final class Refusals {
    private static final Duration SOON = Duration.ofSeconds(1);

    private Refusals() {}

    /** The refusal with this code; an unknown code counts as a defect of the server. */
    public static Refusal of(String code, String detail) {
        RefusalCode known = Arrays.stream(RefusalCode.values())
                .filter(candidate -> candidate.text().equals(code))
                .findFirst()
                .orElse(RefusalCode.INTERNAL);
        return switch (known) {
            case INVALID_REQUEST,
                    TOO_LARGE,
                    TOO_COSTLY,
                    IDEMPOTENCY_CONFLICT,
                    INVALID_PARAMETER,
                    INVALID_DATASET,
                    UNKNOWN_COLUMN,
                    NOT_A_NUMBER,
                    MISSING_FEATURE,
                    NOT_EXPLAINABLE,
                    NOT_EXPORTABLE,
                    NO_INTERVAL,
                    DATASET_CHANGED -> InvalidRequest.content(known, detail);
            case DATASET_NOT_FOUND,
                    MODEL_NOT_FOUND,
                    TREE_NOT_FOUND,
                    MODEL_FAILED,
                    MODEL_FOREIGN,
                    PLUGIN_MISSING,
                    TASK_NOT_FOUND,
                    OBJECT_NOT_FOUND,
                    DEAD_LETTER_NOT_FOUND,
                    WORKER_NOT_FOUND -> new NotFound(known, detail);
            case WRONG_STATE, ALIAS_CONFLICT, MODEL_NOT_READY, WORKER_NOT_LOST, WORKER_UNREACHABLE ->
                new NotReady(known, detail, SOON);
            case BROKER_UNAVAILABLE, RESULTS_UNAVAILABLE, STORE_UNAVAILABLE, SHUTTING_DOWN ->
                new Unavailable(known, detail, SOON);
            case DEADLINE_EXCEEDED, RUN_TIMED_OUT, TASK_EXPIRED -> new TimedOut(known, detail);
            case TOO_BUSY -> new TooBusy(known, detail, SOON);
            case ARTIFACT_CORRUPT, TRAINER_FAILED, TOO_MANY_ATTEMPTS, INTERNAL -> new Corrupt(known, detail);
        };
    }

    /** The refusal in an answer: a problem with a code, or FastAPI's list of wrong fields. */
    static Refusal read(int status, JsonNode body) {
        JsonNode detail = body.path("detail");
        if (detail.isArray() && !detail.isEmpty()) {
            List<FieldProblem> fields = new ArrayList<>();
            detail.forEach(field -> fields.add(new FieldProblem(
                    field.path("type").asText(),
                    places(field.path("loc")),
                    field.path("msg").asText(),
                    field.path("input").isMissingNode() ? null : field.path("input"))));
            return InvalidRequest.fields(fields);
        }
        if (!body.path("code").isTextual()) {
            return new Corrupt(
                    RefusalCode.INTERNAL, "the server answered " + status + " in a form that is not Tasuki's");
        }
        Refusal refusal = of(body.path("code").asText(), detail.asText());
        boolean ended = refusal instanceof NotReady && !body.path("retryable").asBoolean(true);
        return ended ? NotReady.ended(refusal.code(), refusal.detail()) : refusal;
    }

    private static List<Object> places(JsonNode loc) {
        List<Object> places = new ArrayList<>();
        loc.forEach(place -> places.add(place.isInt() ? (Object) place.intValue() : place.asText()));
        return places;
    }
}
