package dev.tasuki.faults.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history. A training carries a tag {@code SPEC-NUMBER}: trainings of one SPEC ask for
 * the same model, and no two requests share a tag unless the second repeats the first under its
 * idempotency key.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Reference.class, name = "reference"),
    @JsonSubTypes.Type(value = Event.Sent.class, name = "sent"),
    @JsonSubTypes.Type(value = Event.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = Event.Unanswered.class, name = "unanswered"),
    @JsonSubTypes.Type(value = Event.Seen.class, name = "seen"),
    @JsonSubTypes.Type(value = Event.Fault.class, name = "fault"),
    @JsonSubTypes.Type(value = Event.Healed.class, name = "healed"),
    @JsonSubTypes.Type(value = Event.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = Event.Row.class, name = "row"),
    @JsonSubTypes.Type(value = Event.Stored.class, name = "stored"),
})
public sealed interface Event {
    /** Milliseconds since the run began. */
    long at();

    /** What an undisturbed fit of {@code spec} gives. */
    record Reference(long at, String spec, String sha256) implements Event {}

    /** What a client asks for. */
    enum Kind {
        TRAIN,
        PREDICT,
        CANCEL,
        RETRY,
        LOOK
    }

    /**
     * A client's call.
     *
     * @param call number of the call
     * @param tag the training's; null for other calls
     * @param key its idempotency key, if it has one
     * @param task what the call is about; null for a training
     */
    record Sent(
            long at,
            long call,
            Kind kind,
            @Nullable String tag,
            @Nullable String key,
            @Nullable String task) implements Event {}

    /**
     * Its answer.
     *
     * @param status HTTP's
     * @param task the task that a training's answer names
     * @param code the reason of a refusal
     * @param value a prediction
     * @param retryAfter the header, if there was one
     */
    record Answered(
            long at,
            long call,
            int status,
            @Nullable String task,
            @Nullable String code,
            @Nullable String value,
            @Nullable String retryAfter)
            implements Event {}

    /**
     * A call that ended without an answer.
     *
     * @param late true if the client's patience ended, false if the connection did
     */
    record Unanswered(long at, long call, boolean late, String why) implements Event {}

    /** What a client saw of a task; a state of NOT_FOUND if there was no such task. */
    record Seen(long at, String task, String state, int attempts) implements Event {}

    /** A fault begins. */
    record Fault(long at, FaultKind kind, String target) implements Event {}

    /** The fault of this target is over. */
    record Healed(long at, String target) implements Event {}

    /** How many rows said that the broker has their message, and how many messages it had. */
    record Waiting(long at, long published, long messages) implements Event {}

    /** A task's row when all was over. */
    record Row(
            long at,
            String task,
            String tag,
            String state,
            long epoch,
            int attempts,
            @Nullable String modelKey,
            @Nullable String sha256,
            @Nullable String key,
            @Nullable String error)
            implements Event {}

    /** An artifact in the object store when all was over. */
    record Stored(long at, String key, long size, String sha256) implements Event {}
}
