package dev.tasuki.server.view;

import dev.tasuki.core.task.Schedule;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a task may run, and for how long.
 *
 * @param runAt not before this time
 * @param expiresAt it is not run if no consumer has claimed it by this time
 * @param timeoutS how long one run may last, in seconds
 * @param priority of the tasks that are due, higher ones are claimed first
 */
@Schema(name = "Schedule", description = "When a task may run, and for how long")
public record ScheduleView(
        @Schema(
                example = "2026-11-23T05:40:00.120Z",
                description = "Not before this time; later than was asked for once an attempt was given back")
        Instant runAt,

        @Schema(
                example = "2026-11-23T06:40:00Z",
                nullable = true,
                description = "Not run if no consumer has claimed it by this time; null: however late")
        @Nullable
        Instant expiresAt,

        @Schema(example = "600", nullable = true, description = "Longest time of one run in seconds; null: any")
        @Nullable
        Double timeoutS,

        @Schema(example = "5", minimum = "0", maximum = "9", description = "Higher ones are claimed first")
        int priority) {

    static ScheduleView of(Schedule schedule) {
        Duration timeout = schedule.timeout();
        return new ScheduleView(
                schedule.runAt(),
                schedule.expires(),
                timeout == null ? null : timeout.toMillis() / 1000.0,
                schedule.priority());
    }
}
