package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What a model says of one of its features, for the document only: the answer carries the stored
 * report's own numbers, digit by digit.
 *
 * @param name the column
 * @param min smallest value in the training rows
 * @param median middle value in the training rows
 * @param max largest value in the training rows
 * @param importance share of the impurity decrease; all of them add up to 1
 */
@Schema(name = "Feature", description = "A feature, its range in the training rows and its importance")
public record FeatureView(
        @Schema(example = "bmi") String name,
        @Schema(example = "-0.0902752958985185") double min,
        @Schema(example = "-0.00728376620968916") double median,
        @Schema(example = "0.17055522598066") double max,
        @Schema(example = "0.43") double importance) {}
