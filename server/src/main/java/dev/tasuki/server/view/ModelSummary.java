package dev.tasuki.server.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.use.ModelView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model in a list.
 *
 * @param modelId its id
 * @param state its training's state; usable once TASK_COMPLETED
 * @param datasetId what it learned from
 * @param algorithm what it is of, or before it is trained what its request names
 * @param name the client's label
 * @param version its number among the models of its name
 * @param aliases that point to it
 * @param tags the client's tags
 * @param metrics numbers by name, once it is trained
 * @param schedule of its training
 * @param times of its training
 * @param error why its training failed, if it did
 */
@Schema(name = "ModelSummary", description = "A model in a list; GET /models/{id} has the rest")
public record ModelSummary(
        @Schema(example = Examples.MODEL) String modelId,

        TaskState state,
        @Schema(example = "diabetes") String datasetId,

        @Schema(example = "RandomForestRegressor", nullable = true, description = ALGORITHM) @Nullable
        String algorithm,

        @Schema(example = "nightly", nullable = true) @Nullable
        String name,

        @Schema(
                example = "3",
                nullable = true,
                description = "Its number among the models of its name; null if it has none")
        @Nullable
        Long version,

        @Schema(example = "[\"champion\"]", description = "What points to it")
        List<String> aliases,

        @Schema(example = "[\"nightly\"]") List<String> tags,

        @Schema(
                implementation = Object.class,
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = "{\"rmse\": 53.03900735084424}",
                nullable = true)
        @Nullable
        JsonNode metrics,

        ScheduleView schedule,
        TimesView times,
        @Nullable ErrorView error) {

    static final String ALGORITHM = "What the model is of; before there is one what the request names, auto while the"
            + " best is searched for. Null while neither says so";

    static @Nullable String algorithmOf(TaskRow row) {
        String known = row.spec().algorithm();
        return known == null || known.isEmpty() ? null : known;
    }

    static ModelSummary of(ModelView model) {
        TaskRow row = model.row();
        ModelNumber number = model.number();
        return new ModelSummary(
                row.id().value(),
                row.state(),
                row.spec().dataset().value(),
                algorithmOf(row),
                row.spec().name(),
                number == null ? null : number.version(),
                number == null ? List.of() : number.aliases(),
                row.spec().tags(),
                model.metrics(),
                ScheduleView.of(row.spec().schedule()),
                TimesView.of(row.times()),
                ErrorView.of(row.outcome()));
    }
}
