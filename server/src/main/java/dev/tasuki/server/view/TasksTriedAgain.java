package dev.tasuki.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tasuki.core.use.Retries;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a wish to try many tasks again.
 *
 * @param retried how many wait again
 * @param until when the last of them is due; null if there are none
 * @param more true if others are left for another call
 * @param refused how many would fail again and were left; null if there are none
 * @param refusedTasks some of those
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
        boolean more,

        @Schema(
                example = "2",
                description = "How many were left as they are, since their columns cannot be learned from and they"
                        + " would fail again; left out if there are none")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Integer refused,

        @Schema(description = "Some of those, and why; left out if there are none")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        List<RefusedTask> refusedTasks) {

    public static TasksTriedAgain of(Retries.PutBack done) {
        List<RefusedTask> examples =
                done.examples().stream().map(RefusedTask::of).toList();
        return new TasksTriedAgain(
                done.count(),
                done.until().orElse(null),
                done.more(),
                done.hopeless() == 0 ? null : done.hopeless(),
                examples.isEmpty() ? null : examples);
    }

    /**
     * A task that is not tried again.
     *
     * @param code as a training of it would be refused with
     * @param detail every column that cannot be used
     */
    @Schema(name = "RefusedTask", description = "A task that would fail again, and why")
    public record RefusedTask(
            @Schema(example = Examples.NEW_MODEL) String taskId,
            @Schema(example = "not_a_number") String code,

            @Schema(example = "dataset people: \"city\" is text, e.g. \"Kyoto\" in line 2")
            String detail) {
        static RefusedTask of(Retries.Hopeless task) {
            return new RefusedTask(
                    task.id().value(), task.why().code().text(), task.why().detail());
        }
    }
}
