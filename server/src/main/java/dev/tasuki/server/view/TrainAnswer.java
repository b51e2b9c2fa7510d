package dev.tasuki.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tasuki.core.request.TrainingPlan;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to POST /train.
 *
 * @param message what was accepted
 * @param preprocess what will be done with the columns; null if nothing is, or nothing is known
 * @param warnings warnings about the request; null if there are none
 */
@Schema(name = "TrainAnswer", description = "The task is stored and will be done", example = Examples.TRAIN_ANSWER)
public record TrainAnswer(
        Message message,

        @Schema(
                description = "What will be done with the columns, as far as is known already; left out where they are"
                        + " complete numbers, or nothing is known. GET /models/{model_id} says what was done")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        List<PlannedColumnView> preprocess,

        @Schema(
                example = "[\"\\\"colour\\\" was ignored, as no request has it\"]",
                description = "What there is to know of the request, one sentence each; left out if there is nothing")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        List<String> warnings) {
    /** The answer for the model that the accepted task makes. */
    public static TrainAnswer received(
            String modelId, List<TrainingPlan.PlannedColumn> preprocess, List<String> warnings) {
        return new TrainAnswer(
                new Message("TASK_RECEIVED", modelId),
                preprocess.isEmpty() ? null : PlannedColumnView.of(preprocess),
                warnings.isEmpty() ? null : warnings);
    }

    /**
     * What was accepted.
     *
     * @param status TASK_RECEIVED
     * @param modelId the model to be; the task has the same id
     */
    @Schema(name = "TrainMessage")
    public record Message(
            @Schema(
                    example = "TASK_RECEIVED",
                    allowableValues = {"TASK_RECEIVED"})
            String status,

            @Schema(example = Examples.NEW_MODEL) String modelId) {}
}
