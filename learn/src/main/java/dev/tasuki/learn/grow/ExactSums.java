package dev.tasuki.learn.grow;

/**
 * Whether sums of targets are exact whatever the order, as they are for whole numbers and short
 * binary fractions: every target is a multiple of a power of two, and no sum of targets or squares
 * exceeds 53 bits in that unit.
 */
final class ExactSums {
    private static final int MOST_BINARY_PLACES = 10;
    private static final double LIMIT = 0x1p53;

    private ExactSums() {}

    /**
     * Tells.
     *
     * @param y the targets
     * @param weight the most that the weights of a tree can sum to; weights are whole
     */
    static boolean hold(double[] y, double weight) {
        for (int places = 0; places <= MOST_BINARY_PLACES; places++) {
            double scale = Math.scalb(1.0, places);
            double largest = 0;
            boolean whole = true;
            for (int i = 0; i < y.length && whole; i++) {
                double scaled = y[i] * scale;
                whole = scaled == Math.rint(scaled);
                largest = Math.max(largest, Math.abs(scaled));
            }
            if (whole) {
                return weight * largest < LIMIT && weight * largest * largest < LIMIT;
            }
        }
        return false;
    }
}
