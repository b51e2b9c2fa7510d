package dev.tasuki.server.view;

import dev.tasuki.core.task.Outcome;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Why a task ended in TASK_ERROR.
 *
 * @param code the stable reason
 * @param detail what was wrong and what to do
 */
@Schema(name = "TaskError", description = "Why a task ended in TASK_ERROR")
public record ErrorView(
        @Schema(example = "unknown_column") String code,

        @Schema(example = "dataset 'diabetes' has no column 'weight'")
        String detail) {

    /** Null unless the outcome is a failure. */
    static @Nullable ErrorView of(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                ? new ErrorView(failed.code().text(), failed.detail())
                : null;
    }
}
