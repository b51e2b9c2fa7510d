package dev.tasuki.learn.explain;

import java.util.function.IntToDoubleFunction;

/** Shapley values by their definition: a sum over all sets of the other features. Takes exponential time. */
public final class ShapleyOracle {
    private ShapleyOracle() {}

    /** @param worth what is predicted when only the features of the set are known; a bit stands for a feature */
    public static double[] values(int features, IntToDoubleFunction worth) {
        double[] worths = new double[1 << features];
        for (int set = 0; set < worths.length; set++) {
            worths[set] = worth.applyAsDouble(set);
        }
        double[] values = new double[features];
        for (int f = 0; f < features; f++) {
            for (int set = 0; set < worths.length; set++) {
                if ((set & 1 << f) == 0) {
                    double weight = 1.0 / (features * choose(features - 1, Integer.bitCount(set)));
                    values[f] += weight * (worths[set | 1 << f] - worths[set]);
                }
            }
        }
        return values;
    }

    private static double choose(int of, int some) {
        double ways = 1;
        for (int i = 0; i < some; i++) {
            ways = ways * (of - i) / (i + 1);
        }
        return ways;
    }
}
