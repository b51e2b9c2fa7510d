package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to POST /predict, for the document: the bytes come from the consumer.
 *
 * @param message the prediction
 * @param warnings warnings about the request; null if there are none
 */
@Schema(name = "PredictAnswer", description = "The prediction", example = Examples.PREDICT_ANSWER)
public record PredictAnswer(
        Message message,

        @Schema(
                example = "[\"\\\"colour\\\" was ignored, as no request has it\"]",
                description = "What there is to know of the request, one sentence each; left out if there is nothing")
        @Nullable
        List<String> warnings) {
    /**
     * The prediction.
     *
     * @param status TASK_COMPLETED
     * @param predProba the prediction
     * @param classes of a classifier: text or numbers, as they were in the data
     * @param prediction of a classifier
     * @param score of what finds anomalies; predProba has it, too
     * @param outlier of what finds anomalies
     * @param interval around predicted numbers
     * @param explanation what each column adds
     * @param warnings missing values and unknown categories
     * @param rowWarnings the same by row, and why a row has no prediction
     */
    @Schema(name = "PredictMessage")
    public record Message(
            @Schema(
                    example = "TASK_COMPLETED",
                    allowableValues = {"TASK_COMPLETED"})
            String status,

            @Schema(
                    implementation = Object.class,
                    example = "208.6445780005619",
                    description = "A regressor's value, or a classifier's probabilities in the order of classes;"
                            + " for a list of inputs a list of those")
            Object predProba,

            @Schema(
                    example = "[\"no\", \"yes\"]",
                    nullable = true,
                    description = "A classifier's classes: text or numbers, as they were in the data")
            @Nullable
            List<Object> classes,

            @Schema(
                    implementation = Object.class,
                    example = "yes",
                    nullable = true,
                    description = "A classifier's most probable class; for a list of inputs a list")
            @Nullable
            Object prediction,

            @Schema(
                    implementation = Object.class,
                    example = "-0.43",
                    nullable = true,
                    description = "Of what finds anomalies: from -1 to 0, the lower the more unlike the training rows"
                            + " it is; for a list of inputs a list")
            @Nullable
            Object score,

            @Schema(
                    implementation = Object.class,
                    example = "false",
                    nullable = true,
                    description = "Of what finds anomalies: whether the score is that of an outlier; for a list of"
                            + " inputs a list")
            @Nullable
            Object outlier,

            @Schema(nullable = true, description = "With interval: where the true number is; else left out") @Nullable
            IntervalView interval,

            @Schema(nullable = true, description = "With explain: what each column adds; else left out") @Nullable
            ExplanationView explanation,

            @Schema(
                    example = "[\"input_data: feature age is missing; 28.0 stands for it\"]",
                    nullable = true,
                    description = "Missing values and unknown categories, and what was made of them, at most 20"
                            + " sentences; left out if there are none")
            @Nullable
            List<String> warnings,

            @Schema(
                    example = "{\"1\": [\"input_data: feature bp is missing\"]}",
                    nullable = true,
                    description = "With each_row: what there is to know of a row, by its place from 0; left out if"
                            + " there is nothing")
            @Nullable
            Map<String, List<String>> rowWarnings) {}
}
