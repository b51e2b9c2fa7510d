package dev.tasuki.core.cost;

import dev.tasuki.core.data.ColumnView;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.request.TrainingPlan.PlannedColumn;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Treatment;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Takes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Says what will be done with each column, as far as a description tells. */
public final class PlannedColumns {
    private static final String AS_IT_IS = "numbers, as they are";

    private final TrainRequest request;
    private final DatasetDescription dataset;
    private final Set<Takes> takes;

    private PlannedColumns(TrainRequest request, DatasetDescription dataset) {
        this.request = request;
        this.dataset = dataset;
        Learner<?> asked = request.algorithm();
        this.takes = asked == null ? Learners.usual(Kind.NUMBERS).takes() : asked.takes();
    }

    /** In the order of the features; empty where all are complete numbers that stay as they are. */
    public static List<PlannedColumn> of(TrainRequest request, DatasetDescription dataset) {
        return request.preparation().complete() ? List.of() : new PlannedColumns(request, dataset).all();
    }

    private List<PlannedColumn> all() {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < dataset.columns().size(); i++) {
            places.put(dataset.columns().get(i).name(), i);
        }
        List<PlannedColumn> planned = new ArrayList<>();
        boolean untouched = true;
        for (String feature : request.features()) {
            Integer place = places.get(feature);
            if (place != null) {
                PlannedColumn column = column(dataset.columns().get(place), place);
                untouched &= column.words().equals(AS_IT_IS);
                planned.add(column);
            }
        }
        return untouched ? List.of() : planned;
    }

    private PlannedColumn column(ColumnView column, int place) {
        Treatment wanted = request.preparation().of(column.name());
        boolean named = request.preparation().named(column.name()).asks();
        boolean text = column.type().equals("text");
        String gaps = column.missing() == 0
                ? ""
                : String.format(Locale.ROOT, "; %,d of %,d rows have no value", column.missing(), dataset.rows());
        if (column.missing() == dataset.rows()) {
            return new PlannedColumn(column.name(), "left_out", column.missing(), "left out: it has no value");
        }
        if (!text && !named) {
            return new PlannedColumn(column.name(), kind(column), column.missing(), number(column, wanted) + gaps);
        }
        if (!named && truths(place)) {
            return new PlannedColumn(column.name(), "boolean", column.missing(), "true and false as 1 and 0" + gaps);
        }
        if (!named && EncodedNumbers.date(dataset.firstRows(), place)) {
            return new PlannedColumn(column.name(), "date", column.missing(), "dates as their parts" + gaps);
        }
        if (!named && Preparation.leavesOut(column.distinct(), dataset.rows())) {
            String words = String.format(
                    Locale.ROOT,
                    "left out: it is text with %s%,d different values in %,d rows, which tells little",
                    column.distinctExact() ? "" : "about ",
                    column.distinct(),
                    dataset.rows());
            return new PlannedColumn(column.name(), "left_out", column.missing(), words);
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
        Treatment.Missing missing = wanted.missing();
        String scaled = wanted.scale() == Treatment.Flag.YES ? "numbers on a scale of mean 0 and variance 1" : "";
        if (column.missing() == 0 && (missing == Treatment.Missing.AUTO || missing == Treatment.Missing.ERROR)) {
            return scaled.isEmpty() ? AS_IT_IS : scaled;
        }
        boolean taken = missing == Treatment.Missing.NATIVE
                || missing == Treatment.Missing.AUTO && takes.contains(Takes.MISSING);
        String how =
                missing == Treatment.Missing.AUTO ? "median" : missing.name().toLowerCase(Locale.ROOT);
        return (scaled.isEmpty() ? "numbers" : scaled)
                + (taken ? ", missing ones as they are" : ", missing ones filled in (" + how + ")");
    }

    private String categories(ColumnView column, Treatment wanted) {
        String many = String.format(
                Locale.ROOT, "%s%,d categories", column.distinctExact() ? "" : "about ", column.distinct());
        return many
                + switch (wanted.categories()) {
                    case ONE_HOT -> ", each with a column that says where it is";
                    case NATIVE -> ", which the learner takes as they are";
                    case AUTO ->
                        takes.contains(Takes.CATEGORIES)
                                ? ", which the learner takes as they are"
                                : " as codes in their order";
                    case ORDINAL, ERROR -> " as codes in their order";
                };
    }
}
