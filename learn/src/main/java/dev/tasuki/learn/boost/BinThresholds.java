package dev.tasuki.learn.boost;

import java.util.Arrays;

/**
 * Where the bins of a feature end: midpoints between its values when they are few, else midpoints at
 * equal shares of the rows, as {@code _BinMapper} finds them with numpy's percentiles.
 */
final class BinThresholds {
    /** Thresholds are finite, as infinity means a split between missing values and all others. */
    private static final double MOST = 1e300;

    private BinThresholds() {}

    /** The thresholds of a feature's values, ascending; NaN does not count. */
    static double[] of(double[] values, int maxBins) {
        double[] sorted = present(values);
        Arrays.sort(sorted);
        double[] distinct = distinct(sorted);
        double[] thresholds = distinct.length <= maxBins ? midpoints(distinct) : percentiles(sorted, maxBins);
        for (int i = 0; i < thresholds.length; i++) {
            thresholds[i] = Math.min(thresholds[i], MOST);
        }
        return thresholds;
    }

    /** The distinct values in order; NaN does not count. */
    static double[] categories(double[] values) {
        double[] sorted = present(values);
        Arrays.sort(sorted);
        return distinct(sorted);
    }

    private static double[] present(double[] values) {
        double[] present = new double[values.length];
        int count = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                // 0.0 in place of -0.0, which sorts apart and compares equal.
                present[count++] = value + 0.0;
            }
        }
        return Arrays.copyOf(present, count);
    }

    private static double[] distinct(double[] sorted) {
        double[] distinct = new double[sorted.length];
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                distinct[count++] = sorted[i];
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    private static double[] midpoints(double[] distinct) {
        double[] between = new double[Math.max(0, distinct.length - 1)];
        for (int i = 0; i < between.length; i++) {
            between[i] = (distinct[i] + distinct[i + 1]) * 0.5;
        }
        return between;
    }

    private static double[] percentiles(double[] sorted, int bins) {
        double[] thresholds = new double[bins - 1];
        double step = 100.0 / bins;
        for (int i = 1; i < bins; i++) {
            double share = (i * step) / 100.0;
            double position = (sorted.length - 1) * share;
            int below = (int) Math.floor(position);
            thresholds[i - 1] =
                    position == below ? sorted[below] : sorted[below + 1] - (sorted[below + 1] - sorted[below]) * 0.5;
        }
        return thresholds;
    }
}
