package dev.tasuki.learn.numpy;

/**
 * Sums in the order in which numpy adds: chunks of 8192 one after the other, each chunk halved
 * recursively down to blocks of 128, eight partial sums within a block (Higham, "The accuracy of
 * floating point summation", 1993, describes the idea). The chunks are numpy's buffers.
 */
public final class PairwiseSum {
    private static final int CHUNK = 8192;
    private static final int BLOCK = 128;

    private PairwiseSum() {}

    public static double of(double[] values) {
        return of(values, 0, values.length);
    }

    public static double of(double[] values, int from, int count) {
        double sum = pairwise(values, from, Math.min(CHUNK, count));
        for (int done = CHUNK; done < count; done += CHUNK) {
            sum += pairwise(values, from + done, Math.min(CHUNK, count - done));
        }
        return sum;
    }

    private static double pairwise(double[] values, int from, int count) {
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
            return pairwise(values, from, half) + pairwise(values, from + half, count - half);
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
