package dev.tasuki.learn.grow;

import dev.tasuki.learn.tree.TreeBuilder;

/** squared_error, and friedman_mse, which differs in how splits are judged. */
final class PlainVariance extends PlainCriterion {
    private final double[] y;
    private final boolean friedman;
    private double sum;
    private double squares;
    private double leftSum;
    private double rightSum;
    private double leftImpurity;
    private double rightImpurity;

    PlainVariance(double[] y, boolean friedman) {
        this.y = y;
        this.friedman = friedman;
    }

    @Override
    int valuesPerNode() {
        return 1;
    }

    @Override
    void clear() {
        sum = 0;
        squares = 0;
    }

    @Override
    void addToNode(int row, double w) {
        double wy = w * y[row];
        sum += wy;
        squares += wy * y[row];
    }

    @Override
    void clearLeft() {
        leftSum = 0;
        rightSum = sum;
    }

    @Override
    void allLeft() {
        leftSum = sum;
    }

    @Override
    void addLeft(int row, double w) {
        leftSum += w * y[row];
    }

    @Override
    void updateRight() {
        rightSum = sum - leftSum;
    }

    @Override
    double nodeImpurity() {
        return squares / weight - (sum / weight) * (sum / weight);
    }

    @Override
    double proxy() {
        if (friedman) {
            double difference = rightWeight * leftSum - leftWeight * rightSum;
            return difference * difference / (leftWeight * rightWeight);
        }
        return leftSum * leftSum / leftWeight + rightSum * rightSum / rightWeight;
    }

    @Override
    void childrenImpurity(int[] samples, double[] weights) {
        double leftSquares = 0;
        for (int p = start; p < position; p++) {
            int row = samples[p];
            leftSquares += weights[row] * y[row] * y[row];
        }
        double rightSquares = squares - leftSquares;
        leftImpurity = leftSquares / leftWeight - (leftSum / leftWeight) * (leftSum / leftWeight);
        rightImpurity = rightSquares / rightWeight - (rightSum / rightWeight) * (rightSum / rightWeight);
    }

    @Override
    double improvement(double impurity, double allWeight) {
        if (friedman) {
            double difference = rightWeight * leftSum - leftWeight * rightSum;
            return difference * difference / (leftWeight * rightWeight * weight);
        }
        return super.improvement(impurity, allWeight);
    }

    @Override
    double leftImpurity() {
        return leftImpurity;
    }

    @Override
    double rightImpurity() {
        return rightImpurity;
    }

    @Override
    void storeValue(TreeBuilder tree, int node) {
        tree.setValue(node, 0, sum / weight);
    }
}
