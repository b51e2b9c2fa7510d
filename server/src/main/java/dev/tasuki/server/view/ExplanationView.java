package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each column adds to a prediction, for the document: the bytes come from the consumer.
 *
 * @param scale what the sums are
 * @param steps that explaining each row takes, for who sends many in parts
 * @param features the columns, in the order of the contributions
 * @param base where each sum begins
 * @param of of a classifier: the classes that the sums are of
 * @param contributions what each column adds
 */
@Schema(
        name = "Explanation",
        description = "What each column adds: base and contributions sum to the prediction, the probability or the raw"
                + " score. docs/explanations.md tells how to read it")
public record ExplanationView(
        @Schema(
                example = "prediction",
                allowableValues = {"prediction", "probability", "raw_score"},
                description = "What the sums are. raw_score: of two classes the log-odds of the second, of more what"
                        + " softmax makes probabilities of")
        String scale,

        @Schema(
                nullable = true,
                description = "With each_row: steps that explaining each row takes; those of one request may take"
                        + " 1,000,000,000 together")
        @Nullable
        Long steps,

        @Schema(example = "[\"age\", \"bmi\"]", description = "The columns, in the order of the contributions")
        List<String> features,

        @Schema(
                implementation = Object.class,
                example = "152.1",
                description = "What is predicted of a row of which nothing is known; of a classifier a list, one for"
                        + " each of the classes in of")
        Object base,

        @Schema(
                example = "[\"yes\"]",
                nullable = true,
                description = "Of a classifier: the classes whose sums are explained; of two classes and raw_score the"
                        + " second alone")
        @Nullable
        List<Object> of,

        @Schema(
                implementation = Object.class,
                example = "[31.2, 25.3]",
                description = "What each column adds, one number for each; of a classifier a list of those for each of"
                        + " the classes in of; for a list of inputs a list of all that")
        Object contributions) {}
