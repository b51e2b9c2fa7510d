package dev.tasuki.learn.grow;

import dev.tasuki.learn.tree.TreeBuilder;
import java.util.Arrays;

/** gini. */
final class PlainGini extends PlainCriterion {
    private final int[] classes;
    private final double[] sums;
    private final double[] leftSums;
    private final double[] rightSums;

    PlainGini(int[] classes, int count) {
        this.classes = classes;
        this.sums = new double[count];
        this.leftSums = new double[count];
        this.rightSums = new double[count];
    }

    @Override
    int valuesPerNode() {
        return sums.length;
    }

    @Override
    void clear() {
        Arrays.fill(sums, 0);
    }

    @Override
    void addToNode(int row, double w) {
        sums[classes[row]] += w;
    }

    @Override
    void clearLeft() {
        Arrays.fill(leftSums, 0);
        System.arraycopy(sums, 0, rightSums, 0, sums.length);
    }

    @Override
    void allLeft() {
        System.arraycopy(sums, 0, leftSums, 0, sums.length);
    }

    @Override
    void addLeft(int row, double w) {
        leftSums[classes[row]] += w;
    }

    @Override
    void updateRight() {
        for (int k = 0; k < sums.length; k++) {
            rightSums[k] = sums[k] - leftSums[k];
        }
    }

    @Override
    double nodeImpurity() {
        return impurity(sums, weight);
    }

    @Override
    double proxy() {
        return -rightWeight * rightImpurity() - leftWeight * leftImpurity();
    }

    @Override
    void childrenImpurity(int[] samples, double[] weights) {
        // Both sides' sums are already up to date.
    }

    @Override
    double leftImpurity() {
        return impurity(leftSums, leftWeight);
    }

    @Override
    double rightImpurity() {
        return impurity(rightSums, rightWeight);
    }

    @Override
    void storeValue(TreeBuilder tree, int node) {
        for (int k = 0; k < sums.length; k++) {
            tree.setValue(node, k, sums[k]);
        }
    }

    private static double impurity(double[] classSums, double weight) {
        double squares = 0;
        for (double classSum : classSums) {
            squares += classSum * classSum;
        }
        return 1.0 - squares / (weight * weight);
    }
}
