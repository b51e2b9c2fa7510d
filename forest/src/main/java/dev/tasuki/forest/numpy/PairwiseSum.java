package dev.tasuki.forest.numpy;

/**
 * Sums in the order in which numpy adds: eight partial sums within blocks of 128, blocks halved
 * recursively (Higham, "The accuracy of floating point summation", 1993, describes the idea).
 */
public final class PairwiseSum {
    private static final int BLOCK = 128;

    private PairwiseSum() {}

    public static double of(double[] values) {
        return of(values, 0, values.length);
    }

    public static double of(double[] values, int from, int count) {
        if (count < 8) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += values[from + i];
            }
            return sum;
        }
        if (count > BLOCK) {
            int half = count / 2;
            half -= half % 8;
            return of(values, from, half) + of(values, from + half, count - half);
        }
        double[] part = new double[8];
        System.arraycopy(values, from, part, 0, 8);
        int whole = count - count % 8;
        for (int i = 8; i < whole; i += 8) {
            for (int k = 0; k < 8; k++) {
                part[k] += values[from + i + k];
            }
        }
        double sum = ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
        for (int i = whole; i < count; i++) {
            sum += values[from + i];
        }
        return sum;
    }

    /** Divides by the sum, unless that is not above 0. */
    public static void normalise(double[] values) {
        double sum = of(values);
        if (sum > 0) {
            for (int i = 0; i < values.length; i++) {
                values[i] /= sum;
            }
        }
    }
}
