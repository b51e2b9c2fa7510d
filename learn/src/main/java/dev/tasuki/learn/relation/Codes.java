package dev.tasuki.learn.relation;

import dev.tasuki.learn.table.Column;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.TextColumn;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * A column of categories, which text is, and True and False.
 *
 * @param texts the categories
 * @param rows how many there are
 * @param of the category of a row; below 0 where it is missing
 */
record Codes(List<String> texts, int rows, IntUnaryOperator of) {
    private static final List<String> TRUTHS = List.of("False", "True");

    /** Empty for a column of numbers. */
    static Optional<Codes> of(Column column) {
        return switch (column) {
            case TextColumn text -> Optional.of(new Codes(text.distinct(), text.size(), text::code));
            case NumericColumn numbers ->
                numbers.logical()
                        ? Optional.of(new Codes(TRUTHS, numbers.size(), row -> (int) numbers.value(row)))
                        : Optional.empty();
        };
    }

    int code(int row) {
        return of.applyAsInt(row);
    }

    /** How often each category occurs. */
    int[] counts() {
        int[] counts = new int[texts.size()];
        for (int row = 0; row < rows; row++) {
            if (code(row) >= 0) {
                counts[code(row)]++;
            }
        }
        return counts;
    }
}
