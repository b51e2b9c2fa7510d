package dev.tasuki.learn.grow;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.grow.PlainNode.Split;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.tree.TreeBuilder;
import java.util.Arrays;

/**
 * Splits nodes the straightforward way: each visited feature is gathered and sorted at each node.
 * Slow, and as close to the specification of scikit-learn's splitter as code gets. Not thread-safe:
 * one splitter serves one tree.
 */
final class PlainSplitter {
    private final float[][] columns;
    private final PlainCriterion criterion;
    private final TreeLimits limits;
    private final double[] weights;
    private final int[] samples;
    private final float[] values;
    private final FeatureDraw draw;
    private final CancelCheck patience;
    private final double allWeight;
    private final double minWeightLeaf;

    private int bestFeature;
    private int bestPosition;
    private double bestThreshold;

    PlainSplitter(float[][] columns, PlainCriterion criterion, TreeLimits limits, double[] weights, TreeSeed seed) {
        this.columns = columns;
        this.criterion = criterion;
        this.limits = limits;
        this.weights = weights;
        this.draw = new FeatureDraw(columns.length, limits.maxFeatures(), seed.splitter());
        this.patience = seed.patience();
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
        this.values = new float[count];
        this.allWeight = sum;
        this.minWeightLeaf = limits.minWeightFractionLeaf() * PairwiseSum.of(weights);
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
        int constants = search(start, end, knownConstants);
        Split split = Split.NONE;
        if (bestPosition < end) {
            partition(start, end);
            criterion.reset();
            criterion.update(samples, weights, bestPosition);
            criterion.childrenImpurity(samples, weights);
            double improvement = criterion.improvement(impurity, allWeight);
            if (improvement + Pending.EPSILON >= limits.minImpurityDecrease()) {
                split = new Split(
                        bestFeature,
                        bestThreshold,
                        bestPosition,
                        improvement,
                        criterion.leftImpurity(),
                        criterion.rightImpurity());
            }
        }
        return new PlainNode(start, end, depth, constants, impurity, weight, split);
    }

    /** Finds the best split and says how many features are known to be constant afterwards. */
    private int search(int start, int end, int knownConstants) {
        bestPosition = end;
        double bestProxy = Double.NEGATIVE_INFINITY;
        draw.begin(knownConstants);
        for (int feature = draw.next(); feature != FeatureDraw.NONE; feature = draw.next()) {
            patience.spend(end - start);
            float[] column = columns[feature];
            for (int i = start; i < end; i++) {
                values[i] = column[samples[i]];
            }
            IntroSort.sort(values, samples, start, end - start);
            if (values[end - 1] <= values[start] + Packed.FEATURE_THRESHOLD) {
                draw.constant();
            } else {
                draw.varying();
                bestProxy = scan(feature, start, end, bestProxy);
            }
        }
        return draw.end();
    }

    private double scan(int feature, int start, int end, double best) {
        double bestProxy = best;
        criterion.reset();
        int p = start;
        while (p < end) {
            while (p + 1 < end && values[p + 1] <= values[p] + Packed.FEATURE_THRESHOLD) {
                p++;
            }
            p++;
            if (p >= end) {
                break;
            }
            if (p - start < limits.minSamplesLeaf() || end - p < limits.minSamplesLeaf()) {
                continue;
            }
            criterion.update(samples, weights, p);
            if (criterion.leftWeight() < minWeightLeaf || criterion.rightWeight() < minWeightLeaf) {
                continue;
            }
            double proxy = criterion.proxy();
            if (proxy > bestProxy) {
                bestProxy = proxy;
                bestFeature = feature;
                bestPosition = p;
                double threshold = (double) values[p - 1] / 2.0 + (double) values[p] / 2.0;
                boolean useless = threshold == values[p] || Double.isInfinite(threshold);
                bestThreshold = useless ? values[p - 1] : threshold;
            }
        }
        return bestProxy;
    }

    private void partition(int start, int end) {
        float[] column = columns[bestFeature];
        int p = start;
        int q = end;
        while (p < q) {
            if (column[samples[p]] <= bestThreshold) {
                p++;
            } else {
                q--;
                int row = samples[p];
                samples[p] = samples[q];
                samples[q] = row;
            }
        }
    }
}
