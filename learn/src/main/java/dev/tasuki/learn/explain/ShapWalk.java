package dev.tasuki.learn.explain;

import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Walks each tree once and adds up contributions on the way back. On each level it holds, for each point {@code t},
 * the product of the factors of the features so far, and the sum of the leaves that it has come back from. An edge
 * of feature {@code f} adds what the factor of {@code f} changes there: what a former edge of the same feature on the
 * path has added is taken off. Not thread-safe.
 */
final class ShapWalk implements Explainer.Walk {
    private final TreeShap model;
    private final Map<Integer, GaussLegendre> rules = new HashMap<>();
    /** Of each feature, the share of training rows that took its edges on the path; 1 off the path. */
    private final double[] share;
    /** Of each feature, whether the row does not take its edges on the path. */
    private final boolean[] cold;

    private double[][] products = new double[0][];
    private double[][] sums = new double[0][];
    private int[] nodes = new int[0];
    private byte[] taken = new byte[0];
    private double[] sharesBefore = new double[0];
    private boolean[] coldBefore = new boolean[0];

    ShapWalk(TreeShap model) {
        this.model = model;
        this.share = new double[model.features()];
        this.cold = new boolean[model.features()];
        for (TreeShap.Sized sized : model.trees()) {
            rules.computeIfAbsent(sized.points(), GaussLegendre::of);
        }
    }

    @Override
    public void add(double[] row, double[][] into, WalkCounter steps) {
        double[] values = model.form(row);
        // A walk that was cancelled has left its marks.
        Arrays.fill(share, 1);
        Arrays.fill(cold, false);
        for (TreeShap.Sized sized : model.trees()) {
            room(sized);
            new OneTree(sized, values, into, steps).walk();
        }
    }

    private void room(TreeShap.Sized sized) {
        int levels = sized.depth() + 1;
        int points = sized.points();
        int sumsPerLevel = points * sized.part().values();
        if (nodes.length < levels) {
            nodes = new int[levels];
            taken = new byte[levels];
            sharesBefore = new double[levels];
            coldBefore = new boolean[levels];
        }
        if (products.length < levels || products[0].length < points || sums[0].length < sumsPerLevel) {
            products = new double[levels][points];
            sums = new double[levels][sumsPerLevel];
        }
    }

    /** The walk of one row down one tree. */
    private final class OneTree {
        private final ShapTree tree;
        private final TreeShap.Part part;
        private final double[] at;
        private final double[] weights;
        private final int points;
        private final int values;
        private final double[] leaf;
        private final double[] row;
        private final double[][] into;
        private final WalkCounter steps;

        OneTree(TreeShap.Sized sized, double[] row, double[][] into, WalkCounter steps) {
            this.part = sized.part();
            this.tree = part.tree();
            this.points = sized.points();
            GaussLegendre rule = Objects.requireNonNull(rules.get(points));
            this.at = rule.points();
            this.weights = rule.weights();
            this.values = part.values();
            this.leaf = new double[values];
            this.row = row;
            this.into = into;
            this.steps = steps;
        }

        void walk() {
            Arrays.fill(products[0], 0, points, 1);
            enter(0, 0);
            int level = 0;
            while (level >= 0) {
                int node = nodes[level];
                if (tree.left(node) == ShapTree.NO_CHILD) {
                    leaf(level);
                    level = back(level);
                } else if (taken[level] == 2) {
                    level = back(level);
                } else {
                    boolean left = taken[level]++ == 0;
                    level = descend(level, left ? tree.left(node) : tree.right(node), left);
                }
            }
        }

        private void enter(int level, int node) {
            nodes[level] = node;
            taken[level] = 0;
            Arrays.fill(sums[level], 0, points * values, 0);
            steps.made(TreeShap.stepsPerNode(points, values));
        }

        /** The level of the child; the same level if no leaf below it has a say. */
        private int descend(int level, int child, boolean left) {
            int node = nodes[level];
            int feature = tree.feature(node);
            double edge = ShapTree.share(tree, node, child);
            double before = share[feature];
            boolean wasCold = cold[feature];
            double now = before * edge;
            boolean isCold = wasCold || tree.goesLeft(node, row) != left;
            if (isCold && now == 0) {
                return level;
            }
            double[] from = products[level];
            double[] to = products[level + 1];
            for (int q = 0; q < points; q++) {
                if (wasCold) {
                    to[q] = from[q] * edge;
                } else {
                    double t = at[q];
                    double factor = isCold ? (1 - t) * now : t + (1 - t) * now;
                    // Off the path the factor is 1.
                    to[q] = before == 1 ? from[q] * factor : from[q] / (t + (1 - t) * before) * factor;
                }
            }
            sharesBefore[level + 1] = before;
            coldBefore[level + 1] = wasCold;
            share[feature] = now;
            cold[feature] = isCold;
            enter(level + 1, child);
            return level + 1;
        }

        private void leaf(int level) {
            tree.values(nodes[level], leaf);
            double[] product = products[level];
            double[] sum = sums[level];
            for (int q = 0; q < points; q++) {
                for (int k = 0; k < values; k++) {
                    sum[q * values + k] = product[q] * leaf[k];
                }
            }
        }

        /** Leaves a level by the edge to it. */
        private int back(int level) {
            if (level == 0) {
                return -1;
            }
            int feature = tree.feature(nodes[level - 1]);
            double[] sum = sums[level];
            // Once the row has left the path by this feature, a further edge of it changes nothing.
            if (!coldBefore[level]) {
                contribute(feature, level, sum);
            }
            share[feature] = sharesBefore[level];
            cold[feature] = coldBefore[level];
            double[] above = sums[level - 1];
            for (int i = 0; i < points * values; i++) {
                above[i] += sum[i];
            }
            return level - 1;
        }

        private void contribute(int feature, int level, double[] sum) {
            double before = sharesBefore[level];
            double now = share[feature];
            boolean isCold = cold[feature];
            for (int q = 0; q < points; q++) {
                double t = at[q];
                double gone = 1 - t;
                double with = isCold ? -1 / gone : (1 - now) / (t + gone * now);
                double without = before == 1 ? 0 : (1 - before) / (t + gone * before);
                double weight = part.weight() * weights[q] * (with - without);
                for (int k = 0; k < values; k++) {
                    into[part.first() + k][feature] += weight * sum[q * values + k];
                }
            }
        }
    }
}
