package dev.tasuki.learn.table;

import java.util.List;

/**
 * A table in a few figures, without its values.
 *
 * @param rows without the header
 * @param columns in the file's order
 * @param firstRows cells of the first rows: text as it was written, numbers as they were read, a
 *     missing value empty
 */
public record TableSummary(int rows, List<ColumnSummary> columns, List<List<String>> firstRows) {
    public TableSummary {
        columns = List.copyOf(columns);
        firstRows = List.copyOf(firstRows);
    }
}
