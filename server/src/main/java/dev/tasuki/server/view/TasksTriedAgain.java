package dev.tasuki.server.view;

import dev.tasuki.core.ml.Retries;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a wish to try many tasks again.
 *
 * @param retried how many wait again
 * @param until when the last of them is due; null if there are none
 * @param more true if others are left for another call
 */
@Schema(name = "TasksTriedAgain", description = "How many tasks wait again, and until when they become due")
public record TasksTriedAgain(
        @Schema(example = "120") int retried,

        @Schema(
                example = "2026-11-23T05:40:11.900Z",
                nullable = true,
                description = "When the last of them is due, UTC; null if there are none")
        @Nullable
        Instant until,

        @Schema(description = "True if others are left, as one call takes 10,000 at most")
        boolean more) {

    public static TasksTriedAgain of(Retries.PutBack done) {
        return new TasksTriedAgain(done.count(), done.until().orElse(null), done.more());
    }
}
