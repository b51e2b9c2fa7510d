package dev.tasuki.learn.grow;

import dev.tasuki.learn.tree.TreeBuilder;

/**
 * The impurity of a node and of the two sides of a split, kept up while the split moves through the
 * rows.
 */
abstract sealed class PlainCriterion permits PlainVariance, PlainGini {
    int start;
    int end;
    int position;
    double weight;
    double leftWeight;
    double rightWeight;

    final double weight() {
        return weight;
    }

    final double leftWeight() {
        return leftWeight;
    }

    final double rightWeight() {
        return rightWeight;
    }

    /** Takes in a node, its rows in the order of {@code samples}. */
    final void init(int[] samples, double[] weights, int from, int to) {
        start = from;
        end = to;
        weight = 0;
        clear();
        for (int p = from; p < to; p++) {
            double w = weights[samples[p]];
            addToNode(samples[p], w);
            weight += w;
        }
        reset();
    }

    /** Puts every row to the right. */
    final void reset() {
        position = start;
        leftWeight = 0;
        rightWeight = weight;
        clearLeft();
    }

    /** Moves the split up to {@code to}, adding or subtracting, whichever touches fewer rows. */
    final void update(int[] samples, double[] weights, int to) {
        if (to - position <= end - to) {
            for (int p = position; p < to; p++) {
                double w = weights[samples[p]];
                addLeft(samples[p], w);
                leftWeight += w;
            }
        } else {
            allLeft();
            leftWeight = weight;
            for (int p = end - 1; p >= to; p--) {
                double w = weights[samples[p]];
                addLeft(samples[p], -w);
                leftWeight -= w;
            }
        }
        rightWeight = weight - leftWeight;
        updateRight();
        position = to;
    }

    /** How much a split takes away, scaled by the node's share of the tree's weight. */
    double improvement(double impurity, double allWeight) {
        return (weight / allWeight)
                * (impurity - (rightWeight / weight * rightImpurity()) - (leftWeight / weight * leftImpurity()));
    }

    abstract int valuesPerNode();

    abstract void clear();

    abstract void addToNode(int row, double w);

    abstract void clearLeft();

    abstract void allLeft();

    abstract void addLeft(int row, double w);

    abstract void updateRight();

    abstract double nodeImpurity();

    abstract double proxy();

    abstract void childrenImpurity(int[] samples, double[] weights);

    abstract double leftImpurity();

    abstract double rightImpurity();

    abstract void storeValue(TreeBuilder tree, int node);
}
