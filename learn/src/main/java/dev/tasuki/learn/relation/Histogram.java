package dev.tasuki.learn.relation;

import dev.tasuki.learn.table.NumericColumn;
import java.util.Arrays;
import java.util.Optional;

/**
 * How many numbers of a column lie in each of some bins of equal width, as {@code numpy.histogram} counts them: a bin has
 * its lower edge and lacks its upper one, but the last bin has both. Missing values are in none, nor are
 * numbers beyond half of a double's range.
 *
 * @param from the smallest number
 * @param to the largest
 * @param counts of the bins, in their order
 */
public record Histogram(double from, double to, int[] counts) {
    /** Copies. */
    public Histogram {
        counts = counts.clone();
    }

    /** The counts in the order of the bins. */
    @Override
    public int[] counts() {
        return counts.clone();
    }

    /** As many bins as there are different numbers, at most {@code most}; empty if there is no number. */
    public static Optional<Histogram> of(NumericColumn column, int most) {
        double[] sorted = Arrays.stream(column.values())
                .filter(value -> Math.abs(value) <= Double.MAX_VALUE / 2)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        int distinct = 1;
        for (int i = 1; i < sorted.length; i++) {
            distinct += sorted[i] == sorted[i - 1] ? 0 : 1;
        }
        double from = sorted[0];
        double to = sorted[sorted.length - 1];
        int[] counts = new int[Math.min(most, distinct)];
        double step = (to - from) / counts.length;
        for (double value : sorted) {
            counts[place(value, from, step, counts.length)]++;
        }
        return Optional.of(new Histogram(from, to, counts));
    }

    /** By a division, which rounds, and then by the edges, as numpy does. */
    private static int place(double value, double from, double step, int bins) {
        if (step == 0) {
            return 0;
        }
        int place = (int) Math.min(bins - 1, (value - from) / step);
        if (value < from + place * step) {
            return place - 1;
        }
        return place < bins - 1 && value >= from + (place + 1) * step ? place + 1 : place;
    }
}
