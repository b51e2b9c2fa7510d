package dev.tasuki.core.task;

/** How the task store answered a {@link NewTask}. The row is as committed. */
public sealed interface Acceptance {
    TaskRow row();

    /** The row is new and durable. */
    record Created(TaskRow row) implements Acceptance {}

    /** The same id, or the same key with the same fingerprint, was accepted before: its row. */
    record Repeated(TaskRow row) implements Acceptance {}

    /** The idempotency key belongs to another request: that one's row. Nothing was written. */
    record KeyTaken(TaskRow row) implements Acceptance {}
}
