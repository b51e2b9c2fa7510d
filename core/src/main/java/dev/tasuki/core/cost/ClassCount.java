package dev.tasuki.core.cost;

import dev.tasuki.learn.table.Column;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import dev.tasuki.learn.table.TextColumn;
import java.util.HashSet;
import java.util.Set;

/** How many classes a column would be for a classifier. */
public final class ClassCount {
    private ClassCount() {}

    /** The number of its different values, or a number above {@code most} if there are more than that. */
    public static long in(Table table, String name, int most) {
        Column column = table.column(name).orElseThrow();
        return switch (column) {
            case TextColumn text -> text.distinct().size();
            case NumericColumn numbers ->
                numbers.written().map(text -> (long) text.distinct().size()).orElseGet(() -> different(numbers, most));
        };
    }

    /** Fractions are no classes, and are refused as such later. */
    private static long different(NumericColumn numbers, int most) {
        Set<Double> found = new HashSet<>();
        for (int row = 0; row < numbers.size() && found.size() <= most; row++) {
            double value = numbers.value(row);
            if (Double.isFinite(value) && value != Math.rint(value)) {
                return 1;
            }
            found.add(value);
        }
        return found.size();
    }
}
