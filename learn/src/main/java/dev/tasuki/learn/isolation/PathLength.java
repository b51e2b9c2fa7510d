package dev.tasuki.learn.isolation;

import dev.tasuki.learn.tree.Tree;

/** How many cuts part a row from the others. */
final class PathLength {
    private static final double EULER = 0.5772156649015329;

    private PathLength() {}

    /** The mean length of the path of a row in a tree of random cuts of so many rows. */
    static double mean(int rows) {
        return switch (rows) {
            case 0, 1 -> 0;
            case 2 -> 1;
            default -> 2.0 * (Math.log(rows - 1.0) + EULER) - 2.0 * (rows - 1.0) / rows;
        };
    }

    /** Of each leaf: the nodes above it, and the mean path of the rows that it still holds. Of other nodes 0. */
    static double[] ofLeaves(Tree tree) {
        int[] depths = new int[tree.nodes()];
        double[] lengths = new double[tree.nodes()];
        for (int node = 0; node < depths.length; node++) {
            if (tree.isLeaf(node)) {
                lengths[node] = depths[node] + 1 + mean(tree.rows(node)) - 1.0;
            } else {
                depths[tree.left(node)] = depths[node] + 1;
                depths[tree.right(node)] = depths[node] + 1;
            }
        }
        return lengths;
    }
}
