package dev.tasuki.learn.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows under named columns, held by columns. Immutable and safe to share. */
public final class Table {
    private final List<Column> columns;
    private final Map<String, Column> byName;
    private final int rows;
    private final LineNumbers lines;

    Table(List<Column> columns, int rows, LineNumbers lines) {
        this.columns = List.copyOf(columns);
        this.rows = rows;
        this.lines = lines;
        this.byName = new HashMap<>();
        for (Column column : columns) {
            if (column.size() != rows) {
                throw new IllegalArgumentException(
                        "column " + column.name() + " has " + column.size() + " rows, the table " + rows);
            }
            if (byName.put(column.name(), column) != null) {
                throw new IllegalArgumentException("two columns are named " + column.name());
            }
        }
    }

    /**
     * A table that came from no file; its lines are counted as if a header stood above the rows.
     *
     * @throws IllegalArgumentException when there is no column, sizes differ or a name occurs twice
     */
    public static Table of(List<? extends Column> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table needs at least one column");
        }
        return new Table(List.copyOf(columns), columns.getFirst().size(), LineNumbers.afterHeader());
    }

    /** Number of rows, the header not counted. */
    public int rows() {
        return rows;
    }

    /** The columns in the file's order. */
    public List<Column> columns() {
        return columns;
    }

    /** The columns' names in the file's order. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** The column of this name. */
    public Optional<Column> column(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The line of the file, counted from 1, at which a row begins. */
    public long line(int row) {
        return lines.of(row);
    }
}
