package dev.tasuki.learn.numpy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Draws numbers without replacement, as scikit-learn's {@code sample_without_replacement} does. */
public final class SampleWithoutReplacement {
    private static final double FEW = 0.01;
    private static final double MOST = 0.99;
    private static final double SPARSE = 0.2;

    private SampleWithoutReplacement() {}

    /**
     * So many of the numbers from 0 to {@code population - 1}, each at most once; which of three ways depends on the
     * share alone. Takes memory for those that are wanted, however many there are to draw from.
     *
     * @param population how many numbers there are, at least 1
     * @param wanted how many to draw, 0 to {@code population}
     */
    public static int[] draw(int population, int wanted, MersenneTwister random) {
        double share = (double) wanted / population;
        if (share > FEW && share < MOST) {
            return Arrays.copyOf(random.permutation(population), wanted);
        }
        return share < SPARSE ? oneByOne(population, wanted, random) : replacing(population, wanted, random);
    }

    private static int[] oneByOne(int population, int wanted, MersenneTwister random) {
        Set<Integer> taken = HashSet.newHashSet(wanted);
        int[] drawn = new int[wanted];
        for (int i = 0; i < wanted; i++) {
            int number = random.nextUpTo(population - 1);
            while (!taken.add(number)) {
                number = random.nextUpTo(population - 1);
            }
            drawn[i] = number;
        }
        return drawn;
    }

    private static int[] replacing(int population, int wanted, MersenneTwister random) {
        int[] drawn = new int[wanted];
        for (int i = 0; i < population; i++) {
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
