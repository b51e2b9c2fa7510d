package dev.tasuki.server.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.use.ModelView;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one model. What its training has not brought yet is null.
 *
 * @param modelId its id
 * @param state its training's state; usable once TASK_COMPLETED
 * @param name the client's label
 * @param version its number among the models of its name
 * @param aliases that point to it
 * @param tags the client's tags
 * @param algorithm scikit-learn's name of what was fitted
 * @param equality how near to scikit-learn's it is: exact, a relative difference of predictions, own
 * @param plugin jar, version and hash of the plug-in whose algorithm it is; null if the algorithm is ours
 * @param metrics on the held-out rows
 * @param parameters the forest's, by scikit-learn's names, every default spelled out
 * @param target the column it predicts
 * @param targetType number for a regressor, class for a classifier, none without a target
 * @param features in the order that the trees see
 * @param preprocess what was done with each column; null where all are complete numbers
 * @param dataset the bytes it learned from
 * @param split how rows were held out
 * @param cv scores on folds, if they were requested
 * @param search what was tried before, if a search was requested
 * @param oob out-of-bag estimates, if they were requested
 * @param learningCurve the score by trees or rounds, where one is known
 * @param classes of a classifier: text or numbers, as they were in the data
 * @param confusionMatrix of a classifier: rows actual, columns predicted
 * @param evaluation every metric beside those of the baseline, and a classifier's curves
 * @param sample actual and predicted values of held-out rows
 * @param trees how many
 * @param finishedEarly why there are fewer than requested; null if there are not
 * @param fitSeconds how long the fit took
 * @param trainer the report of a program of somebody else that trained it
 * @param artifact the stored forest
 * @param schedule of its training
 * @param times of its training
 * @param error why its training failed, if it did
 * @param request what was requested
 */
@Schema(name = "Model", description = "Everything about one model; null for what its training has not brought yet")
public record ModelDetails(
        @Schema(example = Examples.MODEL) String modelId,

        TaskState state,

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

        @Schema(example = "RandomForestRegressor", implementation = String.class, nullable = true) @Nullable
        JsonNode algorithm,

        @Schema(example = "exact", implementation = String.class, nullable = true) @Nullable
        JsonNode equality,

        @Schema(
                example = "nearest-neighbours.jar 1.0, SHA-256 5e88…",
                implementation = String.class,
                nullable = true,
                description =
                        "Jar, version and hash of the plug-in whose algorithm it is; null if the algorithm is ours")
        @Nullable
        JsonNode plugin,

        @Schema(
                implementation = Object.class,
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = "{\"rmse\": 53.03900735084424, \"mae\": 44.05, \"r2\": 0.469}",
                nullable = true)
        @Nullable
        JsonNode metrics,

        @Schema(
                implementation = Object.class,
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = "{\"n_estimators\": 100, \"max_depth\": 3, \"random_state\": 42}",
                nullable = true)
        @Nullable
        JsonNode parameters,

        @Schema(example = "target", implementation = String.class, nullable = true) @Nullable
        JsonNode target,

        @Schema(
                example = "number",
                implementation = String.class,
                allowableValues = {"number", "class"},
                nullable = true)
        @Nullable
        JsonNode targetType,

        @ArraySchema(schema = @Schema(implementation = FeatureView.class)) @Nullable
        JsonNode features,

        @ArraySchema(
                arraySchema =
                        @Schema(description = "What was done with each column; null where all are complete numbers"),
                schema = @Schema(implementation = PreparedColumnView.class))
        @Nullable
        JsonNode preprocess,

        @Schema(implementation = DatasetUsed.class, nullable = true) @Nullable
        JsonNode dataset,

        @Schema(implementation = SplitUsed.class, nullable = true) @Nullable
        JsonNode split,

        @Schema(implementation = CrossValidated.class, nullable = true) @Nullable
        JsonNode cv,

        @Schema(implementation = Searched.class, nullable = true) @Nullable
        JsonNode search,

        @Schema(implementation = OutOfBag.class, nullable = true) @Nullable
        JsonNode oob,

        @Schema(implementation = LearningCurve.class, nullable = true) @Nullable
        JsonNode learningCurve,

        @ArraySchema(schema = @Schema(implementation = Object.class)) @Nullable
        JsonNode classes,

        @ArraySchema(schema = @Schema(implementation = long[].class)) @Nullable
        JsonNode confusionMatrix,

        @Schema(implementation = Evaluation.class, nullable = true) @Nullable
        JsonNode evaluation,

        @Schema(implementation = HeldOutRows.class, nullable = true) @Nullable
        JsonNode sample,

        @Schema(example = "100", implementation = Integer.class, nullable = true) @Nullable
        JsonNode trees,

        @Schema(implementation = EarlyFinish.class, nullable = true) @Nullable
        JsonNode finishedEarly,

        @Schema(example = "0.084", implementation = Double.class, nullable = true) @Nullable
        JsonNode fitSeconds,

        @Schema(
                implementation = Object.class,
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = "{\"epochs\": 20}",
                description = "What a program of somebody else that trained the model reported, in its own words",
                nullable = true)
        @Nullable
        JsonNode trainer,

        @Nullable ArtifactView artifact,
        ScheduleView schedule,
        TimesView times,
        @Nullable ErrorView error,

        @Schema(
                implementation = Object.class,
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = Examples.MESSAGE,
                description = "The message's body as it went to the consumer")
        JsonNode request) {

    /** The model as clients see it. */
    public static ModelDetails of(ModelView model) {
        TaskRow row = model.row();
        ModelNumber number = model.number();
        JsonNode report = model.report();
        return new ModelDetails(
                row.id().value(),
                row.state(),
                row.spec().name(),
                number == null ? null : number.version(),
                number == null ? List.of() : number.aliases(),
                row.spec().tags(),
                part(report, "algorithm"),
                part(report, "equality"),
                part(report, "plugin"),
                model.metrics(),
                part(report, "params"),
                part(report, "target"),
                part(report, "target_type"),
                part(report, "features"),
                part(report, "preprocess"),
                part(report, "dataset"),
                part(report, "split"),
                part(report, "cv"),
                part(report, "search"),
                part(report, "oob"),
                part(report, "learning_curve"),
                part(report, "classes"),
                part(report, "confusion_matrix"),
                part(report, "evaluation"),
                part(report, "sample"),
                part(report, "trees"),
                part(report, "finished_early"),
                part(report, "fit_seconds"),
                part(report, "trainer"),
                row.outcome() instanceof Outcome.Completed completed ? ArtifactView.of(completed.artifact()) : null,
                ScheduleView.of(row.spec().schedule()),
                TimesView.of(row.times()),
                ErrorView.of(row.outcome()),
                Json.stored(row.spec().payload()));
    }

    private static @Nullable JsonNode part(@Nullable JsonNode report, String name) {
        return report == null ? null : report.get(name);
    }
}
