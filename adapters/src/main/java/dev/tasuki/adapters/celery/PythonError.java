package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A failure as a Python client raises it. Clients make a class of module and type if they have none, and call it with
 * the message; so it is always a list, and no type is named whose constructor wants anything else.
 *
 * @param message texts and numbers
 */
record PythonError(String module, String type, List<Object> message) {
    private static final String OURS = "tasuki.errors";
    private static final String BILLIARD = "billiard.exceptions";
    private static final String KOMBU = "kombu.exceptions";
    private static final String CELERY = "celery.exceptions";

    PythonError {
        message = List.copyOf(message);
    }

    /** A refusal under the name of its kind: code, then detail. */
    static PythonError of(Refusal refusal) {
        String kind = switch (refusal) {
            case InvalidRequest invalid -> "InvalidRequest";
            case NotFound gone -> "NotFound";
            case NotReady early -> "NotReady";
            case Unavailable away -> "Unavailable";
            case TimedOut late -> "TimedOut";
            case TooBusy busy -> "TooBusy";
            case Corrupt damaged -> "Corrupt";
        };
        return new PythonError(OURS, kind, List.of(refusal.code().text(), detail(refusal)));
    }

    /** With all that is wrong with a request. */
    private static String detail(Refusal refusal) {
        return refusal instanceof InvalidRequest invalid && !invalid.fields().isEmpty()
                ? invalid.fields().stream().map(PythonError::line).collect(Collectors.joining("; "))
                : refusal.detail();
    }

    private static String line(FieldProblem problem) {
        String where = problem.loc().stream().skip(1).map(String::valueOf).collect(Collectors.joining("."));
        return where.isEmpty() ? problem.msg() : where + ": " + problem.msg();
    }

    /** How a task ended that failed while or before it ran. */
    static PythonError of(Outcome.Failed failed) {
        String kind = switch (failed.code()) {
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
                    DATASET_CHANGED,
                    TRAINER_FAILED -> "InvalidRequest";
            case DATASET_NOT_FOUND,
                    MODEL_NOT_FOUND,
                    TREE_NOT_FOUND,
                    TASK_NOT_FOUND,
                    OBJECT_NOT_FOUND,
                    DEAD_LETTER_NOT_FOUND,
                    WORKER_NOT_FOUND,
                    MODEL_FOREIGN,
                    PLUGIN_MISSING -> "NotFound";
            case WRONG_STATE, ALIAS_CONFLICT, MODEL_NOT_READY, MODEL_FAILED, WORKER_NOT_LOST, WORKER_UNREACHABLE ->
                "NotReady";
            case BROKER_UNAVAILABLE, RESULTS_UNAVAILABLE, STORE_UNAVAILABLE, SHUTTING_DOWN -> "Unavailable";
            case DEADLINE_EXCEEDED, RUN_TIMED_OUT, TASK_EXPIRED -> "TimedOut";
            case TOO_BUSY -> "TooBusy";
            case ARTIFACT_CORRUPT, TOO_MANY_ATTEMPTS, INTERNAL -> "Corrupt";
        };
        return new PythonError(OURS, kind, List.of(failed.code().text(), failed.detail()));
    }

    /** A run that lasted longer than its client allowed; Celery's own errors say by which of two limits. */
    static PythonError timedOut(boolean soft, double seconds) {
        return soft
                ? new PythonError(BILLIARD, "SoftTimeLimitExceeded", List.of())
                : new PythonError(BILLIARD, "TimeLimitExceeded", List.of(seconds));
    }

    /** A content type that is never read, whatever is set. */
    static PythonError disallowed(String contentType) {
        String serializer = switch (contentType) {
            case "application/x-python-serialize" -> "pickle";
            case "application/x-yaml" -> "yaml";
            case "application/x-msgpack" -> "msgpack";
            case "application/data" -> "auth";
            case "" -> "none";
            default -> "unknown";
        };
        String text = "Refusing to deserialize disallowed content of type " + serializer + " (" + contentType
                + "); set task_serializer='json'";
        return new PythonError(KOMBU, "ContentDisallowed", List.of(text));
    }

    /** A body that is not what its message says it is. */
    static PythonError undecodable(String reason) {
        return new PythonError(KOMBU, "DecodeError", List.of(reason));
    }

    /** A task that nobody here does. */
    static PythonError notRegistered(String task) {
        return new PythonError(CELERY, "NotRegistered", List.of(task));
    }

    /** A task that was cancelled, or expired. */
    static PythonError revoked(String reason) {
        return new PythonError(CELERY, "TaskRevokedError", List.of(reason));
    }

    /** A chord whose body is not called. */
    static PythonError chord(String reason) {
        return new PythonError(CELERY, "ChordError", List.of(reason));
    }

    /** As it stands in a result. */
    ObjectNode json() {
        ObjectNode json = Json.object().put("exc_type", type);
        ArrayNode values = json.putArray("exc_message");
        message.forEach(value -> values.add(Json.tree(value)));
        return json.put("exc_module", module);
    }

    /** In the form of Python's tracebacks, with nothing of ours in it. */
    String traceback(String task) {
        String words = message.stream().map(String::valueOf).collect(Collectors.joining(": "));
        return "Traceback (most recent call last):\n  File \"tasuki\", line 1, in " + task + "\n" + type + ": " + words
                + "\n";
    }
}
