package dev.tasuki.server.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A task as a client sees it.
 *
 * @param taskId its id
 * @param kind what it does
 * @param state where it stands
 * @param modelId the model it makes; equal to the task's id
 * @param datasetId the dataset it reads
 * @param algorithm what the model is of, or before there is one what the request names
 * @param name the client's label
 * @param tags the client's tags
 * @param progress how far it has come
 * @param attempts runs that count against the limit
 * @param cancelRequested true once a client has requested that it stop
 * @param finishRequested true once a client has requested that it end with what it has
 * @param schedule when it may run
 * @param times when what happened
 * @param metrics numbers by name, once it has completed
 * @param error why it failed, if it did
 * @param request the request, as it went to the consumer
 */
@Schema(name = "Task", description = "A training: queued, running or ended")
public record TaskView(
        @Schema(example = Examples.MODEL) String taskId,

        @Schema(example = "train") String kind,
        TaskState state,

        @Schema(example = Examples.MODEL) String modelId,

        @Schema(example = "diabetes") String datasetId,

        @Schema(example = "RandomForestRegressor", nullable = true, description = ModelSummary.ALGORITHM) @Nullable
        String algorithm,

        @Schema(example = "nightly", nullable = true) @Nullable
        String name,

        @Schema(example = "[\"nightly\"]") List<String> tags,
        ProgressView progress,
        @Schema(example = "1") int attempts,
        @Schema(example = "false") boolean cancelRequested,
        @Schema(example = "false") boolean finishRequested,
        ScheduleView schedule,
        TimesView times,

        @Schema(
                implementation = Object.class,
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = "{\"rmse\": 53.03900735084424}",
                nullable = true)
        @Nullable
        JsonNode metrics,

        @Nullable ErrorView error,

        @Schema(
                implementation = Object.class,
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = Examples.MESSAGE,
                description = "The message's body as it went to the consumer")
        JsonNode request) {

    /** The row as clients see it. */
    public static TaskView of(TaskRow row) {
        return new TaskView(
                row.id().value(),
                row.spec().kind().name().toLowerCase(Locale.ROOT),
                row.state(),
                row.id().value(),
                row.spec().dataset().value(),
                ModelSummary.algorithmOf(row),
                row.spec().name(),
                row.spec().tags(),
                ProgressView.of(row.progress()),
                row.lease().attempts(),
                row.cancelRequested(),
                row.finishRequested(),
                ScheduleView.of(row.spec().schedule()),
                TimesView.of(row.times()),
                row.outcome() instanceof Outcome.Completed completed ? Json.stored(completed.metrics()) : null,
                ErrorView.of(row.outcome()),
                Json.stored(row.spec().payload()));
    }
}
