package dev.tasuki.server.view;

import dev.tasuki.core.task.Times;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a task was accepted, handed to the broker, last claimed by a consumer, and ended.
 *
 * @param created never null
 * @param published null until the broker has confirmed the message
 * @param started null until a consumer has claimed it
 * @param finished null until it has ended
 */
@Schema(name = "Times", description = "UTC, ISO 8601; null for what has not happened yet")
public record TimesView(
        @Schema(example = "2026-11-23T05:40:00.120Z") Instant created,

        @Schema(example = "2026-11-23T05:40:00.124Z", nullable = true) @Nullable
        Instant published,

        @Schema(example = "2026-11-23T05:40:00.130Z", nullable = true) @Nullable
        Instant started,

        @Schema(example = "2026-11-23T05:40:00.410Z", nullable = true) @Nullable
        Instant finished) {

    static TimesView of(Times times) {
        return new TimesView(times.created(), times.published(), times.started(), times.finished());
    }
}
