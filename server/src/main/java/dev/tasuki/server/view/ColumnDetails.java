package dev.tasuki.server.view;

import dev.tasuki.core.ml.ColumnView;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A column of a dataset.
 *
 * @param name from the header
 * @param type number, integer or text
 * @param missing rows without a value
 * @param distinct different values
 * @param min null for text; so are median and max
 * @param median null for text
 * @param max null for text
 */
@Schema(name = "Column", description = "A column; min, median and max are null for text")
public record ColumnDetails(
        @Schema(example = "bmi") String name,

        @Schema(
                example = "number",
                allowableValues = {"number", "integer", "text"})
        String type,

        @Schema(example = "0") long missing,
        @Schema(example = "163") long distinct,

        @Schema(example = "-0.0902752958985185", nullable = true) @Nullable
        Double min,

        @Schema(example = "-0.00728376620968916", nullable = true) @Nullable
        Double median,

        @Schema(example = "0.17055522598066", nullable = true) @Nullable
        Double max) {

    static ColumnDetails of(ColumnView column) {
        return new ColumnDetails(
                column.name(),
                column.type(),
                column.missing(),
                column.distinct(),
                column.min(),
                column.median(),
                column.max());
    }
}
