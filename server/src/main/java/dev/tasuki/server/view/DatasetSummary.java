package dev.tasuki.server.view;

import dev.tasuki.core.data.DatasetView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A dataset in a list.
 *
 * @param datasetId its id
 * @param size in bytes
 * @param etag changes with its bytes
 * @param modified when it was stored
 */
@Schema(name = "DatasetSummary", description = "A dataset in a list; GET /datasets/{id} has the rest")
public record DatasetSummary(
        @Schema(example = "diabetes") String datasetId,
        @Schema(example = "23909") long size,
        @Schema(example = "5d41402abc4b2a76") String etag,
        @Schema(example = "2026-11-23T05:40:00Z") Instant modified) {

    static DatasetSummary of(DatasetView dataset) {
        return new DatasetSummary(dataset.id().value(), dataset.size(), dataset.etag(), dataset.modified());
    }
}
