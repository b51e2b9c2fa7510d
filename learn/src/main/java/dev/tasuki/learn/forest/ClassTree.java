package dev.tasuki.learn.forest;

import dev.tasuki.learn.explain.ShapTree;
import dev.tasuki.learn.tree.Tree;
import java.util.Arrays;

/** A tree whose leaves have the share of each class. */
record ClassTree(Tree tree) implements ShapTree {
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
        Arrays.fill(into, 0);
        ClassificationForest.addShares(tree, leaf, into);
    }
}
