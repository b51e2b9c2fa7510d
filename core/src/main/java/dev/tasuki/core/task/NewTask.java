package dev.tasuki.core.task;

import org.jspecify.annotations.Nullable;

/** A task to accept: its id, what it asks for, and the client's key if there is one. */
public record NewTask(TaskId id, TaskSpec spec, @Nullable IdempotencyKey idempotency) {}
