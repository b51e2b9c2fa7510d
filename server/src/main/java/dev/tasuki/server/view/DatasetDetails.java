package dev.tasuki.server.view;

import dev.tasuki.core.ml.DatasetDescription;
import dev.tasuki.core.ml.DatasetView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * What is in a dataset.
 *
 * @param datasetId its id
 * @param size in bytes
 * @param etag changes with its bytes
 * @param modified when it was stored
 * @param rows without the header
 * @param columns in the file's order
 * @param firstRows at most 50, numbers as they were read, a missing value empty
 */
@Schema(name = "Dataset", description = "What is in a dataset")
public record DatasetDetails(
        @Schema(example = "diabetes") String datasetId,
        @Schema(example = "23909") long size,
        @Schema(example = "5d41402abc4b2a76") String etag,
        @Schema(example = "2026-11-23T05:40:00Z") Instant modified,
        @Schema(example = "442") long rows,
        List<ColumnDetails> columns,

        @Schema(description = "At most 50; numbers as they were read, a missing value empty")
        List<List<String>> firstRows) {

    /** The dataset as clients see it. */
    public static DatasetDetails of(DatasetDescription description) {
        DatasetView dataset = description.dataset();
        return new DatasetDetails(
                dataset.id().value(),
                dataset.size(),
                dataset.etag(),
                dataset.modified(),
                description.rows(),
                description.columns().stream().map(ColumnDetails::of).toList(),
                description.firstRows());
    }
}
