package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Intervals around predicted numbers, for the document: the bytes come from the consumer.
 *
 * @param level as it was asked for
 * @param low where the interval begins
 * @param high where it ends
 * @param residuals where the errors are from
 * @param rows of how many rows
 */
@Schema(
        name = "Interval",
        description = "Around a predicted number, as wide as the model was wrong on rows that it had not seen: of new"
                + " rows like those, at least the share of level has its true number inside")
public record IntervalView(
        @Schema(example = "0.9", description = "As it was asked for")
        double level,

        @Schema(
                implementation = Object.class,
                example = "118.3",
                description = "Where the interval begins; for a list of inputs a list")
        Object low,

        @Schema(
                implementation = Object.class,
                example = "299.0",
                description = "Where the interval ends; for a list of inputs a list")
        Object high,

        @Schema(
                example = "held_out",
                allowableValues = {"held_out", "out_of_bag"},
                description = "Whose errors these are: of rows held out of the training, or of training rows, each by"
                        + " the trees that had not drawn it")
        String residuals,

        @Schema(example = "89", description = "How many rows there were")
        int rows) {}
