package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of one of its features, for the document only: the answer carries the stored
 * report's own numbers, digit by digit.
 *
 * @param name the column
 * @param min smallest value in the training rows; null for text and dates
 * @param median middle value in the training rows
 * @param max largest value in the training rows
 * @param importance share of the impurity decrease; all of them add up to 1
 * @param gain of boosting: by how much its splits made the loss fall
 * @param permutationImportance by how much the score falls when its values are shuffled
 */
@Schema(name = "Feature", description = "A feature, its range in the training rows and its importance")
public record FeatureView(
        @Schema(example = "bmi") String name,

        @Schema(example = "-0.0902752958985185", nullable = true) @Nullable
        Double min,

        @Schema(example = "-0.00728376620968916", nullable = true) @Nullable
        Double median,

        @Schema(example = "0.17055522598066", nullable = true) @Nullable
        Double max,

        @Schema(example = "0.43", nullable = true) @Nullable Double importance,

        @Schema(
                example = "1523.7",
                nullable = true,
                description = "Of boosting alone: by how much its splits made the loss fall on the training rows")
        @Nullable
        Double gain,

        @Schema(nullable = true, description = "There if the training's permutation_importance was above 0") @Nullable
        PermutedFeature permutationImportance) {

    /**
     * By how much the score on the held-out rows falls when a feature's values are shuffled among them.
     *
     * @param mean over the shuffles
     * @param std their standard deviation
     */
    @Schema(
            name = "PermutedFeature",
            description = "By how much the score on the held-out rows falls when a feature's values are shuffled")
    public record PermutedFeature(
            @Schema(example = "0.12") double mean,
            @Schema(example = "0.03") double std) {}
}
