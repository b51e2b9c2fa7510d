package dev.tasuki.core.data;

import java.util.List;

/**
 * What is in a dataset.
 *
 * @param rows without the header
 * @param columns all of them
 * @param firstRows cells of all columns in the first rows; numbers as they were read, text shortened, a
 *     missing value empty. How many rows these are at most is bounded, also by their size
 * @param warnings what its text may have been meant for, for people
 */
public record DatasetDescription(
        DatasetView dataset, long rows, List<ColumnView> columns, List<List<String>> firstRows, List<String> warnings) {
    public DatasetDescription {
        columns = List.copyOf(columns);
        firstRows = List.copyOf(firstRows);
        warnings = List.copyOf(warnings);
    }

    /** What is needed to say what a training on it would cost. */
    public DatasetProfile profile() {
        return new DatasetProfile(
                rows,
                columns.stream()
                        .map(column -> new DatasetProfile.Column(column.name(), column.type()))
                        .toList());
    }

    /** About how many bytes of memory it takes. */
    long weight() {
        long weight = 200;
        for (ColumnView column : columns) {
            weight += 200 + 2L * column.name().length();
        }
        for (List<String> row : firstRows) {
            for (String cell : row) {
                weight += 56 + 2L * cell.length();
            }
        }
        for (String warning : warnings) {
            weight += 56 + 2L * warning.length();
        }
        return weight;
    }
}
