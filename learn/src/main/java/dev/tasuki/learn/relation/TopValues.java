package dev.tasuki.learn.relation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The values of a column that occur most often.
 *
 * @param values the most frequent first; of equally frequent ones the one that occurs first in the file
 * @param distinct how many different values there are
 */
public record TopValues(List<Value> values, int distinct) {
    /** Copies. */
    public TopValues {
        values = List.copyOf(values);
    }

    /** One of them, and how often it occurs. */
    public record Value(String text, int count) {}

    /** At most {@code most}; missing values are not counted. */
    static TopValues of(Codes codes, int most) {
        int[] counts = codes.counts();
        List<Value> top = new ArrayList<>();
        IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparing((Integer code) -> -counts[code]))
                .limit(most)
                .forEach(code -> top.add(new Value(codes.texts().get(code), counts[code])));
        return new TopValues(top, counts.length);
    }
}
