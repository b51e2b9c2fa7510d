package dev.tasuki.learn.table;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A column in a few figures.
 *
 * @param name the column's name
 * @param type what its values are
 * @param missing rows without a value
 * @param distinct different values, missing ones not counted
 * @param distinctExact false when {@code distinct} is an estimate
 * @param min smallest value; empty for text and booleans, and when no value is present
 * @param median middle value, the mean of the middle two for an even number; empty as for
 *     {@code min}
 * @param medianExact false when {@code median} is an estimate
 * @param max largest value; empty as for {@code min}
 * @param whole the exact range of whole numbers, if doubles do not hold all of them
 * @param flaws what may keep the column from being learned from
 */
public record ColumnSummary(
        String name,
        Type type,
        int missing,
        int distinct,
        boolean distinctExact,
        OptionalDouble min,
        OptionalDouble median,
        boolean medianExact,
        OptionalDouble max,
        Optional<WholeRange> whole,
        Flaws flaws) {
    /** What the values of a column are. */
    public enum Type {
        /** Whole numbers, none missing. */
        INTEGER,
        /** Numbers. */
        NUMBER,
        /** {@code True} and {@code False} in any case, none missing: 1 and 0 to a forest. */
        BOOLEAN,
        /** Text. */
        TEXT
    }

    /**
     * Sums up a column, as if it stood below a header; costs a sorted copy of the present numbers.
     */
    public static ColumnSummary of(Column column) {
        return switch (column) {
            case NumericColumn numeric -> of(numeric);
            case TextColumn text ->
                withoutRange(text, Type.TEXT, text.distinct().size());
        };
    }

    /** A column of {@code True} and {@code False}, of which so many occur. */
    static ColumnSummary ofBooleans(String name, int distinct) {
        OptionalDouble none = OptionalDouble.empty();
        return new ColumnSummary(
                name, Type.BOOLEAN, 0, distinct, true, none, none, true, none, Optional.empty(), Flaws.NONE);
    }

    private static ColumnSummary withoutRange(Column column, Type type, int distinct) {
        OptionalDouble none = OptionalDouble.empty();
        return new ColumnSummary(
                column.name(),
                type,
                column.missing(),
                distinct,
                true,
                none,
                none,
                true,
                none,
                Optional.empty(),
                Flaws.of(column, row -> row + 2L));
    }

    private static ColumnSummary of(NumericColumn column) {
        // NaN sorts to the end.
        double[] sorted = column.values();
        Arrays.sort(sorted);
        int present = column.size() - column.missing();
        Type type = column.integral() ? Type.INTEGER : Type.NUMBER;
        if (present == 0) {
            return withoutRange(column, type, 0);
        }
        int distinct = 1;
        for (int i = 1; i < present; i++) {
            distinct += sorted[i] == sorted[i - 1] ? 0 : 1;
        }
        if (column.logical()) {
            return ofBooleans(column.name(), distinct);
        }
        distinct = column.written()
                .map(text -> (int)
                        text.distinct().stream().map(WholeNumber::of).distinct().count())
                .orElse(distinct);
        double below = sorted[(present - 1) / 2];
        double above = sorted[present / 2];
        return new ColumnSummary(
                column.name(),
                type,
                column.missing(),
                distinct,
                true,
                OptionalDouble.of(sorted[0]),
                OptionalDouble.of(below == above ? below : below / 2 + above / 2),
                true,
                OptionalDouble.of(sorted[present - 1]),
                column.written().map(text -> WholeNumber.range(text.distinct())),
                Flaws.of(column, row -> row + 2L));
    }
}
