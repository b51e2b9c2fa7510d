package dev.tasuki.core.data;

import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Shown;
import dev.tasuki.learn.relation.Histogram;
import dev.tasuki.learn.relation.Relation;
import dev.tasuki.learn.table.Column;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.RowChoice;
import dev.tasuki.learn.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks at how columns of a dataset are distributed, and at what each of them tells of a target. Of a long dataset it
 * looks at rows that are evenly spread, of a large one at those of its beginning, so that time and memory are bounded
 * whatever the file. One file is read at a time. Thread-safe; blocks.
 */
public final class Relations {
    private static final int MOST_BINS = Limits.HISTOGRAM_BINS.intValue();
    private static final int MOST_VALUES = Limits.TOP_VALUES.intValue();

    private final Datasets datasets;
    private final int mostRows;
    private final long mostBytes;
    private final ReentrantLock reading = new ReentrantLock();

    /** Within the bounds of the program. */
    public Relations(Datasets datasets) {
        this(datasets, Limits.RELATION_ROWS.intValue(), Limits.RELATION_BYTES.value());
    }

    Relations(Datasets datasets, int mostRows, long mostBytes) {
        this.datasets = datasets;
        this.mostRows = mostRows;
        this.mostBytes = mostBytes;
    }

    /**
     * What there is to know of some columns. Throws {@link NotFound} if there is no such dataset, and {@link
     * InvalidRequest} if it has no such column.
     *
     * @param target null: only how the columns are distributed
     * @param columns which, as {@link ColumnChoice} reads it
     */
    public RelationsView of(DatasetId id, @Nullable String target, @Nullable String columns) {
        DatasetDescription described = datasets.describe(id);
        List<Integer> positions = ColumnChoice.positions(columns, described.columns());
        if (target != null && !described.places().containsKey(target)) {
            throw unknown(target, described);
        }
        Table table = sample(id, described, target, positions);
        Optional<Column> other = target == null ? Optional.empty() : table.column(target);
        List<ColumnRelation> relations = new ArrayList<>();
        for (int position : positions) {
            String name = described.columns().get(position).name();
            table.column(name).ifPresent(column -> relations.add(relation(position + 1, column, other)));
        }
        return new RelationsView(described.dataset(), target, described.rows(), table.rows(), relations);
    }

    private Table sample(DatasetId id, DatasetDescription described, @Nullable String target, List<Integer> positions) {
        Set<String> wanted = new HashSet<>();
        positions.forEach(
                position -> wanted.add(described.columns().get(position).name()));
        if (target != null) {
            wanted.add(target);
        }
        double share =
                Math.min(1, mostBytes / (double) Math.max(1, described.dataset().size()));
        int every = (int) Math.max(1, Math.ceil(share * described.rows() / mostRows));
        reading.lock();
        try {
            return datasets.read(id, csv -> {
                CountedStream counted = new CountedStream(csv);
                RowChoice rows = new RowChoice(every, mostRows, () -> counted.count() > mostBytes);
                return Csv.sample(
                        id,
                        counted,
                        header -> header.stream().filter(wanted::contains).toList(),
                        rows);
            });
        } finally {
            reading.unlock();
        }
    }

    private static ColumnRelation relation(int position, Column column, Optional<Column> target) {
        Optional<Histogram> histogram = column instanceof NumericColumn numbers && !numbers.logical()
                ? Histogram.of(numbers, MOST_BINS)
                : Optional.empty();
        return new ColumnRelation(
                position,
                column.name(),
                histogram.map(ColumnRelation.Bins::of).orElse(null),
                Relation.top(column, MOST_VALUES).map(ColumnRelation.Words::of).orElse(null),
                target.filter(other -> other != column)
                        .flatMap(other -> Relation.between(column, other))
                        .map(ColumnRelation.Related::of)
                        .orElse(null));
    }

    private static InvalidRequest unknown(String target, DatasetDescription described) {
        List<String> names = described.columns().stream().map(ColumnView::name).toList();
        String meant = Closest.to(target, names)
                .map(near -> "; did you mean \"" + Shown.of(near) + "\"?")
                .orElse("");
        return InvalidRequest.field(new FieldProblem(
                "unknown_column",
                List.of("query", "target"),
                "dataset " + described.dataset().id() + " has no column \"" + Shown.of(target) + "\"" + meant
                        + "; its columns are "
                        + Shown.first(names.stream()
                                .map(name -> Shown.name(name, Shown.LETTERS))
                                .toList()),
                Shown.of(target)));
    }
}
