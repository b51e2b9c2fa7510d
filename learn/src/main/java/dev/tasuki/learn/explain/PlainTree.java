package dev.tasuki.learn.explain;

import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.tree.Tree;
import java.util.List;

/**
 * A tree that splits by thresholds.
 *
 * @param leaves what its leaves have
 */
public record PlainTree(Tree tree, Leaves leaves) implements ShapTree {
    /** Writes what a leaf has, over what was there. */
    @FunctionalInterface
    public interface Leaves {
        void write(Tree tree, int leaf, double[] into);
    }

    /** A tree whose leaves have one number. */
    public static PlainTree ofNumbers(Tree tree) {
        return new PlainTree(tree, (numbers, leaf, into) -> into[0] = numbers.value(leaf, 0));
    }

    @Override
    public int nodes() {
        return tree.nodes();
    }

    @Override
    public int left(int node) {
        return tree.left(node);
    }

    @Override
    public int right(int node) {
        return tree.right(node);
    }

    @Override
    public int feature(int node) {
        return tree.feature(node);
    }

    @Override
    public double cover(int node) {
        return tree.weight(node);
    }

    @Override
    public boolean goesLeft(int node, double[] row) {
        return row[tree.feature(node)] <= tree.threshold(node);
    }

    @Override
    public void values(int leaf, double[] into) {
        leaves.write(tree, leaf, into);
    }

    /** A row as such trees take it: 32-bit floats. @throws dev.tasuki.learn.InvalidValueException if it has others */
    public static double[] form(double[] row, List<String> features) {
        float[] floats = FeatureMatrix.checkedRow(row, features);
        double[] values = new double[floats.length];
        for (int f = 0; f < values.length; f++) {
            values[f] = floats[f];
        }
        return values;
    }

    /** Nodes of all the trees. */
    public static long nodes(Iterable<Tree> trees) {
        long nodes = 0;
        for (Tree tree : trees) {
            nodes += tree.nodes();
        }
        return nodes;
    }
}
