package dev.tasuki.learn.grow;

import dev.tasuki.learn.tree.TreeBuilder;
import java.util.Arrays;

/**
 * gini on whole weights: class sums and their squares are integers below 2^53, so that the sum of
 * squares can be kept up row by row, whatever the number of classes.
 */
final class ExactGini implements OrderFreeCriterion<ExactGini.Sums> {
    /** The weight of each class among the rows of a node. */
    static final class Sums {
        private final double[] ofClass;
        private double weight;

        private Sums(int classes) {
            this.ofClass = new double[classes];
        }
    }

    private final int classes;
    private final int[] classOf;
    private final double[] weights;
    private final double[] left;
    private final double[] right;

    ExactGini(TreeRows rows, int[] codes, int classes) {
        this.classes = classes;
        this.classOf = new int[rows.count()];
        this.weights = new double[rows.count()];
        this.left = new double[classes];
        this.right = new double[classes];
        for (int i = 0; i < classOf.length; i++) {
            classOf[i] = codes[rows.row(i)];
            weights[i] = rows.weight(i);
        }
    }

    @Override
    public int valuesPerNode() {
        return classes;
    }

    @Override
    public Sums sums(long[] list, int from, int to) {
        Sums sums = new Sums(classes);
        for (int i = from; i < to; i++) {
            int row = Packed.row(list[i]);
            sums.ofClass[classOf[row]] += weights[row];
            sums.weight += weights[row];
        }
        return sums;
    }

    @Override
    public Sums without(Sums node, Sums some) {
        Sums rest = new Sums(classes);
        for (int k = 0; k < classes; k++) {
            rest.ofClass[k] = node.ofClass[k] - some.ofClass[k];
        }
        rest.weight = node.weight - some.weight;
        return rest;
    }

    @Override
    public double weight(Sums sums) {
        return sums.weight;
    }

    @Override
    public double impurity(Sums sums) {
        return impurity(squares(sums.ofClass), sums.weight);
    }

    @Override
    public void storeValue(Sums sums, TreeBuilder tree, int node) {
        for (int k = 0; k < classes; k++) {
            tree.setValue(node, k, sums.ofClass[k]);
        }
    }

    @Override
    public void scan(Sums node, NodeRange range, int feature, long[] list, BestSplit best) {
        Arrays.fill(left, 0);
        System.arraycopy(node.ofClass, 0, right, 0, classes);
        double leftSquares = 0;
        double rightSquares = squares(right);
        double weight = 0;
        int last = range.end() - range.minRows();
        int first = range.start() + range.minRows();
        long previous = list[range.start()];
        for (int p = range.start() + 1; p <= last; p++) {
            int row = Packed.row(previous);
            double w = weights[row];
            int k = classOf[row];
            // (c + w)^2 = c^2 + w (2c + w), and the same with w taken away.
            leftSquares += w * (2 * left[k] + w);
            rightSquares -= w * (2 * right[k] - w);
            left[k] += w;
            right[k] -= w;
            weight += w;
            long current = list[p];
            boolean same = Packed.value(current) <= Packed.value(previous) + Packed.FEATURE_THRESHOLD;
            previous = current;
            if (same || p < first) {
                continue;
            }
            double otherWeight = node.weight - weight;
            if (weight < range.minWeight() || otherWeight < range.minWeight()) {
                continue;
            }
            double proxy = -otherWeight * impurity(rightSquares, otherWeight) - weight * impurity(leftSquares, weight);
            if (proxy > best.proxy) {
                best.take(proxy, feature, list, p);
            }
        }
    }

    private static double impurity(double squares, double weight) {
        return 1.0 - squares / (weight * weight);
    }

    private static double squares(double[] sums) {
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        return squares;
    }
}
