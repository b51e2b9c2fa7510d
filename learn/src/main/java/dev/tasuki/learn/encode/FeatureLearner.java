package dev.tasuki.learn.encode;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.encode.Treatment.Missing;
import dev.tasuki.learn.prepare.Categories;
import dev.tasuki.learn.prepare.DateParts;
import dev.tasuki.learn.prepare.Imputation;
import dev.tasuki.learn.prepare.NumberCategories;
import dev.tasuki.learn.prepare.Scaling;
import dev.tasuki.learn.prepare.TextCategories;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import dev.tasuki.learn.table.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Learns the feature of one column after the other from the training rows of a table. */
final class FeatureLearner {
    private final Table table;
    private final int[] rows;
    private final EncoderLearner of;

    FeatureLearner(Table table, int[] rows, EncoderLearner of) {
        this.table = table;
        this.rows = rows;
        this.of = of;
    }

    Feature learn(String name) {
        Treatment wanted = of.preparation().of(name);
        return switch (TargetColumns.existing(table, name)) {
            case NumericColumn column -> {
                Treatment.Categories asked = of.preparation().named(name).categories();
                boolean categories = of.preparation().named(name).asks();
                yield categories
                        ? category(name, NumberCategories.learn(numbers(column)), codes(column), asked, wanted)
                        : number(name, numbers(column), wanted, false);
            }
            case TextColumn column -> text(column, wanted);
        };
    }

    private double[] numbers(NumericColumn column) {
        return Arrays.stream(rows).mapToDouble(column::value).toArray();
    }

    private Feature text(TextColumn column, Treatment wanted) {
        String name = column.name();
        boolean asked = of.preparation().named(name).asks();
        boolean[] occurs = new boolean[column.distinct().size()];
        for (int row : rows) {
            int code = column.code(row);
            if (code >= 0) {
                occurs[code] = true;
            }
        }
        List<String> distinct = new ArrayList<>();
        for (int code = 0; code < occurs.length; code++) {
            if (occurs[code]) {
                distinct.add(column.distinct().get(code));
            }
        }
        if (distinct.isEmpty()) {
            return empty(name, wanted);
        }
        if (!asked && distinct.stream().allMatch(FeatureLearner::truth)) {
            return number(name, truths(column), wanted, true);
        }
        if (!asked && distinct.stream().allMatch(text -> DateParts.read(text).isPresent())) {
            return date(column, wanted);
        }
        return text(column, distinct, wanted);
    }

    private Feature text(TextColumn column, List<String> distinct, Treatment wanted) {
        String name = column.name();
        Treatment.Categories way = wanted.categories();
        if (way == Treatment.Categories.ERROR) {
            throw InvalidValueException.of(
                    name,
                    "it holds text, and preprocess.categories is error; leave it out or choose a way to encode it");
        }
        boolean asked = of.preparation().named(name).asks();
        if (!asked && Preparation.leavesOut(distinct.size(), rows.length)) {
            return new Feature.LeftOut(
                    name,
                    String.format(
                            Locale.ROOT,
                            "is text with %,d different values in %,d training rows, which tells little: name it in"
                                    + " preprocess.columns to have it",
                            distinct.size(),
                            rows.length));
        }
        TextCategories known = TextCategories.of(distinct.stream());
        double[] codes = Arrays.stream(rows)
                .mapToDouble(row -> known.code(column.value(row)))
                .toArray();
        return category(name, known, codes, way, wanted);
    }

    private static boolean truth(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    private double[] truths(TextColumn column) {
        return Arrays.stream(rows)
                .mapToDouble(row -> {
                    String text = column.value(row);
                    return text == null ? Double.NaN : text.equalsIgnoreCase("true") ? 1 : 0;
                })
                .toArray();
    }

    private double[] codes(NumericColumn column) {
        NumberCategories known = NumberCategories.learn(numbers(column));
        return Arrays.stream(rows)
                .mapToDouble(row -> known.code(column.value(row)))
                .toArray();
    }

    private Feature empty(String name, Treatment wanted) {
        if (wanted.missing() == Missing.AUTO) {
            return new Feature.LeftOut(name, "has no value in any training row");
        }
        throw InvalidValueException.of(
                name,
                "every value is missing in the training rows, so nothing can stand for one; leave the column out");
    }

    private Feature number(String name, double[] values, Treatment wanted, boolean truths) {
        double[] present = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
        if (present.length == 0) {
            return empty(name, wanted);
        }
        boolean missing = present.length < values.length;
        Slot slot = slot(name, values, wanted);
        return new NumberFeature(
                FeatureRange.of(name, present), truths, slot, takesMissing(wanted), indicator(wanted, slot, missing));
    }

    private boolean takesMissing(Treatment wanted) {
        return wanted.missing() != Missing.ERROR;
    }

    private boolean indicator(Treatment wanted, Slot slot, boolean missing) {
        boolean filled = !Double.isNaN(slot.fill());
        return missing
                && takesMissing(wanted)
                && (wanted.indicator() == Treatment.Flag.AUTO ? filled : wanted.indicator() == Treatment.Flag.YES);
    }

    private Slot slot(String name, double[] values, Treatment wanted) {
        double fill = fill(name, values, wanted.missing());
        if (wanted.scale() != Treatment.Flag.YES) {
            return Slot.filling(fill);
        }
        Scaling scaling = Scaling.learn(
                name, Arrays.stream(values).map(v -> Double.isNaN(v) ? fill : v).toArray());
        return new Slot(fill, scaling.mean(), scaling.scale());
    }

    private double fill(String name, double[] values, Missing missing) {
        return switch (missing == Missing.AUTO ? of.abilities().usualFill() : missing) {
            case MEDIAN -> learned(name, values, Imputation.Strategy.MEDIAN);
            case MEAN -> learned(name, values, Imputation.Strategy.MEAN);
            case MOST_FREQUENT -> learned(name, values, Imputation.Strategy.MOST_FREQUENT);
            case CONSTANT -> 0;
            case AUTO, NATIVE, ERROR -> Double.NaN;
        };
    }

    private static double learned(String name, double[] values, Imputation.Strategy strategy) {
        return Imputation.learn(name, values, strategy).value();
    }

    private Feature date(TextColumn column, Treatment wanted) {
        String name = column.name();
        if (wanted.dates() == Treatment.Dates.ERROR) {
            throw InvalidValueException.of(
                    name, "it holds dates, and preprocess.dates is error; leave it out or let them become parts");
        }
        List<@Nullable String> texts = new ArrayList<>();
        for (int row : rows) {
            texts.add(column.value(row));
        }
        DateParts parts = DateParts.learn(texts);
        double[][] values = new double[parts.columns()][rows.length];
        double[] one = new double[parts.columns()];
        boolean missing = false;
        for (int row = 0; row < rows.length; row++) {
            String text = texts.get(row);
            missing |= text == null;
            parts.write(text, one, 0);
            for (int part = 0; part < one.length; part++) {
                values[part][row] = one[part];
            }
        }
        List<Slot> slots = new ArrayList<>();
        for (double[] part : values) {
            slots.add(slot(name, part, wanted));
        }
        return new DateFeature(name, parts, slots, takesMissing(wanted), indicator(wanted, slots.getFirst(), missing));
    }

    /** @param codes of the training rows; NaN where a value is missing */
    private Feature category(
            String name, Categories known, double[] codes, Treatment.Categories asked, Treatment wanted) {
        if (known.size() == 0) {
            return empty(name, wanted);
        }
        if (known.size() > of.bounds().categories()) {
            throw new EncodingTooLargeException(String.format(
                    Locale.ROOT,
                    "column %s has %,d categories; at most %,d may be learned: leave it out or group its values",
                    name,
                    known.size(),
                    of.bounds().categories()));
        }
        CategoryFeature.Way way =
                switch (asked == Treatment.Categories.AUTO ? of.abilities().usual() : asked) {
                    case AUTO, ORDINAL, ERROR -> CategoryFeature.Way.ORDINAL;
                    case ONE_HOT -> CategoryFeature.Way.ONE_HOT;
                    case NATIVE -> CategoryFeature.Way.NATIVE;
                };
        boolean gaps = Arrays.stream(codes).anyMatch(Double::isNaN);
        double none = way == CategoryFeature.Way.ORDINAL && !of.abilities().missing() ? -1 : Double.NaN;
        double missing = wanted.missing() == Missing.MOST_FREQUENT
                ? learned(name, codes, Imputation.Strategy.MOST_FREQUENT)
                : way == CategoryFeature.Way.ONE_HOT && gaps ? known.size() : none;
        return new CategoryFeature(name, known, way, missing, none, takesMissing(wanted));
    }
}
