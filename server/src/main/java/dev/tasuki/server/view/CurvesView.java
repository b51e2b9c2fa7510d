package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * The curves of one class against the others, each as lists of the same length, for the document only.
 *
 * @param ofClass text or a number, as it was in the data
 * @param roc from (0, 0) to (1, 1)
 * @param precisionRecall from the highest threshold to the lowest
 * @param calibration what was predicted beside what came true
 */
@Schema(name = "Curves", description = "The curves of one class against the others")
public record CurvesView(
        @Schema(name = "class", implementation = Object.class, example = "yes")
        Object ofClass,

        Roc roc,
        PrecisionRecall precisionRecall,
        Calibration calibration) {

    /**
     * Receiver operating characteristic.
     *
     * @param points of the whole curve; at most 100 of them are shown
     */
    @Schema(name = "RocCurve", description = "Receiver operating characteristic, at most 100 points of it")
    public record Roc(
            @Schema(example = "57", description = "Points of the whole curve")
            long points,

            @Schema(example = "[0.0, 0.0, 0.2, 1.0]") List<Double> falsePositiveRate,
            @Schema(example = "[0.0, 0.1, 0.7, 1.0]") List<Double> truePositiveRate,
            @Schema(example = "[1.93, 0.93, 0.6, 0.1]") List<Double> threshold) {}

    /**
     * Precision over recall.
     *
     * @param points of the whole curve; at most 100 of them are shown
     */
    @Schema(name = "PrecisionRecallCurve", description = "Precision over recall, at most 100 points of it")
    public record PrecisionRecall(
            @Schema(example = "98", description = "Points of the whole curve")
            long points,

            @Schema(example = "[0.1, 0.7, 1.0]") List<Double> recall,
            @Schema(example = "[1.0, 0.8, 0.45]") List<Double> precision,
            @Schema(example = "[0.93, 0.6, 0.1]") List<Double> threshold) {}

    /**
     * What was predicted beside what came true, in at most 10 bins of equal width.
     *
     * @param predicted mean probability of a bin's rows
     * @param observed share of a bin's rows that are of the class
     * @param rows of a bin
     */
    @Schema(name = "Calibration", description = "Mean probability and share of the class in bins of equal width")
    public record Calibration(
            @Schema(example = "[0.07, 0.31, 0.86]") List<Double> predicted,
            @Schema(example = "[0.1, 0.28, 0.8]") List<Double> observed,
            @Schema(example = "[31, 18, 40]") List<Long> rows) {}
}
