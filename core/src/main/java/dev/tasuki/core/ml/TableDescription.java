package dev.tasuki.core.ml;

import dev.tasuki.forest.table.Column;
import dev.tasuki.forest.table.ColumnSummary;
import dev.tasuki.forest.table.NumericColumn;
import dev.tasuki.forest.table.Table;
import dev.tasuki.forest.table.TextColumn;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a table holds, for people. */
final class TableDescription {
    private static final int FIRST_ROWS = 50;

    private TableDescription() {}

    static DatasetDescription of(DatasetView dataset, Table table) {
        List<ColumnView> columns =
                table.columns().stream().map(TableDescription::column).toList();
        List<List<String>> rows = IntStream.range(0, Math.min(FIRST_ROWS, table.rows()))
                .mapToObj(row -> table.columns().stream()
                        .map(column -> cell(column, row))
                        .toList())
                .toList();
        return new DatasetDescription(dataset, table.rows(), columns, rows);
    }

    private static ColumnView column(Column column) {
        ColumnSummary summary = ColumnSummary.of(column);
        return new ColumnView(
                summary.name(),
                summary.type().name().toLowerCase(Locale.ROOT),
                summary.missing(),
                summary.distinct(),
                orNull(summary.min()),
                orNull(summary.median()),
                orNull(summary.max()));
    }

    /** Null also for an infinity, which JSON has no number for. */
    static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? (Double) value.getAsDouble() : null;
    }

    private static String cell(Column column, int row) {
        return switch (column) {
            case TextColumn text -> {
                String value = text.value(row);
                yield value == null ? "" : value;
            }
            case NumericColumn numbers -> {
                double value = numbers.value(row);
                boolean whole = numbers.integral() && Math.abs(value) < 1e15;
                yield Double.isNaN(value) ? "" : whole ? Long.toString((long) value) : Double.toString(value);
            }
        };
    }
}
