package dev.tasuki.learn.forest;

import dev.tasuki.learn.encode.ClassTarget;
import java.util.Arrays;

/** What each row weighs in a tree: how often it was drawn, times what its class weighs. */
interface RowWeights {
    /** The weights of the rows that were drawn so often. */
    double[] of(int[] counts);

    /** Every class weighs the same. */
    static RowWeights equal() {
        return RowWeights::asDoubles;
    }

    /** As {@code class_weight} says. */
    static RowWeights of(ClassWeight classWeight, ClassTarget target, boolean bootstrap) {
        int[] codes = target.codes();
        int classes = target.labels().size();
        if (classWeight == ClassWeight.NONE) {
            return equal();
        }
        if (classWeight == ClassWeight.BALANCED_SUBSAMPLE && bootstrap) {
            return counts -> scaled(counts, codes, balanced(counts, codes, classes));
        }
        int[] once = new int[codes.length];
        Arrays.fill(once, 1);
        double[] overall = balanced(once, codes, classes);
        return counts -> scaled(counts, codes, overall);
    }

    private static double[] asDoubles(int[] counts) {
        double[] weights = new double[counts.length];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = counts[row];
        }
        return weights;
    }

    private static double[] scaled(int[] counts, int[] codes, double[] ofClass) {
        double[] weights = new double[counts.length];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = counts[row] * ofClass[codes[row]];
        }
        return weights;
    }

    /** Rows over (occurring classes times rows of the class); 0 for a class that does not occur. */
    private static double[] balanced(int[] counts, int[] codes, int classes) {
        long[] rowsOf = new long[classes];
        long rows = 0;
        for (int row = 0; row < counts.length; row++) {
            rowsOf[codes[row]] += counts[row];
            rows += counts[row];
        }
        int occurring = 0;
        for (long count : rowsOf) {
            occurring += count > 0 ? 1 : 0;
        }
        double[] weights = new double[classes];
        for (int k = 0; k < classes; k++) {
            weights[k] = rowsOf[k] == 0 ? 0 : (double) rows / ((double) occurring * rowsOf[k]);
        }
        return weights;
    }
}
