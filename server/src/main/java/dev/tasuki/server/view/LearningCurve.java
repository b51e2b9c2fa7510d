package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * How a model's score went with its steps, for the document only.
 *
 * @param metric what was measured; greater is better
 * @param unit one step: tree or round
 * @param points pairs of the number of steps and the score of the model that they make, at most 300
 */
@Schema(
        name = "LearningCurve",
        description =
                "The score by steps: of a forest with oob_score after each tenth of its trees, of boosting with early"
                        + " stopping after each round; null of other models")
public record LearningCurve(
        @Schema(
                example = "oob_r2",
                allowableValues = {"oob_r2", "oob_accuracy", "early_stopping_score"})
        String metric,

        @Schema(example = "tree") String unit,

        @ArraySchema(
                arraySchema = @Schema(example = "[[10, 0.31], [20, 0.38], [100, 0.41]]"),
                schema = @Schema(implementation = double[].class),
                maxItems = 300)
        List<double[]> points) {}
