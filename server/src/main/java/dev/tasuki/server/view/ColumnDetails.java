package dev.tasuki.server.view;

import dev.tasuki.core.data.ColumnView;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A column of a dataset.
 *
 * @param position in the file, counted from 1
 * @param name from the header
 * @param type number, integer, boolean or text
 * @param missing rows without a value
 * @param distinct different values
 * @param distinctExact false if {@code distinct} is an estimate
 * @param min null for text and booleans; so are median and max
 * @param median null for text and booleans
 * @param medianExact false if {@code median} is an estimate
 * @param max null for text and booleans
 */
@Schema(name = "Column", description = "A column; min, median and max are null for text and booleans")
public record ColumnDetails(
        @Schema(example = "3") int position,
        @Schema(example = "bmi") String name,

        @Schema(
                example = "number",
                allowableValues = {"number", "integer", "boolean", "text"})
        String type,

        @Schema(example = "0") long missing,
        @Schema(example = "163") long distinct,

        @Schema(example = "true", description = "False if distinct is an estimate: more than are counted exactly")
        boolean distinctExact,

        @Schema(type = "number", example = "-0.0902752958985185", nullable = true) @Nullable
        Number min,

        @Schema(example = "-0.00728376620968916", nullable = true) @Nullable
        Double median,

        @Schema(example = "true", description = "False if median is an estimate: the column is too long to be sorted")
        boolean medianExact,

        @Schema(type = "number", example = "0.17055522598066", nullable = true) @Nullable
        Number max) {

    static ColumnDetails of(int position, ColumnView column) {
        return new ColumnDetails(
                position,
                column.name(),
                column.type(),
                column.missing(),
                column.distinct(),
                column.distinctExact(),
                column.min(),
                column.median(),
                column.medianExact(),
                column.max());
    }
}
