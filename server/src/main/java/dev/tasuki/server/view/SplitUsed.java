package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * How rows were held out, for the document only.
 *
 * @param testSize share of the rows that were held out
 * @param randomState seed of the split
 * @param stratify true if the proportions of the classes were kept
 * @param trainRows rows to learn from
 * @param testRows rows held out
 */
@Schema(name = "SplitUsed", description = "How rows were held out")
public record SplitUsed(
        @Schema(example = "0.2") double testSize,
        @Schema(example = "42") long randomState,
        @Schema(example = "false") boolean stratify,
        @Schema(example = "353") long trainRows,
        @Schema(example = "89") long testRows) {}
