package dev.tasuki.core.ml;

import java.util.List;

/**
 * What is in a dataset.
 *
 * @param rows without the header
 * @param firstRows the first 50 at most; numbers as they were read, a missing value empty
 */
public record DatasetDescription(
        DatasetView dataset, long rows, List<ColumnView> columns, List<List<String>> firstRows) {
    public DatasetDescription {
        columns = List.copyOf(columns);
        firstRows = List.copyOf(firstRows);
    }
}
