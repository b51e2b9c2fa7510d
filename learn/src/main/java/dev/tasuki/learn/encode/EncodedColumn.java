package dev.tasuki.learn.encode;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import dev.tasuki.learn.table.TextColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A column of a table as its feature makes it. Texts are encoded once each, numbers when they are asked for.
 *
 * @param numbers the feature's numbers, by the number of the row
 * @param missing 1 in rows without a value and 0 in others
 */
record EncodedColumn(List<IntToDoubleFunction> numbers, IntToDoubleFunction missing) {
    static EncodedColumn of(Feature feature, Table table) {
        if (feature instanceof Feature.Numeric) {
            return new EncodedColumn(List.of(Feature.Numeric.checked(table, feature.name())::value), row -> 0);
        }
        int width = feature.names().size();
        if (width == 0) {
            return new EncodedColumn(List.of(), row -> 0);
        }
        return switch (TargetColumns.existing(table, feature.name())) {
            case TextColumn text -> of(feature, text, table);
            case NumericColumn numbers -> of(feature, numbers, table);
        };
    }

    private static EncodedColumn of(Feature feature, TextColumn column, Table table) {
        int width = feature.names().size();
        int texts = column.distinct().size();
        // What is missing stands behind the texts.
        double[][] values = new double[width][texts + 1];
        boolean[] refused = new boolean[texts + 1];
        double[] one = new double[width];
        for (int code = 0; code <= texts; code++) {
            Taken taken = code == texts
                    ? feature.missing(one, 0)
                    : feature.text(column.distinct().get(code), one, 0);
            if (taken == Taken.REFUSED && feature instanceof DateFeature && code < texts) {
                // A date that is none is a missing one.
                taken = feature.missing(one, 0);
            }
            refused[code] = taken == Taken.REFUSED;
            for (int i = 0; i < width; i++) {
                values[i][code] = one[i];
            }
        }
        for (int row = 0; row < column.size(); row++) {
            int code = column.code(row);
            if (refused[code < 0 ? texts : code]) {
                throw refused(feature, table, row, code < 0);
            }
        }
        List<IntToDoubleFunction> numbers = new ArrayList<>();
        for (double[] number : values) {
            numbers.add(row -> {
                int code = column.code(row);
                return number[code < 0 ? texts : code];
            });
        }
        return new EncodedColumn(numbers, row -> column.code(row) < 0 ? 1 : 0);
    }

    private static EncodedColumn of(Feature feature, NumericColumn column, Table table) {
        int width = feature.names().size();
        boolean written = feature instanceof CategoryFeature;
        double[] one = new double[width];
        for (int row = 0; row < column.size(); row++) {
            double value = column.value(row);
            Taken taken = Double.isNaN(value)
                    ? feature.missing(one, 0)
                    : feature.number(value, written ? Double.toString(value) : "", one, 0);
            if (taken == Taken.REFUSED) {
                throw refused(feature, table, row, Double.isNaN(value));
            }
        }
        List<IntToDoubleFunction> numbers = new ArrayList<>();
        for (int number = 0; number < width; number++) {
            numbers.add(number(feature, column, number));
        }
        return new EncodedColumn(numbers, row -> Double.isNaN(column.value(row)) ? 1 : 0);
    }

    private static IntToDoubleFunction number(Feature feature, NumericColumn column, int number) {
        return switch (feature) {
            case NumberFeature of -> row -> of.slot().apply(column.value(row));
            case CategoryFeature of -> row -> code(of, column.value(row), number);
            case Feature.Numeric of -> column::value;
            // Numbers are no dates: such a column holds missing values alone.
            case DateFeature of -> row -> of.slots().get(number).apply(Double.NaN);
            case Feature.LeftOut none -> row -> 0;
        };
    }

    private static double code(CategoryFeature feature, double value, int number) {
        double known =
                Double.isNaN(value) ? feature.missing() : feature.known().ofNumber(value, Double.toString(value));
        double code = Double.isNaN(known) && !Double.isNaN(value) ? feature.unknown() : known;
        if (feature.way() != CategoryFeature.Way.ONE_HOT) {
            return code;
        }
        return code == number ? 1 : 0;
    }

    private static InvalidValueException refused(Feature feature, Table table, int row, boolean missing) {
        return InvalidValueException.at(
                table.line(row), feature.name(), (missing ? "the value is missing; " : "") + feature.needs());
    }
}
