package dev.tasuki.core.data;

import java.util.List;

/**
 * The shape of a version of a dataset: what is needed to say what a training on it would cost.
 *
 * @param rows without the header
 * @param columns in the file's order
 */
public record DatasetProfile(long rows, List<Column> columns) {
    public DatasetProfile {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param type {@code number}, {@code integer}, {@code boolean} or {@code text}
     */
    public record Column(String name, String type) {}

    /** The columns' names. */
    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** About how many bytes of memory it takes. */
    long weight() {
        return 100
                + columns.stream().mapToLong(c -> 100 + 2L * c.name().length()).sum();
    }
}
