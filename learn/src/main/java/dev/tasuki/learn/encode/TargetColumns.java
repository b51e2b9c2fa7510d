package dev.tasuki.learn.encode;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.table.Column;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import dev.tasuki.learn.table.TextColumn;
import java.util.Optional;

/** Takes targets out of tables. */
public final class TargetColumns {
    private TargetColumns() {}

    /**
     * The target of a regressor, read as pandas reads it by default
     * ({@link NumericColumn#pandasValue}).
     *
     * @throws InvalidValueException naming line and column, when the column is absent or is text,
     *     or a value is missing or infinite
     */
    public static double[] numbers(Table table, String name) {
        return switch (existing(table, name)) {
            case TextColumn text -> throw notNumeric(text);
            case NumericColumn column -> {
                for (int row = 0; row < column.size(); row++) {
                    double value = column.value(row);
                    if (Double.isNaN(value)) {
                        throw InvalidValueException.at(
                                table.line(row), name, "the value is missing; every row needs a target");
                    }
                    if (Double.isInfinite(value)) {
                        throw InvalidValueException.at(
                                table.line(row), name, "the value is infinite or beyond the range of a double");
                    }
                }
                yield column.pandasValues();
            }
        };
    }

    /**
     * The target of a classifier: numbers, booleans or text, each distinct value being a class.
     *
     * @throws InvalidValueException naming line and column, when the column is absent or a value is
     *     missing or a number that is not whole
     */
    public static ClassTarget classes(Table table, String name) {
        return switch (existing(table, name)) {
            case NumericColumn column -> {
                if (column.logical()) {
                    yield ClassTarget.ofBooleans(column.values());
                }
                double[] values = numbers(table, name);
                Optional<TextColumn> written = column.written();
                if (written.isPresent()) {
                    yield ClassTarget.ofWritten(written.get(), column.fits64Bits());
                }
                for (int row = 0; row < values.length; row++) {
                    if (!ClassTarget.isWhole(values[row])) {
                        throw InvalidValueException.at(table.line(row), name, ClassTarget.notAClass(values[row]));
                    }
                }
                yield ClassTarget.ofNumbers(values, column.integral());
            }
            case TextColumn column -> {
                String[] labels = new String[column.size()];
                for (int row = 0; row < labels.length; row++) {
                    String label = column.value(row);
                    if (label == null) {
                        throw InvalidValueException.at(
                                table.line(row), name, "the value is missing; every row needs a class");
                    }
                    labels[row] = label;
                }
                yield ClassTarget.ofText(labels);
            }
        };
    }

    static Column existing(Table table, String name) {
        return table.column(name)
                .orElseThrow(() -> InvalidValueException.of(
                        name, "there is no such column; the columns are " + String.join(", ", table.names())));
    }

    static InvalidValueException notNumeric(TextColumn column) {
        return column.firstNotNumber()
                .map(misfit -> InvalidValueException.at(
                        misfit.line(), column.name(), "'" + misfit.value() + "' is not a number"))
                .orElseGet(() -> InvalidValueException.of(column.name(), "the column is text, not numbers"));
    }
}
