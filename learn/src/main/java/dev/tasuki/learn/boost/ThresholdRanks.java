package dev.tasuki.learn.boost;

import java.util.Arrays;

/**
 * The thresholds of one feature in order, and how many of them a value passes. Intervals of equal width say where to
 * search, so that evenly spread thresholds are found in one or two steps; any others by halving. Immutable.
 */
final class ThresholdRanks {
    private static final int INTERVALS = 512;

    private final double[] thresholds;
    /** How many thresholds lie in the intervals before each. */
    private final int[] before = new int[INTERVALS + 1];

    private final double least;
    private final double perWidth;

    /** Of thresholds in any order, some perhaps twice; none is NaN. */
    ThresholdRanks(double[] thresholds) {
        this.thresholds = Arrays.stream(thresholds).sorted().distinct().toArray();
        int finite = this.thresholds.length;
        while (finite > 0 && Double.isInfinite(this.thresholds[finite - 1])) {
            finite--;
        }
        this.least = finite == 0 ? 0 : this.thresholds[0];
        double width = finite == 0 ? 0 : this.thresholds[finite - 1] - least;
        // A width that is no finite number leaves one interval, whose values are found by halving.
        this.perWidth = width > 0 && Double.isFinite((INTERVALS - 1) / width) ? (INTERVALS - 1) / width : 0;
        int passed = 0;
        for (int i = 0; i < INTERVALS; i++) {
            while (passed < this.thresholds.length && interval(this.thresholds[passed]) < i) {
                passed++;
            }
            before[i] = passed;
        }
        before[INTERVALS] = this.thresholds.length;
    }

    /** Number of different thresholds. */
    int count() {
        return thresholds.length;
    }

    /** The place of one of the thresholds. */
    int placeOf(double threshold) {
        return Arrays.binarySearch(thresholds, threshold);
    }

    /**
     * How many thresholds are less than a value, from 0 to {@link #count}; one more than {@link #count} if the value
     * is missing (NaN).
     */
    int rank(double value) {
        if (Double.isNaN(value)) {
            return thresholds.length + 1;
        }
        int interval = interval(value);
        int low = before[interval];
        int high = before[interval + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (thresholds[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Never falls where the value rises; so thresholds of other intervals need no look. */
    private int interval(double value) {
        double place = (value - least) * perWidth;
        if (place >= INTERVALS - 1) {
            return INTERVALS - 1;
        }
        return place > 0 ? (int) place : 0;
    }
}
