package dev.tasuki.learn.grow;

import dev.tasuki.learn.grow.CutSearch.Cut;
import dev.tasuki.learn.grow.PlainNode.Split;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.tree.TreeBuilder;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Splits nodes the straightforward way: what a search for cuts visits is gathered at each node. Slow, and
 * as close to the specification of scikit-learn's splitter as code gets. Not thread-safe: one splitter
 * serves one tree.
 */
final class PlainSplitter {
    private final PlainCriterion criterion;
    private final TreeLimits limits;
    private final double[] weights;
    private final int[] samples;
    private final CutSearch search;
    private final double allWeight;
    private final double minWeightLeaf;

    /** A splitter that sorts each visited feature and tries all cuts. */
    PlainSplitter(float[][] columns, PlainCriterion criterion, TreeLimits limits, double[] weights, TreeSeed seed) {
        this(new CutSearch.Columns(columns, seed), criterion, limits, weights, SortedCuts::new);
    }

    /** A splitter that searches in another way. */
    PlainSplitter(
            CutSearch.Columns columns,
            PlainCriterion criterion,
            TreeLimits limits,
            double[] weights,
            Function<CutSearch.Rows, CutSearch> kind) {
        this.criterion = criterion;
        this.limits = limits;
        this.weights = weights;
        int[] present = new int[weights.length];
        int count = 0;
        double sum = 0;
        for (int row = 0; row < weights.length; row++) {
            if (weights[row] != 0) {
                present[count++] = row;
            }
            sum += weights[row];
        }
        this.samples = Arrays.copyOf(present, count);
        this.allWeight = sum;
        this.minWeightLeaf = limits.minWeightFractionLeaf() * PairwiseSum.of(weights);
        this.search = kind.apply(new CutSearch.Rows(columns, samples, weights, criterion, limits, minWeightLeaf));
    }

    /** An empty tree that holds what the criterion wants to store. */
    TreeBuilder newTree() {
        return new TreeBuilder(criterion.valuesPerNode(), 64, limits.budget());
    }

    /** The root and its best split. */
    PlainNode root() {
        criterion.init(samples, weights, 0, samples.length);
        return look(0, samples.length, 0, 0, criterion.nodeImpurity());
    }

    /**
     * The left child of a node that was split, with its own best split, given the features known to
     * be constant.
     */
    PlainNode left(PlainNode parent, int constants) {
        criterion.init(samples, weights, parent.start(), parent.split().position());
        double impurity = parent.split().leftImpurity();
        return look(parent.start(), parent.split().position(), parent.depth() + 1, constants, impurity);
    }

    /** The right child likewise. */
    PlainNode right(PlainNode parent, int constants) {
        criterion.init(samples, weights, parent.split().position(), parent.end());
        double impurity = parent.split().rightImpurity();
        return look(parent.split().position(), parent.end(), parent.depth() + 1, constants, impurity);
    }

    /** Adds the node looked at last as a leaf, and gives its number. */
    int addTo(TreeBuilder tree, PlainNode node) {
        int id = tree.addLeaf(node.impurity(), node.end() - node.start(), node.weight());
        criterion.storeValue(tree, id);
        return id;
    }

    private PlainNode look(int start, int end, int depth, int knownConstants, double impurity) {
        double weight = criterion.weight();
        int count = end - start;
        boolean leaf = depth >= limits.maxDepth()
                || count < limits.minSamplesSplit()
                || count < 2 * limits.minSamplesLeaf()
                || weight < 2 * minWeightLeaf
                || impurity <= Pending.EPSILON;
        if (leaf) {
            return new PlainNode(start, end, depth, knownConstants, impurity, weight, Split.NONE);
        }
        int constants = search.search(start, end, knownConstants);
        Cut cut = search.best();
        Split split = Split.NONE;
        if (cut.position() < end) {
            criterion.reset();
            criterion.update(samples, weights, cut.position());
            criterion.childrenImpurity(samples, weights);
            double improvement = criterion.improvement(impurity, allWeight);
            if (improvement + Pending.EPSILON >= limits.minImpurityDecrease()) {
                split = new Split(
                        cut.feature(),
                        cut.threshold(),
                        cut.position(),
                        improvement,
                        criterion.leftImpurity(),
                        criterion.rightImpurity());
            }
        }
        return new PlainNode(start, end, depth, constants, impurity, weight, split);
    }
}
