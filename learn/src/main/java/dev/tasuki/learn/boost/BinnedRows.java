package dev.tasuki.learn.boost;

/** Training rows as bins, and where each feature's bins lie in a histogram. */
final class BinnedRows {
    private final Bins bins;
    private final byte[][] codes;
    private final boolean[] missing;
    private final int[] firstBin;
    private final int rows;

    BinnedRows(Bins bins, byte[][] codes) {
        this.bins = bins;
        this.codes = codes;
        this.rows = codes[0].length;
        this.missing = new boolean[codes.length];
        this.firstBin = new int[codes.length + 1];
        for (int f = 0; f < codes.length; f++) {
            missing[f] = contains(codes[f], (byte) bins.count(f));
            firstBin[f + 1] = Math.addExact(firstBin[f], bins.count(f) + (missing[f] ? 1 : 0));
        }
    }

    Bins bins() {
        return bins;
    }

    int rows() {
        return rows;
    }

    int features() {
        return codes.length;
    }

    /** The bins of a feature's values, as unsigned bytes. */
    byte[] codes(int feature) {
        return codes[feature];
    }

    /** Whether a feature has missing values; their bin is the one after its last. */
    boolean missing(int feature) {
        return missing[feature];
    }

    /** The number of the feature's first bin, counted over all features. */
    int firstBin(int feature) {
        return firstBin[feature];
    }

    /** Bins of a feature in a histogram, that of missing values included if there are any. */
    int histogramBins(int feature) {
        return firstBin[feature + 1] - firstBin[feature];
    }

    /** Bins of all features. */
    int allBins() {
        return firstBin[codes.length];
    }

    private static boolean contains(byte[] values, byte wanted) {
        for (byte value : values) {
            if (value == wanted) {
                return true;
            }
        }
        return false;
    }
}
