package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The bytes a model learned from, for the document only.
 *
 * @param id the dataset
 * @param etag the store's mark of the version that was read
 * @param size in bytes
 * @param sha256 of the bytes
 * @param rows without the header
 */
@Schema(name = "DatasetUsed", description = "The exact version of the dataset that was read")
public record DatasetUsed(
        @Schema(example = "diabetes") String id,
        @Schema(example = "5d41402abc4b2a76") String etag,
        @Schema(example = "23909") long size,

        @Schema(example = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")
        String sha256,

        @Schema(example = "442") long rows) {}
