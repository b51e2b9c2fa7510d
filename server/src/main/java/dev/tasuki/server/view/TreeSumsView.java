package dev.tasuki.server.view;

import dev.tasuki.core.predict.TreeHead;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What becomes of the values of the leaves into which a row falls.
 *
 * @param mean whether the sums are divided by the number of trees
 * @param base what the sums begin with
 * @param scale what the sums are
 * @param classes in the order of the values; empty if there are none
 */
@Schema(
        name = "TreeSums",
        description = "What becomes of the values of the leaves into which a row falls: base plus their sum, divided by"
                + " the number of trees if mean says so, is the prediction on this scale")
public record TreeSumsView(
        @Schema(example = "true") boolean mean,
        @Schema(example = "[0.0]") List<Double> base,

        @Schema(
                example = "prediction",
                allowableValues = {"prediction", "probability", "raw_score", "path_length"},
                description =
                        "prediction; probability of each class; raw_score, of which a logistic function or softmax"
                                + " makes probabilities; path_length, of which an anomaly's score is made")
        String scale,

        @Schema(example = "[]", description = "Of a classifier, in the order of its probabilities")
        List<Object> classes) {

    static TreeSumsView of(TreeHead.Sums sums) {
        return new TreeSumsView(sums.mean(), sums.base(), sums.scale(), sums.classes());
    }
}
