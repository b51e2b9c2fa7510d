package dev.tasuki.learn.tree;

import java.util.Arrays;

/**
 * Collects the nodes of a {@link Tree} in their order. Machinery of the growing and reading of
 * trees. Not thread-safe.
 */
public final class TreeBuilder {
    int[] left;
    int[] right;
    int[] feature;
    double[] threshold;
    double[] impurity;
    int[] rows;
    double[] weight;
    double[] values;
    final int valuesPerNode;
    int size;

    /** Bytes are told to the budget in portions, so that threads do not wait for each other. */
    private static final long PORTION = 64 << 10;

    private final NodeBudget budget;
    private final long bytesPerNode;
    private long untold;

    /** An empty tree; {@code expectedNodes} only saves copying. */
    public TreeBuilder(int valuesPerNode, int expectedNodes) {
        this(valuesPerNode, expectedNodes, NodeBudget.unlimited());
    }

    /** The same, whose nodes are accounted for as soon as it is known that they will be. */
    public TreeBuilder(int valuesPerNode, int expectedNodes, NodeBudget budget) {
        int capacity = Math.max(1, expectedNodes);
        this.valuesPerNode = valuesPerNode;
        this.budget = budget;
        this.bytesPerNode = NodeBudget.bytesPerNode(valuesPerNode);
        this.untold = bytesPerNode;
        this.left = new int[capacity];
        this.right = new int[capacity];
        this.feature = new int[capacity];
        this.threshold = new double[capacity];
        this.impurity = new double[capacity];
        this.rows = new int[capacity];
        this.weight = new double[capacity];
        this.values = new double[Math.multiplyExact(capacity, valuesPerNode)];
    }

    /**
     * Adds a leaf with what is known of its rows, and gives its number. Its values are 0 until set.
     */
    public int addLeaf(double nodeImpurity, int nodeRows, double nodeWeight) {
        if (size == left.length) {
            grow();
        }
        left[size] = Tree.NO_CHILD;
        right[size] = Tree.NO_CHILD;
        feature[size] = Tree.NO_FEATURE;
        threshold[size] = Tree.NO_FEATURE;
        impurity[size] = nodeImpurity;
        rows[size] = nodeRows;
        weight[size] = nodeWeight;
        return size++;
    }

    /**
     * Makes a node an inner one; its children are set later.
     *
     * @throws ForestTooLargeException when the budget has no room for them
     */
    public void split(int node, int byFeature, double atThreshold) {
        untold += 2 * bytesPerNode;
        if (untold >= PORTION) {
            tell();
        }
        feature[node] = byFeature;
        threshold[node] = atThreshold;
    }

    /**
     * Makes a node the child of another: the left one, for rows at or below the threshold, or the
     * right one.
     */
    public void setChild(int parent, boolean isLeft, int child) {
        (isLeft ? left : right)[parent] = child;
    }

    /** Sets one value of a node. */
    public void setValue(int node, int index, double value) {
        values[node * valuesPerNode + index] = value;
    }

    /** Number of nodes so far. */
    public int size() {
        return size;
    }

    /** The tree of the nodes so far. */
    public Tree build() {
        tell();
        return new Tree(this);
    }

    private void tell() {
        long bytes = untold;
        untold = 0;
        budget.take(bytes);
    }

    private void grow() {
        int capacity = size + (size >> 1) + 1;
        if ((long) capacity * valuesPerNode > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("a tree of more than " + size + " nodes with " + valuesPerNode
                    + " values each is too large; limit max_depth or raise min_samples_leaf");
        }
        left = Arrays.copyOf(left, capacity);
        right = Arrays.copyOf(right, capacity);
        feature = Arrays.copyOf(feature, capacity);
        threshold = Arrays.copyOf(threshold, capacity);
        impurity = Arrays.copyOf(impurity, capacity);
        rows = Arrays.copyOf(rows, capacity);
        weight = Arrays.copyOf(weight, capacity);
        values = Arrays.copyOf(values, capacity * valuesPerNode);
    }
}
