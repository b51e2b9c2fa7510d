package dev.tasuki.learn.explain;

import dev.tasuki.learn.spi.WalkCounter;
import java.util.Arrays;

/** Looks at all nodes of a tree, to know how deep it is and what it says of no row in particular. For one tree. */
final class TreeExtent {
    private final ShapTree tree;
    private int[] nodes = new int[16];
    private int[] depths = new int[16];
    private double[] shares = new double[16];
    private int waiting;
    private int depth;

    private TreeExtent(ShapTree tree) {
        this.tree = tree;
    }

    /**
     * The depth of a tree.
     *
     * @param mean gets the mean of the leaves' values, each with the share of the training rows that are in it
     */
    static int depth(ShapTree tree, double[] mean, WalkCounter looks) {
        TreeExtent extent = new TreeExtent(tree);
        extent.look(mean, looks);
        return extent.depth;
    }

    private void look(double[] mean, WalkCounter looks) {
        double[] values = new double[mean.length];
        push(0, 0, 1);
        while (waiting > 0) {
            waiting--;
            int node = nodes[waiting];
            int level = depths[waiting];
            double share = shares[waiting];
            looks.made(1);
            if (tree.left(node) == ShapTree.NO_CHILD) {
                depth = Math.max(depth, level);
                tree.values(node, values);
                for (int k = 0; k < mean.length; k++) {
                    mean[k] += share * values[k];
                }
            } else {
                int right = tree.right(node);
                int left = tree.left(node);
                push(right, level + 1, share * ShapTree.share(tree, node, right));
                push(left, level + 1, share * ShapTree.share(tree, node, left));
            }
        }
    }

    private void push(int node, int level, double share) {
        if (waiting == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * waiting);
            depths = Arrays.copyOf(depths, 2 * waiting);
            shares = Arrays.copyOf(shares, 2 * waiting);
        }
        nodes[waiting] = node;
        depths[waiting] = level;
        shares[waiting] = share;
        waiting++;
    }
}
