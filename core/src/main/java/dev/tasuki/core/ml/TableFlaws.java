package dev.tasuki.core.ml;

import dev.tasuki.forest.table.Column;
import dev.tasuki.forest.table.ColumnSummary;
import dev.tasuki.forest.table.Flaws;
import dev.tasuki.forest.table.Table;
import dev.tasuki.forest.table.TableSummary;
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
record TableFlaws(long rows, Map<String, Flaws> columns, Set<String> words) {
    TableFlaws {
        columns = Map.copyOf(columns);
        words = Set.copyOf(words);
    }

    static TableFlaws of(TableSummary table) {
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
    static TableFlaws of(Table table) {
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
    Flaws of(String column) {
        return columns.getOrDefault(column, Flaws.NONE);
    }

    /** About how many bytes of memory it takes. */
    long weight() {
        long names = columns.keySet().stream().mapToLong(String::length).sum()
                + words.stream().mapToLong(String::length).sum();
        return 100 + 800L * columns.size() + 50L * words.size() + 2 * names;
    }
}
