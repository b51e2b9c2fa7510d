package dev.tasuki.core.data;

import dev.tasuki.learn.table.ColumnSummary;
import dev.tasuki.learn.table.TableSummary;
import dev.tasuki.learn.table.WholeRange;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a table holds, for people. */
final class TableDescription {
    private TableDescription() {}

    static DatasetDescription of(DatasetView dataset, TableSummary table) {
        List<ColumnView> columns =
                table.columns().stream().map(TableDescription::column).toList();
        return new DatasetDescription(dataset, table.rows(), columns, table.firstRows(), TextHints.warnings(table));
    }

    private static ColumnView column(ColumnSummary summary) {
        WholeRange range = summary.whole().orElse(null);
        return new ColumnView(
                summary.name(),
                summary.type().name().toLowerCase(Locale.ROOT),
                summary.missing(),
                summary.distinct(),
                summary.distinctExact(),
                range == null ? orNull(summary.min()) : range.min(),
                orNull(summary.median()),
                summary.medianExact(),
                range == null ? orNull(summary.max()) : range.max());
    }

    /** Null also for an infinity, which JSON has no number for. */
    static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? (Double) value.getAsDouble() : null;
    }
}
