package dev.tasuki.server.view;

import dev.tasuki.core.request.TrainingPlan;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What will be done with a column.
 *
 * @param name the column
 * @param as what its values are taken for
 * @param missing rows without a value
 * @param words the same for people
 */
@Schema(name = "PlannedColumn", description = "What will be done with a column")
public record PlannedColumnView(
        @Schema(example = "embarked") String name,

        @Schema(
                example = "category",
                allowableValues = {"number", "boolean", "category", "date", "left_out"})
        String as,

        @Schema(example = "2", description = "Rows without a value")
        long missing,

        @Schema(example = "3 categories as codes in their order; 2 of 891 rows have no value")
        String words) {
    static List<PlannedColumnView> of(List<TrainingPlan.PlannedColumn> columns) {
        return columns.stream()
                .map(column -> new PlannedColumnView(column.name(), column.as(), column.missing(), column.words()))
                .toList();
    }
}
