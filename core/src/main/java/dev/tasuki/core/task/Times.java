package dev.tasuki.core.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a task was accepted, handed to the broker, first claimed by its last run, and ended. */
public record Times(
        Instant created,
        @Nullable Instant published,
        @Nullable Instant started,
        @Nullable Instant finished) {}
