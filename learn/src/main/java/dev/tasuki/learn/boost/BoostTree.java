package dev.tasuki.learn.boost;

import dev.tasuki.learn.explain.ShapTree;
import dev.tasuki.learn.formula.SumTree;
import dev.tasuki.learn.tree.Tree;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A boosted tree, node by node, in scikit-learn's numbering: parents before children, the left side
 * before the right. A leaf's value is already multiplied by the learning rate. Immutable and safe to
 * share.
 */
public final class BoostTree implements ShapTree, SumTree {
    /** What {@link #left} and {@link #right} say of a leaf. */
    public static final int NO_CHILD = Tree.NO_CHILD;

    /** Bytes that a node takes. */
    static final long BYTES_PER_NODE = 4L * Integer.BYTES + 3L * Double.BYTES + 1 + 4;

    private final int[] left;
    private final int[] right;
    private final int[] feature;
    private final int[] rows;
    private final double[] threshold;
    private final double[] gain;
    private final double[] value;
    private final boolean[] missingLeft;
    /** Null where a node splits by no category; empty where no node does. */
    private final @Nullable CategorySplit[] categories;

    BoostTree(BoostTreeBuilder from) {
        int nodes = from.size;
        this.left = Arrays.copyOf(from.left, nodes);
        this.right = Arrays.copyOf(from.right, nodes);
        this.feature = Arrays.copyOf(from.feature, nodes);
        this.rows = Arrays.copyOf(from.rows, nodes);
        this.threshold = Arrays.copyOf(from.threshold, nodes);
        this.gain = Arrays.copyOf(from.gain, nodes);
        this.value = Arrays.copyOf(from.value, nodes);
        this.missingLeft = Arrays.copyOf(from.missingLeft, nodes);
        this.categories = from.byCategories ? Arrays.copyOf(from.categories, nodes) : new CategorySplit[0];
    }

    /** Number of nodes, leaves included; at least 1. */
    @Override
    public int nodes() {
        return left.length;
    }

    /** Whether a node is a leaf. */
    @Override
    public boolean isLeaf(int node) {
        return left[node] == NO_CHILD;
    }

    /** The left child, or {@link #NO_CHILD}. */
    @Override
    public int left(int node) {
        return left[node];
    }

    /** The right child, or {@link #NO_CHILD}. */
    @Override
    public int right(int node) {
        return right[node];
    }

    /** The feature a node splits by; 0 for a leaf. */
    @Override
    public int feature(int node) {
        return feature[node];
    }

    /**
     * The value up to which rows go left: infinite for a split between missing values and all others;
     * 0 for a leaf and for a split by categories.
     */
    @Override
    public double threshold(int node) {
        return threshold[node];
    }

    /** By how much a node's split made the loss fall; 0 for a leaf. */
    public double gain(int node) {
        return gain[node];
    }

    /** Training rows in a node. */
    @Override
    public int rows(int node) {
        return rows[node];
    }

    /** Its training rows, as nodes keep no weights. */
    @Override
    public double cover(int node) {
        return rows[node];
    }

    /** What a leaf adds to the prediction; for an inner node its value before the learning rate. */
    public double value(int node) {
        return value[node];
    }

    @Override
    public int values() {
        return 1;
    }

    @Override
    public void values(int leaf, double[] into) {
        into[0] = value[leaf];
    }

    /** Whether rows without a value go left. */
    @Override
    public boolean missingLeft(int node) {
        return missingLeft[node];
    }

    /** How a node splits by categories; empty for other nodes. */
    public Optional<CategorySplit> categories(int node) {
        return categories.length == 0 ? Optional.empty() : Optional.ofNullable(categories[node]);
    }

    @Override
    public boolean byCategories(int node) {
        return categories(node).isPresent();
    }

    boolean splitsByCategories() {
        return categories.length > 0;
    }

    /** The leaf into which a row falls; NaN is a missing value. */
    public int leafOf(double[] row) {
        return categories.length == 0 ? leafByNumbers(row, 0) : leafOf(row, 0);
    }

    /** Adds what the tree says of rows that lie one after the other in {@code block} to sums. */
    void add(double[] block, int rowLength, double[] sums, int from, int to) {
        boolean numeric = categories.length == 0;
        for (int i = from; i < to; i++) {
            int offset = (i - from) * rowLength;
            sums[i] += value[numeric ? leafByNumbers(block, offset) : leafOf(block, offset)];
        }
    }

    private int leafByNumbers(double[] rows, int offset) {
        int node = 0;
        int next = left[0];
        while (next >= 0) {
            double x = rows[offset + feature[node]];
            boolean goesLeft = x <= threshold[node] || (Double.isNaN(x) && missingLeft[node]);
            node = goesLeft ? next : right[node];
            next = left[node];
        }
        return node;
    }

    private int leafOf(double[] rows, int offset) {
        int node = 0;
        while (left[node] >= 0) {
            node = goesLeft(node, rows, offset) ? left[node] : right[node];
        }
        return node;
    }

    /** Whether a row goes left at an inner node; NaN is a missing value. */
    @Override
    public boolean goesLeft(int node, double[] row) {
        return goesLeft(node, row, 0);
    }

    private boolean goesLeft(int node, double[] rows, int offset) {
        return goesLeft(node, rows[offset + feature[node]]);
    }

    /** Whether a value of the feature that an inner node splits by goes left; NaN is a missing value. */
    @Override
    public boolean goesLeft(int node, double x) {
        if (Double.isNaN(x)) {
            return missingLeft[node];
        }
        CategorySplit split = categories.length == 0 ? null : categories[node];
        return split == null ? x <= threshold[node] : split.goesLeft(x, missingLeft[node]);
    }

    void addGains(double[] perFeature) {
        for (int node = 0; node < nodes(); node++) {
            if (!isLeaf(node)) {
                perFeature[feature[node]] += gain[node];
            }
        }
    }
}
