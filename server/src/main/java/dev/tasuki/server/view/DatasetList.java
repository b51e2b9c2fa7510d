package dev.tasuki.server.view;

import dev.tasuki.core.data.DatasetView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Every dataset, by id.
 *
 * @param datasets possibly empty
 */
@Schema(name = "DatasetList", description = "Every dataset, by id")
public record DatasetList(List<DatasetSummary> datasets) {
    public static DatasetList of(List<DatasetView> datasets) {
        return new DatasetList(datasets.stream().map(DatasetSummary::of).toList());
    }
}
