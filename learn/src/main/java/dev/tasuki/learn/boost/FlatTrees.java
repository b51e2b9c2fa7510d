package dev.tasuki.learn.boost;

import java.util.List;
import java.util.Optional;

/**
 * The trees of a model without categories in arrays shared by all, for fast predictions: four ways down
 * are walked side by side, so that the processor has something to do while it waits for the next node of
 * each. A leaf is its own child. Immutable.
 */
final class FlatTrees {
    /** Larger models are walked tree by tree; their nodes are not held twice. */
    private static final int MOST_NODES = 1 << 20;

    private final int[] children;
    private final int[] feature;
    private final double[] threshold;
    private final int[] missingRight;
    private final double[] value;
    private final int[] roots;

    private FlatTrees(List<BoostTree> trees, int nodes) {
        this.children = new int[2 * nodes];
        this.feature = new int[nodes];
        this.threshold = new double[nodes];
        this.missingRight = new int[nodes];
        this.value = new double[nodes];
        this.roots = new int[trees.size()];
        int first = 0;
        for (int t = 0; t < roots.length; t++) {
            roots[t] = first;
            put(trees.get(t), first);
            first += trees.get(t).nodes();
        }
    }

    /** The trees in this form; empty when one splits by categories or there are too many nodes. */
    static Optional<FlatTrees> of(List<BoostTree> trees) {
        long nodes = trees.stream().mapToLong(BoostTree::nodes).sum();
        boolean numeric = trees.stream().noneMatch(BoostTree::splitsByCategories);
        return numeric && nodes <= MOST_NODES ? Optional.of(new FlatTrees(trees, (int) nodes)) : Optional.empty();
    }

    private void put(BoostTree tree, int first) {
        for (int n = 0; n < tree.nodes(); n++) {
            int at = first + n;
            children[2 * at] = tree.isLeaf(n) ? at : first + tree.left(n);
            children[2 * at + 1] = tree.isLeaf(n) ? at : first + tree.right(n);
            feature[at] = tree.feature(n);
            threshold[at] = tree.threshold(n);
            missingRight[at] = tree.missingLeft(n) ? 0 : 1;
            value[at] = tree.value(n);
        }
    }

    /** A start and what each tree says of a row, added in the order of the trees. */
    double sum(double start, double[] row) {
        double sum = start;
        int t = 0;
        for (; t + 4 <= roots.length; t += 4) {
            int a = roots[t];
            int b = roots[t + 1];
            int c = roots[t + 2];
            int d = roots[t + 3];
            int moved;
            do {
                int nextA = next(a, row[feature[a]]);
                int nextB = next(b, row[feature[b]]);
                int nextC = next(c, row[feature[c]]);
                int nextD = next(d, row[feature[d]]);
                moved = (a ^ nextA) | (b ^ nextB) | (c ^ nextC) | (d ^ nextD);
                a = nextA;
                b = nextB;
                c = nextC;
                d = nextD;
            } while (moved != 0);
            sum += value[a];
            sum += value[b];
            sum += value[c];
            sum += value[d];
        }
        for (; t < roots.length; t++) {
            sum += value[leaf(roots[t], row, 0)];
        }
        return sum;
    }

    /** Adds what one tree says of rows that lie one after the other in {@code block} to sums. */
    void add(int tree, double[] block, double[] sums, int from, int to) {
        int width = block.length / (to - from);
        int root = roots[tree];
        int i = from;
        int row = 0;
        for (; i + 4 <= to; i += 4) {
            int a = root;
            int b = root;
            int c = root;
            int d = root;
            int moved;
            do {
                int nextA = next(a, block[row + feature[a]]);
                int nextB = next(b, block[row + width + feature[b]]);
                int nextC = next(c, block[row + 2 * width + feature[c]]);
                int nextD = next(d, block[row + 3 * width + feature[d]]);
                moved = (a ^ nextA) | (b ^ nextB) | (c ^ nextC) | (d ^ nextD);
                a = nextA;
                b = nextB;
                c = nextC;
                d = nextD;
            } while (moved != 0);
            sums[i] += value[a];
            sums[i + 1] += value[b];
            sums[i + 2] += value[c];
            sums[i + 3] += value[d];
            row += 4 * width;
        }
        for (; i < to; i++) {
            sums[i] += value[leaf(root, block, row)];
            row += width;
        }
    }

    private int leaf(int root, double[] rows, int offset) {
        int node = root;
        int next = next(node, rows[offset + feature[node]]);
        while (next != node) {
            node = next;
            next = next(node, rows[offset + feature[node]]);
        }
        return node;
    }

    private int next(int node, double x) {
        int right = x > threshold[node] ? 1 : 0;
        return children[2 * node + (Double.isNaN(x) ? missingRight[node] : right)];
    }
}
