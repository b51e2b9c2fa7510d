package dev.tasuki.learn.selection;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.numpy.MersenneTwister;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import java.util.Arrays;

/** One draw of a stratified split: how many rows of each class go where, and which. */
final class StratifiedDraw {
    private final int[] classes;
    private final int[] counts;
    private final MersenneTwister random;

    StratifiedDraw(int[] classes, MersenneTwister random) {
        this.classes = classes;
        this.random = random;
        this.counts = new int[Arrays.stream(classes).max().orElse(0) + 1];
        for (int c : classes) {
            counts[c]++;
        }
    }

    Split draw(int train, int test) {
        requireEnough(train, test);
        int[] trainOf = approximateMode(counts, train);
        int[] remaining = new int[counts.length];
        for (int c = 0; c < counts.length; c++) {
            remaining[c] = counts[c] - trainOf[c];
        }
        int[] testOf = approximateMode(remaining, test);
        int[][] rowsOf = rowsByClass();
        int[] trainRows = new int[train];
        int[] testRows = new int[test];
        int trained = 0;
        int tested = 0;
        for (int c = 0; c < counts.length; c++) {
            int[] order = random.permutation(counts[c]);
            for (int i = 0; i < trainOf[c]; i++) {
                trainRows[trained++] = rowsOf[c][order[i]];
            }
            for (int i = trainOf[c]; i < trainOf[c] + testOf[c]; i++) {
                testRows[tested++] = rowsOf[c][order[i]];
            }
        }
        random.shuffle(trainRows);
        random.shuffle(testRows);
        return new Split(trainRows, testRows);
    }

    private void requireEnough(int train, int test) {
        int smallest = Arrays.stream(counts).min().orElse(0);
        if (smallest < 2) {
            throw new ParameterException(
                    "stratify", "true", "only when every class has at least 2 rows; the smallest has " + smallest);
        }
        requireSides(train, test, counts.length);
    }

    static void requireSides(int train, int test, long classes) {
        if (Math.min(train, test) < classes) {
            throw new ParameterException(
                    "stratify",
                    "true",
                    "only when both sides have at least as many rows as there are classes: " + train
                            + " rows to train, " + test + " to test, " + classes + " classes");
        }
    }

    /**
     * The likeliest way to draw so many rows: shares rounded down, the rest by largest remainder,
     * ties by chance.
     */
    private int[] approximateMode(int[] available, int draws) {
        double all = Arrays.stream(available).asLongStream().sum();
        int[] drawn = new int[available.length];
        double[] remainders = new double[available.length];
        int need = draws;
        for (int c = 0; c < available.length; c++) {
            double share = available[c] / all * draws;
            drawn[c] = (int) Math.floor(share);
            remainders[c] = share - drawn[c];
            need -= drawn[c];
        }
        double[] values = Arrays.stream(remainders).sorted().distinct().toArray();
        for (int v = values.length - 1; v >= 0 && need > 0; v--) {
            int[] tied = classesWith(remainders, values[v]);
            int add = Math.min(tied.length, need);
            random.shuffle(tied);
            for (int i = 0; i < add; i++) {
                drawn[tied[i]]++;
            }
            need -= add;
        }
        return drawn;
    }

    private static int[] classesWith(double[] remainders, double value) {
        int[] found = new int[remainders.length];
        int count = 0;
        for (int c = 0; c < remainders.length; c++) {
            if (remainders[c] == value) {
                found[count++] = c;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private int[][] rowsByClass() {
        int[][] rows = new int[counts.length][];
        int[] filled = new int[counts.length];
        for (int c = 0; c < counts.length; c++) {
            rows[c] = new int[counts[c]];
        }
        for (int row = 0; row < classes.length; row++) {
            int c = classes[row];
            rows[c][filled[c]++] = row;
        }
        return rows;
    }
}
