package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Held-out rows, at most 1,000, for the document only.
 *
 * @param actual the target's values: numbers, or a classifier's classes
 * @param predicted what the model said of the same rows
 */
@Schema(name = "HeldOutRows", description = "Actual and predicted values of held-out rows, at most 1,000")
public record HeldOutRows(
        @Schema(example = "[219.0, 70.0]") List<Object> actual,
        @Schema(example = "[156.6, 181.5]") List<Object> predicted) {}
