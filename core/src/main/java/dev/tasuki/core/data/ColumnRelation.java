package dev.tasuki.core.data;

import dev.tasuki.core.task.Shown;
import dev.tasuki.learn.relation.Histogram;
import dev.tasuki.learn.relation.Relation;
import dev.tasuki.learn.relation.TopValues;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a column is distributed, and what it tells of a target.
 *
 * @param position in the file, counted from 1
 * @param name of the column
 * @param bins null for text and booleans, and for a column without numbers
 * @param words null for numbers
 * @param related null without a target, for the target itself, and where one of the two is the same in all rows
 */
public record ColumnRelation(
        int position,
        String name,
        @Nullable Bins bins,
        @Nullable Words words,
        @Nullable Related related) {
    /** Numbers from the smallest to the largest, by bins of equal width. */
    public record Bins(double from, double to, List<Integer> counts) {
        static Bins of(Histogram histogram) {
            return new Bins(
                    histogram.from(),
                    histogram.to(),
                    Arrays.stream(histogram.counts()).boxed().toList());
        }
    }

    /** The most frequent values, and how many different ones there are. */
    public record Words(List<Word> top, int distinct) {
        static Words of(TopValues values) {
            return new Words(
                    values.values().stream()
                            .map(value -> new Word(Shown.of(value.text()), value.count()))
                            .toList(),
                    values.distinct());
        }
    }

    /** A value, shortened, and how often it occurs. */
    public record Word(String value, int count) {}

    /** How much it tells: pearson, eta or cramers_v, of the {@code rows} in which both have a value. */
    public record Related(String measure, double value, int rows) {
        static Related of(Relation relation) {
            return new Related(relation.measure().text(), relation.value(), relation.rows());
        }
    }
}
