package dev.tasuki.learn.boost;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.numpy.MersenneTwister;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How values become bins. Bin b of a numeric feature holds values up to its b-th threshold; a bin of a
 * category holds one code. Missing values have the bin after the last.
 */
final class Bins {
    /** Thresholds are found from so many rows at most. */
    private static final int SAMPLED_ROWS = 200_000;

    /** The search for a value's bin halves this many times. */
    private static final int PADDED = 256;

    private final double[][] thresholds;
    private final boolean[] categorical;

    private Bins(double[][] thresholds, boolean[] categorical) {
        this.thresholds = thresholds;
        this.categorical = categorical;
    }

    /**
     * The codes of each categorical feature, in order; null for other features.
     *
     * @throws InvalidValueException when a code is not a whole number below {@code maxBins}
     */
    static double[] @Nullable [] categories(BoostRows rows, int maxBins) {
        double[] @Nullable [] known = new double[rows.features()] @Nullable [];
        for (int f = 0; f < known.length; f++) {
            if (rows.categorical(f)) {
                double[] codes = BinThresholds.categories(rows.column(f));
                for (double code : codes) {
                    if (!(code >= 0 && code < maxBins && code == Math.rint(code))) {
                        throw InvalidValueException.of(
                                rows.names().get(f),
                                code + " is no code of a category: codes are whole numbers from 0 to " + (maxBins - 1)
                                        + ", one less than max_bins; leave the column out or group its values");
                    }
                }
                known[f] = codes;
            }
        }
        return known;
    }

    /** The bins of training rows. */
    static Bins of(BoostRows rows, double[] @Nullable [] categories, int maxBins, Making making) {
        int[] sample = sample(rows.rows(), making.seed);
        double[][] thresholds = new double[rows.features()][];
        boolean[] categorical = new boolean[rows.features()];
        making.loops.each(thresholds.length, f -> {
            making.patience().spend(rows.rows());
            double[] codes = categories[f];
            categorical[f] = codes != null;
            thresholds[f] = codes != null
                    ? codes
                    : BinThresholds.of(
                            sample.length == 0 ? rows.column(f) : BoostRows.selected(rows.column(f), sample), maxBins);
        });
        return new Bins(thresholds, categorical);
    }

    /** With what bins are made: many threads, the seed of the sample of rows, and an ear for cancellation. */
    record Making(SharedLoops loops, long seed, BooleanSupplier cancelled) {
        CancelCheck patience() {
            return new CancelCheck(cancelled);
        }
    }

    int features() {
        return thresholds.length;
    }

    /** Bins of a feature, that of missing values not counted. */
    int count(int feature) {
        return categorical[feature] ? thresholds[feature].length : thresholds[feature].length + 1;
    }

    boolean categorical(int feature) {
        return categorical[feature];
    }

    /** The largest value of a numeric bin, or infinity for the last; the code of a categorical bin. */
    double end(int feature, int bin) {
        return bin < thresholds[feature].length ? thresholds[feature][bin] : Double.POSITIVE_INFINITY;
    }

    /** The codes of a categorical feature. */
    double[] codes(int feature) {
        return thresholds[feature].clone();
    }

    /** The bin of each value, {@code [feature][row]}. */
    byte[][] binned(BoostRows rows, Making making) {
        byte[][] binned = new byte[features()][];
        making.loops.each(binned.length, f -> binned[f] = binned(rows.column(f), f, making.patience()));
        return binned;
    }

    private byte[] binned(double[] values, int feature, CancelCheck patience) {
        double[] padded = Arrays.copyOf(thresholds[feature], PADDED);
        Arrays.fill(padded, thresholds[feature].length, PADDED, Double.POSITIVE_INFINITY);
        byte missing = (byte) count(feature);
        byte[] bins = new byte[values.length];
        int part = 1 << 13;
        for (int from = 0; from < bins.length; from += part) {
            patience.spend(part);
            int end = Math.min(bins.length, from + part);
            for (int row = from; row < end; row++) {
                double value = values[row];
                bins[row] = Double.isNaN(value) ? missing : (byte) below(padded, value);
            }
        }
        return bins;
    }

    /** How many of 255 thresholds are below a value. */
    private static int below(double[] padded, double value) {
        int at = 0;
        for (int step = PADDED >> 1; step > 0; step >>= 1) {
            at += padded[at + step - 1] < value ? step : 0;
        }
        return at;
    }

    private static int[] sample(int rows, long seed) {
        if (rows <= SAMPLED_ROWS) {
            return new int[0];
        }
        return Arrays.copyOf(new MersenneTwister(seed).permutation(rows), SAMPLED_ROWS);
    }
}
