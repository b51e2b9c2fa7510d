package dev.tasuki.core.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How columns of a dataset are distributed, and what they tell of a target.
 *
 * @param dataset which, and which version
 * @param target null if none was named
 * @param rows of the dataset
 * @param rowsUsed of those that were looked at
 * @param columns those that were asked for, in the file's order
 */
public record RelationsView(
        DatasetView dataset, @Nullable String target, long rows, int rowsUsed, List<ColumnRelation> columns) {
    /** Copies. */
    public RelationsView {
        columns = List.copyOf(columns);
    }
}
