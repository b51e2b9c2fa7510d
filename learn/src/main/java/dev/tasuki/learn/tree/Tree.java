package dev.tasuki.learn.tree;

import dev.tasuki.learn.numpy.PairwiseSum;
import java.util.Arrays;

/**
 * A grown decision tree, node by node, in scikit-learn's numbering: node 0 is the root, children
 * come after their parent. Immutable and safe to share.
 */
public final class Tree {
    /** What {@link #left} and {@link #right} say of a leaf. */
    public static final int NO_CHILD = -1;

    /** What {@link #feature} and {@link #threshold} say of a leaf. */
    public static final int NO_FEATURE = -2;

    private final int[] left;
    private final int[] right;
    private final int[] feature;
    private final double[] threshold;
    private final double[] impurity;
    private final int[] rows;
    private final double[] weight;
    private final double[] values;
    private final int valuesPerNode;

    Tree(TreeBuilder from) {
        int nodes = from.size;
        this.left = Arrays.copyOf(from.left, nodes);
        this.right = Arrays.copyOf(from.right, nodes);
        this.feature = Arrays.copyOf(from.feature, nodes);
        this.threshold = Arrays.copyOf(from.threshold, nodes);
        this.impurity = Arrays.copyOf(from.impurity, nodes);
        this.rows = Arrays.copyOf(from.rows, nodes);
        this.weight = Arrays.copyOf(from.weight, nodes);
        this.values = Arrays.copyOf(from.values, nodes * from.valuesPerNode);
        this.valuesPerNode = from.valuesPerNode;
    }

    private Tree(Tree same, double[] values) {
        this.left = same.left;
        this.right = same.right;
        this.feature = same.feature;
        this.threshold = same.threshold;
        this.impurity = same.impurity;
        this.rows = same.rows;
        this.weight = same.weight;
        this.values = values;
        this.valuesPerNode = same.valuesPerNode;
    }

    /** Number of nodes, leaves included; at least 1. */
    public int nodes() {
        return left.length;
    }

    /** Whether a node is a leaf. */
    public boolean isLeaf(int node) {
        return left[node] == NO_CHILD;
    }

    /** The child for rows at or below the threshold, or {@link #NO_CHILD}. */
    public int left(int node) {
        return left[node];
    }

    /** The child for rows above the threshold, or {@link #NO_CHILD}. */
    public int right(int node) {
        return right[node];
    }

    /** The feature a node splits by, or {@link #NO_FEATURE}. */
    public int feature(int node) {
        return feature[node];
    }

    /** The value up to which rows go left, or {@link #NO_FEATURE}. */
    public double threshold(int node) {
        return threshold[node];
    }

    /** The criterion's impurity of the training rows in a node. */
    public double impurity(int node) {
        return impurity[node];
    }

    /** Distinct training rows in a node ({@code n_node_samples}). */
    public int rows(int node) {
        return rows[node];
    }

    /** Weight of the training rows in a node ({@code weighted_n_node_samples}). */
    public double weight(int node) {
        return weight[node];
    }

    /** Values a node holds: 1 for a regressor, the number of classes for a classifier. */
    public int valuesPerNode() {
        return valuesPerNode;
    }

    /**
     * The mean target of a regressor's node (index 0), or the weight of a class in a classifier's
     * node.
     */
    public double value(int node, int index) {
        return values[node * valuesPerNode + index];
    }

    /** Splits from the root to the deepest leaf; 0 for a tree that is a leaf. */
    public int depth() {
        int[] depths = new int[nodes()];
        int deepest = 0;
        for (int node = 0; node < depths.length; node++) {
            if (!isLeaf(node)) {
                depths[left[node]] = depths[node] + 1;
                depths[right[node]] = depths[node] + 1;
            }
            deepest = Math.max(deepest, depths[node]);
        }
        return deepest;
    }

    /** The leaf into which a row falls. */
    public int leafOf(float[] row) {
        int node = 0;
        while (left[node] >= 0) {
            node = row[feature[node]] <= threshold[node] ? left[node] : right[node];
        }
        return node;
    }

    /** The same for a row of columns, {@code [feature][row]}. */
    public int leafOf(float[][] columns, int row) {
        int node = 0;
        while (left[node] >= 0) {
            node = columns[feature[node]][row] <= threshold[node] ? left[node] : right[node];
        }
        return node;
    }

    /**
     * The same tree with other values.
     *
     * @param changed as many as {@link #nodes} times {@link #valuesPerNode}, node by node
     * @throws IllegalArgumentException when there are more or fewer
     */
    public Tree withValues(double[] changed) {
        if (changed.length != values.length) {
            throw new IllegalArgumentException(
                    "there are " + changed.length + " values; the tree has " + values.length);
        }
        return new Tree(this, changed.clone());
    }

    /**
     * What the splits by each feature took away from the impurity, summing to 1, or all 0 for a
     * single leaf.
     */
    public double[] featureImportances(int features) {
        double[] importances = impurityDecreases(features);
        PairwiseSum.normalise(importances);
        return importances;
    }

    /** The same as shares of the root's weight, which do not sum to 1. */
    public double[] impurityDecreases(int features) {
        double[] importances = new double[features];
        for (int node = 0; node < nodes(); node++) {
            if (!isLeaf(node)) {
                int l = left[node];
                int r = right[node];
                importances[feature[node]] +=
                        weight[node] * impurity[node] - weight[l] * impurity[l] - weight[r] * impurity[r];
            }
        }
        for (int f = 0; f < features; f++) {
            importances[f] /= weight[0];
        }
        return importances;
    }
}
