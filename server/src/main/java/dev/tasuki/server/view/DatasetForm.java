package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A form that uploads a dataset, as the document shows it.
 *
 * @param id of the dataset
 * @param separator of its fields
 * @param encoding of its letters
 * @param file the CSV
 */
@Schema(name = "DatasetForm", description = "A form with one file, which stands behind all fields")
public record DatasetForm(
        @Schema(
                nullable = true,
                description = "The dataset; the file's name without .csv, .parquet and .gz if left out")
        @Nullable
        String id,

        @Schema(nullable = true, description = "What parts the fields; recognised if left out") @Nullable
        String separator,

        @Schema(nullable = true, description = "How the letters are written; utf-8 if left out") @Nullable
        String encoding,

        @Schema(
                type = "string",
                format = "binary",
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The CSV, plain or gzip")
        String file) {}
