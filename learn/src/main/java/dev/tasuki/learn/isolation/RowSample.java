package dev.tasuki.learn.isolation;

import dev.tasuki.learn.numpy.MersenneTwister;
import java.util.Arrays;
import java.util.BitSet;

/** Draws rows without replacement, as scikit-learn's {@code sample_without_replacement} does. */
final class RowSample {
    private static final double FEW = 0.01;
    private static final double MOST = 0.99;
    private static final double SPARSE = 0.2;

    private RowSample() {}

    /** So many of so many rows; which of three ways depends on the share alone. */
    static int[] draw(int rows, int wanted, MersenneTwister random) {
        double share = (double) wanted / rows;
        if (share > FEW && share < MOST) {
            return Arrays.copyOf(random.permutation(rows), wanted);
        }
        return share < SPARSE ? oneByOne(rows, wanted, random) : replacing(rows, wanted, random);
    }

    private static int[] oneByOne(int rows, int wanted, MersenneTwister random) {
        BitSet taken = new BitSet(rows);
        int[] drawn = new int[wanted];
        for (int i = 0; i < wanted; i++) {
            int row = random.nextUpTo(rows - 1);
            while (taken.get(row)) {
                row = random.nextUpTo(rows - 1);
            }
            taken.set(row);
            drawn[i] = row;
        }
        return drawn;
    }

    private static int[] replacing(int rows, int wanted, MersenneTwister random) {
        int[] drawn = new int[wanted];
        for (int i = 0; i < rows; i++) {
            if (i < wanted) {
                drawn[i] = i;
            } else {
                int j = random.nextUpTo(i);
                if (j < wanted) {
                    drawn[j] = i;
                }
            }
        }
        return drawn;
    }
}
