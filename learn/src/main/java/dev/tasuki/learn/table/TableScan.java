package dev.tasuki.learn.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sums up a table while it is read, in the memory that the limits allow. For one thread. */
final class TableScan {
    /** What the scanner's buffer and all small things take. */
    private static final int OVERHEAD = 2 << 20;
    /** What the objects of one column take beside its figures and its name. */
    private static final int COLUMN_OBJECTS = 1024;
    /** Cells that are text and looked at, of all columns. */
    private static final int LOOKED_AT = 100_000;

    private static final int NAME_OBJECT = 100;
    private static final int LEAST_FIGURES = 1 << 10;

    private final CsvRows rows;
    private final FirstCells cells;
    private final ColumnSketch[] columns;

    /** Gives each column its share of what names and first rows leave. */
    TableScan(CsvRows rows, ScanLimits limits) {
        this.rows = rows;
        List<String> names = rows.names();
        long fixed = OVERHEAD
                + (long) COLUMN_OBJECTS * names.size()
                + names.stream()
                        .mapToLong(name -> NAME_OBJECT + 2L * name.length())
                        .sum();
        long forCells = limits.memory() / 16;
        long share = (limits.memory() - fixed - forCells) / names.size();
        this.cells = new FirstCells(limits.rows(), limits.letters(), forCells);
        ColumnSketch.Shared shared = new ColumnSketch.Shared(new NumberParser(), cells, limits, lookedAt(names.size()));
        this.columns = new ColumnSketch[names.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnSketch(names.get(i), i + 1, shared, Math.max(LEAST_FIGURES, share));
        }
    }

    /** A cell costs about a microsecond; a table of many columns has as much time for it as one of few. */
    private static int lookedAt(int columns) {
        return Math.clamp(LOOKED_AT / columns, 4, FlawCounts.LOOKED_AT);
    }

    /** Reads all rows. */
    TableSummary run() throws CsvException, IOException {
        while (rows.read(columns)) {
            cells.next();
        }
        List<ColumnSummary> summaries = new ArrayList<>(columns.length);
        for (ColumnSketch column : columns) {
            summaries.add(column.summary());
        }
        List<List<String>> first =
                IntStream.range(0, cells.rows()).mapToObj(this::row).toList();
        return new TableSummary(rows.rows(), summaries, first);
    }

    private List<String> row(int row) {
        List<String> cellsOfRow = new ArrayList<>(columns.length);
        for (ColumnSketch column : columns) {
            cellsOfRow.add(column.firstCell(row));
        }
        return cellsOfRow;
    }
}
