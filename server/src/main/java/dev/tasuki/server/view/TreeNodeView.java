package dev.tasuki.server.view;

import dev.tasuki.core.predict.TreeNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a tree.
 *
 * @param id its number; 0 is the root
 * @param feature the column whose value is looked at; null for a leaf
 * @param part of a date; null for other columns
 * @param test how the value is compared; rows for which it holds go left
 * @param threshold of at_most
 * @param categories of in and not_in
 * @param moreCategories how many there are beyond these
 * @param missing where rows without a value go; null if the model refuses them
 * @param left the node of the rows for which the test holds; null for a leaf
 * @param right the node of the others; null for a leaf
 * @param samples training rows in it
 * @param value what it adds to the sums; null for a node of boosting that splits
 */
@Schema(name = "TreeNode", description = "A node of a tree; what only nodes that split have is null for a leaf")
public record TreeNodeView(
        @Schema(example = "0") int id,

        @Schema(example = "bmi", nullable = true, description = "The column whose value is looked at") @Nullable
        String feature,

        @Schema(example = "year", nullable = true, description = "Of a column of dates: which part of the date")
        @Nullable
        String part,

        @Schema(
                example = "at_most",
                nullable = true,
                allowableValues = {"at_most", "in", "not_in", "present"},
                description = "Rows go left whose value is at most the threshold, is one of the categories, is none of"
                        + " them, or is there at all")
        @Nullable
        String test,

        @Schema(
                example = "0.00511107104830444",
                nullable = true,
                description = "In the column's own numbers. All but HistGradientBoosting round values to 32-bit floats"
                        + " before they compare")
        @Nullable
        Double threshold,

        @Schema(nullable = true, description = "Of in and not_in, at most 20") @Nullable
        List<String> categories,

        @Schema(example = "0", description = "How many categories there are beyond these")
        int moreCategories,

        @Schema(
                example = "left",
                nullable = true,
                allowableValues = {"left", "right"},
                description = "Where rows go without a value; null if the model takes none")
        @Nullable
        String missing,

        @Schema(example = "1", nullable = true, description = "The node of the rows for which the test holds") @Nullable
        Integer left,

        @Schema(example = "8", nullable = true, description = "The node of the other rows") @Nullable
        Integer right,

        @Schema(example = "222", description = "Training rows in it, each counted once")
        int samples,

        @Schema(
                example = "[153.01]",
                nullable = true,
                description = "What the tree predicts here: one number, or one for each class; of boosting what a leaf"
                        + " adds to the sum, the learning rate included, and null for a node that splits")
        @Nullable
        List<Double> value) {

    static TreeNodeView of(TreeNode node) {
        List<Double> value = node.value().isEmpty() ? null : node.value();
        TreeNode.Split split = node.split();
        if (split == null) {
            return new TreeNodeView(
                    node.id(), null, null, null, null, null, 0, null, null, null, node.samples(), value);
        }
        return new TreeNodeView(
                node.id(),
                split.feature(),
                split.part(),
                split.test(),
                split.threshold(),
                split.categories(),
                split.moreCategories(),
                split.missing(),
                split.left(),
                split.right(),
                node.samples(),
                value);
    }
}
