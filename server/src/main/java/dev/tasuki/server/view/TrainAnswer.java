package dev.tasuki.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to POST /train.
 *
 * @param message what was accepted
 * @param warnings warnings about the request; null if there are none
 */
@Schema(name = "TrainAnswer", description = "The task is stored and will be done", example = Examples.TRAIN_ANSWER)
public record TrainAnswer(
        Message message,

        @Schema(
                example = "[\"\\\"colour\\\" was ignored, as no request has it\"]",
                description = "What there is to know of the request, one sentence each; left out if there is nothing")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        List<String> warnings) {
    /** The answer for the model that the accepted task makes. */
    public static TrainAnswer received(String modelId, List<String> warnings) {
        return new TrainAnswer(new Message("TASK_RECEIVED", modelId), warnings.isEmpty() ? null : warnings);
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
