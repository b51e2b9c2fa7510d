package dev.tasuki.core.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is in a dataset.
 *
 * @param rows without the header
 * @param columns all of them
 * @param firstRows cells of all columns in the first rows; numbers as they were read, text shortened, a
 *     missing value empty. How many rows these are at most is bounded, also by their size
 * @param warnings what its text may have been meant for, for people
 * @param places where each column stands, by its name
 */
public record DatasetDescription(
        DatasetView dataset,
        long rows,
        List<ColumnView> columns,
        List<List<String>> firstRows,
        List<String> warnings,
        Map<String, Integer> places) {
    public DatasetDescription {
        places = Map.copyOf(places);
        columns = List.copyOf(columns);
        firstRows = List.copyOf(firstRows);
        warnings = List.copyOf(warnings);
    }

    /** Says itself where its columns stand: once, as every training looks for its features. */
    public DatasetDescription(
            DatasetView dataset,
            long rows,
            List<ColumnView> columns,
            List<List<String>> firstRows,
            List<String> warnings) {
        this(dataset, rows, columns, firstRows, warnings, places(columns));
    }

    private static Map<String, Integer> places(List<ColumnView> columns) {
        Map<String, Integer> places = HashMap.newHashMap(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            places.put(columns.get(i).name(), i);
        }
        return places;
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
            weight += 260 + 2L * column.name().length();
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
