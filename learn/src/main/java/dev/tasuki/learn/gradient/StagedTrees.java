package dev.tasuki.learn.gradient;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.explain.TreeShap;
import dev.tasuki.learn.formula.FloatTree;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.WalkCounter;
import dev.tasuki.learn.tree.NodeBudget;
import dev.tasuki.learn.tree.Tree;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A boosted model: a start value, and one tree after the other.
 *
 * @param start what predictions begin with
 * @param trees at least one
 */
record StagedTrees(GradientParameters parameters, List<String> featureNames, double start, List<Tree> trees) {
    private static final long BYTES_PER_TREE = 256;

    StagedTrees {
        featureNames = List.copyOf(featureNames);
        trees = List.copyOf(trees);
        if (trees.isEmpty()) {
            throw new IllegalArgumentException("a boosted model needs at least one tree");
        }
    }

    /** Bytes that the trees take in memory. */
    long memory() {
        long bytes = 0;
        for (Tree tree : trees) {
            bytes += BYTES_PER_TREE + tree.nodes() * NodeBudget.bytesPerNode(1);
        }
        return bytes;
    }

    /** The mean over the trees that split at all of what their splits took away, scaled to sum to 1. */
    double[] importances() {
        double[] sum = new double[featureNames.size()];
        int counted = 0;
        for (Tree tree : trees) {
            if (tree.nodes() > 1) {
                double[] ofTree = tree.impurityDecreases(sum.length);
                for (int f = 0; f < sum.length; f++) {
                    sum[f] += ofTree[f];
                }
                counted++;
            }
        }
        for (int f = 0; f < sum.length; f++) {
            sum[f] = counted == 0 ? 0 : sum[f] / counted;
        }
        PairwiseSum.normalise(sum);
        return sum;
    }

    /** What explains the sums before any link. */
    Explainer explainer(Explainer.Scale scale, WalkCounter looks) {
        List<TreeShap.Part> parts = trees.stream()
                .map(tree -> new TreeShap.Part(FloatTree.ofNumbers(tree, 1), 0, 1, parameters.learningRate()))
                .toList();
        TreeShap.Sums sums = new TreeShap.Sums(scale, new double[] {start});
        return TreeShap.of(sums, featureNames.size(), row -> FloatTree.form(row, featureNames), parts, looks);
    }

    /** The sums, and what becomes of them. */
    Formula formula(Link link) {
        List<Formula.Term> terms = trees.stream()
                .map(tree -> new Formula.Term(FloatTree.ofNumbers(tree, parameters.learningRate()), 0))
                .toList();
        return new Formula.Trees(terms, new double[] {start}, false, link);
    }

    /** The prediction of one row before any link. */
    double raw(double[] row, WalkCounter walks) {
        float[] values = FeatureMatrix.checkedRow(row, featureNames);
        double rate = parameters.learningRate();
        double sum = start;
        for (int t = 0; t < trees.size(); ) {
            int from = t;
            for (int end = from + Math.min(walks.left(), trees.size() - from); t < end; t++) {
                Tree tree = trees.get(t);
                sum += rate * tree.value(tree.leafOf(values), 0);
            }
            walks.made(t - from);
        }
        return sum;
    }

    /** The same for many rows. @throws java.util.concurrent.CancellationException when cancelled */
    double[] raw(FeatureMatrix x, BooleanSupplier cancelled) {
        if (x.features() != featureNames.size()) {
            throw new IllegalArgumentException(
                    "the matrix has " + x.features() + " features; the model was fitted on " + featureNames.size());
        }
        CancelCheck patience = new CancelCheck(cancelled);
        double rate = parameters.learningRate();
        float[] values = new float[x.features()];
        double[] raw = new double[x.rows()];
        for (int row = 0; row < raw.length; row++) {
            patience.spend((long) CancelCheck.VALUES_PER_WALK * trees.size());
            x.copyRow(row, values);
            double sum = start;
            for (Tree tree : trees) {
                sum += rate * tree.value(tree.leafOf(values), 0);
            }
            raw[row] = sum;
        }
        return raw;
    }
}
