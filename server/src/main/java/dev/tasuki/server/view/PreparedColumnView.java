package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What was done with a column, for the document only: the answer carries the stored report's own numbers.
 *
 * @param name the column
 * @param as what its values were taken for
 * @param missing rows without a value
 * @param columns numbers that it became
 * @param indicator whether one of them says where values are missing
 * @param filledWith what stands for missing numbers
 * @param mean what was taken off
 * @param scale what was divided by
 * @param categories that were learned
 * @param encoding of categories
 * @param words the same for people
 */
@Schema(name = "PreparedColumn", description = "What was done with a column")
public record PreparedColumnView(
        @Schema(example = "age") String name,

        @Schema(
                example = "number",
                allowableValues = {"number", "boolean", "category", "date", "left_out"})
        String as,

        @Schema(example = "177", description = "Rows without a value")
        long missing,

        @Schema(example = "2", description = "Numbers that the column became; 0: it was left out")
        int columns,

        @Schema(example = "true", description = "Whether one of them says where values are missing")
        boolean indicator,

        @Schema(example = "28.0", nullable = true, description = "What stands for missing numbers; not there: nothing")
        @Nullable
        Double filledWith,

        @Schema(example = "29.3", nullable = true, description = "What was taken off, if numbers are scaled") @Nullable
        Double mean,

        @Schema(example = "13.1", nullable = true, description = "What was divided by, if numbers are scaled") @Nullable
        Double scale,

        @Schema(example = "3", nullable = true, description = "Categories of the training rows") @Nullable
        Integer categories,

        @Schema(
                example = "ordinal",
                nullable = true,
                allowableValues = {"ordinal", "native", "one_hot"})
        @Nullable
        String encoding,

        @Schema(example = "numbers; 177 of 891 rows have no value, for which stands the value 28.0")
        String words) {}
