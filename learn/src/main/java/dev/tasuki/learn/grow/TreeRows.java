package dev.tasuki.learn.grow;

import dev.tasuki.learn.numpy.PairwiseSum;
import java.util.Arrays;

/**
 * The rows of one tree, numbered anew from 0 without those of weight 0, so that what a tree touches
 * lies close together.
 */
final class TreeRows {
    private static final int ABSENT = -1;

    private final int[] numbers;
    private final int[] rows;
    private final double[] weights;
    private final double allWeight;
    private final double minWeightLeaf;

    TreeRows(double[] allWeights, TreeLimits limits) {
        this.numbers = new int[allWeights.length];
        int[] present = new int[allWeights.length];
        int count = 0;
        double sum = 0;
        for (int row = 0; row < allWeights.length; row++) {
            numbers[row] = ABSENT;
            if (allWeights[row] != 0) {
                numbers[row] = count;
                present[count++] = row;
            }
            sum += allWeights[row];
        }
        this.rows = Arrays.copyOf(present, count);
        this.weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = allWeights[rows[i]];
        }
        this.allWeight = sum;
        double share = limits.minWeightFractionLeaf();
        this.minWeightLeaf = share == 0 ? 0 : share * PairwiseSum.of(allWeights);
    }

    int count() {
        return rows.length;
    }

    /** The tree's number of a row of the dataset, or -1. */
    int numberOf(int row) {
        return numbers[row];
    }

    /** The dataset's row of a number of the tree. */
    int row(int number) {
        return rows[number];
    }

    double weight(int number) {
        return weights[number];
    }

    /** Sum of all weights, added in the order of the rows. */
    double allWeight() {
        return allWeight;
    }

    /** Weight that each side of a split must keep. */
    double minWeightLeaf() {
        return minWeightLeaf;
    }
}
