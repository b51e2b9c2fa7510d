package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How well a class is found, for the document only.
 *
 * @param ofClass text or a number, as it was in the data
 * @param precision share of the rows taken for this class that are of it
 * @param recall share of the rows of this class that are taken for it
 * @param f1 harmonic mean of the two
 * @param rows held-out rows of this class
 * @param predicted held-out rows taken for this class
 * @param rocAuc area under the ROC curve of this class against the others
 * @param averagePrecision mean precision, weighed by recall
 */
@Schema(name = "ClassFigures", description = "How well a class is found among the held-out rows")
public record ClassFiguresView(
        @Schema(name = "class", implementation = Object.class, example = "yes")
        Object ofClass,

        @Schema(example = "0.8") double precision,
        @Schema(example = "0.75") double recall,
        @Schema(example = "0.774") double f1,
        @Schema(example = "40") long rows,
        @Schema(example = "38") long predicted,

        @Schema(
                example = "0.87",
                nullable = true,
                description = "Null if the held-out rows lack the class; not there above 10 classes")
        @Nullable
        Double rocAuc,

        @Schema(example = "0.81", nullable = true) @Nullable Double averagePrecision) {}
