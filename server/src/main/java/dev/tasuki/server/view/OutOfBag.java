package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What was measured on the rows that a tree did not draw, for the document only.
 *
 * @param score R² of a regressor, accuracy of a classifier
 */
@Schema(name = "OutOfBag", description = "Measured on the rows that a tree did not draw, if that was asked for")
public record OutOfBag(@Schema(example = "0.41") double score) {}
