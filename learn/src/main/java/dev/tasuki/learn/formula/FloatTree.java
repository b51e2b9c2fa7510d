package dev.tasuki.learn.formula;

import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.explain.ShapTree;
import dev.tasuki.learn.tree.Tree;
import java.util.List;

/**
 * A tree that rounds what it compares to 32-bit floats, as one that compares doubles.
 *
 * @param values of each leaf
 * @param leaves what they are
 */
public record FloatTree(Tree tree, int values, Leaves leaves) implements ShapTree, SumTree {
    /** Writes what a leaf has, over what was there. */
    @FunctionalInterface
    public interface Leaves {
        void write(Tree tree, int leaf, double[] into);
    }

    /** A tree whose leaves have one number, multiplied by the factor. */
    public static FloatTree ofNumbers(Tree tree, double factor) {
        return new FloatTree(tree, 1, (numbers, leaf, into) -> into[0] = factor * numbers.value(leaf, 0));
    }

    @Override
    public int nodes() {
        return tree.nodes();
    }

    @Override
    public boolean isLeaf(int node) {
        return tree.isLeaf(node);
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

    /** Of a row of {@link #form}. */
    @Override
    public boolean goesLeft(int node, double[] row) {
        return row[tree.feature(node)] <= tree.threshold(node);
    }

    @Override
    public double threshold(int node) {
        return highest(tree.threshold(node));
    }

    @Override
    public double split(int node) {
        return tree.threshold(node);
    }

    @Override
    public int rows(int node) {
        return tree.rows(node);
    }

    @Override
    public boolean innerValues() {
        return true;
    }

    /**
     * The highest double that is, rounded to a float, at most the threshold: {@code (double) (float) x <= threshold}
     * holds for the same finite x as {@code x <= highest(threshold)}.
     */
    static double highest(double threshold) {
        float below = (float) threshold;
        if (below > threshold) {
            below = Math.nextDown(below);
        }
        float above = Math.nextUp(below);
        if (Float.isInfinite(below) || Float.isInfinite(above)) {
            return below > 0 ? Double.MAX_VALUE : threshold;
        }
        // Exact: two neighbours among floats have one digit more between them. It rounds to the even one of them.
        double middle = ((double) below + above) / 2;
        boolean even = (Float.floatToIntBits(below) & 1) == 0;
        return even ? middle : Math.nextDown(middle);
    }

    @Override
    public boolean missingLeft(int node) {
        return false;
    }

    @Override
    public boolean byCategories(int node) {
        return false;
    }

    @Override
    public boolean goesLeft(int node, double code) {
        throw new IllegalStateException("the tree splits by thresholds alone");
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
