package dev.tasuki.core.data;

import dev.tasuki.learn.table.Column;
import dev.tasuki.learn.table.ColumnSummary;
import dev.tasuki.learn.table.Flaws;
import dev.tasuki.learn.table.Table;
import dev.tasuki.learn.table.TableSummary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What may keep the columns of a version of a dataset from being learned from.
 *
 * @param rows without the header
 * @param columns those with any flaw, by name
 * @param words columns of text or booleans, which are classes by themselves
 */
public record TableFlaws(long rows, Map<String, Flaws> columns, Set<String> words) {
    public TableFlaws {
        columns = Map.copyOf(columns);
        words = Set.copyOf(words);
    }

    public static TableFlaws of(TableSummary table) {
        Map<String, Flaws> columns = new HashMap<>();
        Set<String> words = new HashSet<>();
        for (ColumnSummary column : table.columns()) {
            add(column.name(), column.flaws(), columns);
            if (column.type() == ColumnSummary.Type.TEXT || column.type() == ColumnSummary.Type.BOOLEAN) {
                words.add(column.name());
            }
        }
        return new TableFlaws(table.rows(), columns, words);
    }

    /** Looks through a table that was read; costs about as much as reading it did. */
    public static TableFlaws of(Table table) {
        Map<String, Flaws> columns = new HashMap<>();
        Set<String> words = new HashSet<>();
        for (Column column : table.columns()) {
            add(column.name(), Flaws.of(column, table::line), columns);
            if (Columns.words(column)) {
                words.add(column.name());
            }
        }
        return new TableFlaws(table.rows(), columns, words);
    }

    private static void add(String name, Flaws flaws, Map<String, Flaws> columns) {
        if (flaws.any()) {
            columns.put(name, flaws);
        }
    }

    /** Those of a column. */
    public Flaws of(String column) {
        return columns.getOrDefault(column, Flaws.NONE);
    }

    /** About how many bytes of memory it takes. */
    long weight() {
        long names = columns.keySet().stream().mapToLong(String::length).sum()
                + words.stream().mapToLong(String::length).sum();
        return 100 + 800L * columns.size() + 50L * words.size() + 2 * names;
    }
}
