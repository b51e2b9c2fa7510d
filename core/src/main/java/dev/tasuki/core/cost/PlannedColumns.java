package dev.tasuki.core.cost;

import dev.tasuki.core.data.ColumnView;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.request.ColumnWords;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.request.TrainingPlan.PlannedColumn;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Treatment;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Takes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says what will be done with each column, as far as a description tells. */
public final class PlannedColumns {
    private final TrainRequest request;
    private final DatasetDescription dataset;
    private final Set<Takes> takes;

    private PlannedColumns(TrainRequest request, DatasetDescription dataset) {
        this.request = request;
        this.dataset = dataset;
        Learner<?> asked = request.algorithm();
        this.takes = asked == null ? Learners.usual(Kind.NUMBERS).takes() : asked.takes();
    }

    /**
     * In the order of the features; empty where all are complete numbers that stay as they are, or it depends on the
     * algorithm that is found to be the best.
     */
    public static List<PlannedColumn> of(TrainRequest request, DatasetDescription dataset) {
        return request.delegated()
                        || request.findsBest()
                        || request.preparation().complete()
                ? List.of()
                : new PlannedColumns(request, dataset).all();
    }

    private List<PlannedColumn> all() {
        List<Integer> places = new ArrayList<>(request.features().size());
        boolean untouched = true;
        for (String feature : request.features()) {
            Integer place = dataset.places().get(feature);
            if (place != null) {
                places.add(place);
                untouched = untouched && untouched(dataset.columns().get(place));
            }
        }
        if (untouched) {
            return List.of();
        }
        return places.stream()
                .map(place -> column(dataset.columns().get(place), place))
                .toList();
    }

    /** Whether a column is one of complete numbers that stay as they are. */
    private boolean untouched(ColumnView column) {
        if (column.type().equals("text")
                || column.missing() > 0
                || request.preparation().named(column.name()).asks()) {
            return false;
        }
        return asItIs(column, request.preparation().of(column.name()));
    }

    private static boolean asItIs(ColumnView column, Treatment wanted) {
        return column.missing() == 0
                && wanted.scale() != Treatment.Flag.YES
                && (wanted.missing() == Treatment.Missing.AUTO || wanted.missing() == Treatment.Missing.ERROR);
    }

    private PlannedColumn column(ColumnView column, int place) {
        Treatment wanted = request.preparation().of(column.name());
        boolean named = request.preparation().named(column.name()).asks();
        boolean text = column.type().equals("text");
        String gaps = ColumnWords.gaps(column.missing(), dataset.rows());
        if (column.missing() == dataset.rows()) {
            return new PlannedColumn(column.name(), "left_out", column.missing(), ColumnWords.leftOut("has no value"));
        }
        if (!text && !named) {
            return new PlannedColumn(column.name(), kind(column), column.missing(), number(column, wanted) + gaps);
        }
        if (!named && truths(place)) {
            return new PlannedColumn(column.name(), "boolean", column.missing(), ColumnWords.TRUTHS + gaps);
        }
        if (!named && EncodedNumbers.date(dataset.firstRows(), place)) {
            return new PlannedColumn(column.name(), "date", column.missing(), "dates as their parts" + gaps);
        }
        if (!named && Preparation.leavesOut(column.distinct(), dataset.rows())) {
            String words = String.format(
                    Locale.ROOT,
                    "is text with %s%,d different values in %,d rows, which tells little",
                    column.distinctExact() ? "" : "about ",
                    column.distinct(),
                    dataset.rows());
            return new PlannedColumn(column.name(), "left_out", column.missing(), ColumnWords.leftOut(words));
        }
        return new PlannedColumn(column.name(), "category", column.missing(), categories(column, wanted) + gaps);
    }

    /** Whether the first rows hold True and False alone, in any case. */
    private boolean truths(int place) {
        List<String> cells = dataset.firstRows().stream()
                .filter(row -> place < row.size())
                .map(row -> row.get(place))
                .filter(cell -> !cell.isEmpty())
                .toList();
        return !cells.isEmpty()
                && cells.stream().allMatch(cell -> cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false"));
    }

    private static String kind(ColumnView column) {
        return column.type().equals("boolean") ? "boolean" : "number";
    }

    private String number(ColumnView column, Treatment wanted) {
        if (asItIs(column, wanted)) {
            return ColumnWords.AS_IT_IS;
        }
        Treatment.Missing missing = wanted.missing();
        String numbers = ColumnWords.numbers(wanted.scale() == Treatment.Flag.YES);
        if (column.missing() == 0 && (missing == Treatment.Missing.AUTO || missing == Treatment.Missing.ERROR)) {
            return numbers;
        }
        boolean taken = missing == Treatment.Missing.NATIVE
                || missing == Treatment.Missing.AUTO && takes.contains(Takes.MISSING);
        String how = missing == Treatment.Missing.AUTO
                ? takes.contains(Takes.ONE_HOT) ? "mean" : "median"
                : missing.name().toLowerCase(Locale.ROOT);
        return numbers + (taken ? ", missing ones as they are" : ", missing ones filled in (" + how + ")");
    }

    private String categories(ColumnView column, Treatment wanted) {
        ColumnWords.Categories as = switch (wanted.categories()) {
            case ONE_HOT -> ColumnWords.Categories.ONE_HOT;
            case NATIVE -> ColumnWords.Categories.NATIVE;
            case AUTO ->
                takes.contains(Takes.CATEGORIES)
                        ? ColumnWords.Categories.NATIVE
                        : takes.contains(Takes.ONE_HOT)
                                ? ColumnWords.Categories.ONE_HOT
                                : ColumnWords.Categories.ORDINAL;
            case ORDINAL, ERROR -> ColumnWords.Categories.ORDINAL;
        };
        return as.of(column.distinct(), column.distinctExact() ? "" : "about ");
    }
}
