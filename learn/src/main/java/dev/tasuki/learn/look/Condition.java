package dev.tasuki.learn.look;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What parts the rows at a node of a tree, said of the column that a client knows. Rows for which it holds go left.
 *
 * @param column whose value is looked at
 * @param part of a date: year, month and so on; null for other columns
 * @param test how the value is compared
 * @param threshold up to which values go left, in the column's own numbers; 0 for other tests
 * @param categories of the test, the first of them in the order of the model's codes; empty for other tests
 * @param more how many categories there are beyond these
 * @param missingLeft whether rows without a value go left; null if the model refuses them
 */
public record Condition(
        String column,
        @Nullable String part,
        Test test,
        double threshold,
        List<String> categories,
        int more,
        @Nullable Boolean missingLeft) {
    /** Copies. */
    public Condition {
        categories = List.copyOf(categories);
    }

    /** How a value is compared. */
    public enum Test {
        /** It is at most the threshold. */
        AT_MOST,
        /** It is one of the categories. */
        IN,
        /** It is none of the categories. */
        NOT_IN,
        /** There is one. */
        PRESENT;

        /** The word that stands for it in answers. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Condition atMost(String column, @Nullable String part, double threshold, @Nullable Boolean missingLeft) {
        return new Condition(column, part, Test.AT_MOST, threshold, List.of(), 0, missingLeft);
    }

    static Condition present(String column, @Nullable Boolean missingLeft) {
        return new Condition(column, null, Test.PRESENT, 0, List.of(), 0, missingLeft);
    }

    static Condition of(String column, Test test, List<String> categories, @Nullable Boolean missingLeft) {
        return new Condition(column, null, test, 0, categories, 0, missingLeft);
    }
}
