package dev.tasuki.forest.grow;

import dev.tasuki.forest.numpy.PairwiseSum;
import dev.tasuki.forest.tree.Tree;
import dev.tasuki.forest.tree.TreeBuilder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Grows a tree the straightforward way: each visited feature is gathered and sorted at each node. Slow, and as close to the
 * specification as code gets.
 */
final class PlainGrower {
    private static final float FEATURE_THRESHOLD = 1e-7f;
    private static final double EPSILON = 0x1p-52;

    private record Pending(int start, int end, int depth, int constants, double impurity, int parent, boolean isLeft) {}

    private final float[][] columns;
    private final PlainCriterion criterion;
    private final TreeLimits limits;
    private final double[] weights;
    private final int[] samples;
    private final float[] values;
    private final int[] features;
    private final int[] constantFeatures;
    private final XorShift random;
    private final double allWeight;
    private final double minWeightLeaf;

    private int bestFeature;
    private int bestPosition;
    private double bestThreshold;
    private double bestImprovement;

    PlainGrower(float[][] columns, PlainCriterion criterion, TreeLimits limits, double[] weights, int splitterSeed) {
        this.columns = columns;
        this.criterion = criterion;
        this.limits = limits;
        this.weights = weights;
        this.random = new XorShift(splitterSeed);
        this.values = new float[weights.length];
        this.features = new int[columns.length];
        this.constantFeatures = new int[columns.length];
        for (int f = 0; f < features.length; f++) {
            features[f] = f;
        }
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
    }

    Tree grow(Patience patience) {
        TreeBuilder tree = new TreeBuilder(criterion.valuesPerNode(), 64);
        Deque<Pending> stack = new ArrayDeque<>();
        stack.push(new Pending(0, samples.length, 0, 0, Double.NaN, -1, false));
        while (!stack.isEmpty()) {
            Pending node = stack.pop();
            int start = node.start();
            int end = node.end();
            criterion.init(samples, weights, start, end);
            double weight = criterion.weight();
            double impurity = node.parent() < 0 ? criterion.nodeImpurity() : node.impurity();
            boolean leaf = node.depth() >= limits.maxDepth()
                    || end - start < limits.minSamplesSplit()
                    || end - start < 2 * limits.minSamplesLeaf()
                    || weight < 2 * minWeightLeaf
                    || impurity <= EPSILON;
            int constants = node.constants();
            if (!leaf) {
                patience.spend((long) (end - start) * features.length);
                constants = split(start, end, impurity, constants);
                leaf = bestPosition >= end || bestImprovement + EPSILON < limits.minImpurityDecrease();
            }
            int id = tree.addLeaf(impurity, end - start, weight);
            if (node.parent() >= 0) {
                tree.setChild(node.parent(), node.isLeft(), id);
            }
            criterion.storeValue(tree, id);
            if (!leaf) {
                tree.split(id, bestFeature, bestThreshold);
                int middle = bestPosition;
                stack.push(new Pending(middle, end, node.depth() + 1, constants, criterion.rightImpurity(), id, false));
                stack.push(new Pending(start, middle, node.depth() + 1, constants, criterion.leftImpurity(), id, true));
            }
        }
        return tree.build();
    }

    private int split(int start, int end, double impurity, int knownConstants) {
        bestPosition = end;
        double bestProxy = Double.NEGATIVE_INFINITY;
        int unvisited = features.length;
        int visited = 0;
        int found = 0;
        int drawn = 0;
        int total = knownConstants;
        while (unvisited > total && (visited < limits.maxFeatures() || visited <= found + drawn)) {
            visited++;
            int j = random.nextBetween(drawn, unvisited - found);
            if (j < knownConstants) {
                swapFeatures(drawn, j);
                drawn++;
                continue;
            }
            j += found;
            int feature = features[j];
            for (int i = start; i < end; i++) {
                values[i] = columns[feature][samples[i]];
            }
            IntroSort.sort(values, samples, start, end - start);
            if (values[end - 1] <= values[start] + FEATURE_THRESHOLD) {
                swapFeatures(j, total);
                found++;
                total++;
                continue;
            }
            unvisited--;
            swapFeatures(unvisited, j);
            bestProxy = scan(feature, start, end, bestProxy);
        }
        if (bestPosition < end) {
            partition(start, end);
            criterion.reset();
            criterion.update(samples, weights, bestPosition);
            criterion.childrenImpurity(samples, weights);
            bestImprovement = criterion.improvement(impurity, allWeight);
        }
        System.arraycopy(constantFeatures, 0, features, 0, knownConstants);
        System.arraycopy(features, knownConstants, constantFeatures, knownConstants, found);
        return total;
    }

    private double scan(int feature, int start, int end, double best) {
        double bestProxy = best;
        criterion.reset();
        int p = start;
        while (p < end) {
            while (p + 1 < end && values[p + 1] <= values[p] + FEATURE_THRESHOLD) {
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

    private void swapFeatures(int i, int j) {
        int feature = features[i];
        features[i] = features[j];
        features[j] = feature;
    }
}
