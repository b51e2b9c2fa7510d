package dev.tasuki.core.predict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a model's tree.
 *
 * @param id its number in the tree; 0 is the root
 * @param samples training rows in it, each counted once
 * @param value what it adds to the model's sums; empty for a node that splits and has none
 * @param split what it asks and where rows go; null for a leaf
 */
public record TreeNode(
        int id, int samples, List<Double> value, @Nullable Split split) {
    /** Copies. */
    public TreeNode {
        value = List.copyOf(value);
    }

    /**
     * What a node asks of a row.
     *
     * @param feature the column whose value is looked at
     * @param part of a date: year, month and so on; null for other columns
     * @param test at_most a threshold, in or not_in categories, or present
     * @param threshold in the column's own numbers; null for other tests
     * @param categories of the test, the first of them; null for other tests
     * @param moreCategories how many there are beyond these
     * @param missing left or right: where rows go without a value; null if the model refuses them
     * @param left the node of the rows for which the test holds
     * @param right the node of the others
     */
    public record Split(
            String feature,
            @Nullable String part,
            String test,
            @Nullable Double threshold,
            @Nullable List<String> categories,
            int moreCategories,
            @Nullable String missing,
            int left,
            int right) {}
}
