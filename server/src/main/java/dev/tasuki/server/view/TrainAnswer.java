package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The answer to POST /train.
 *
 * @param message what was accepted
 */
@Schema(name = "TrainAnswer", description = "The task is stored and will be done", example = Examples.TRAIN_ANSWER)
public record TrainAnswer(Message message) {
    /** The answer for the model that the accepted task makes. */
    public static TrainAnswer received(String modelId) {
        return new TrainAnswer(new Message("TASK_RECEIVED", modelId));
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
