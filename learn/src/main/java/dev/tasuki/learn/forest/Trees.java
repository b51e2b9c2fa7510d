package dev.tasuki.learn.forest;

import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.explain.ShapTree;
import dev.tasuki.learn.explain.TreeShap;
import dev.tasuki.learn.formula.FloatTree;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.SumTree;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.WalkCounter;
import dev.tasuki.learn.tree.NodeBudget;
import dev.tasuki.learn.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What both kinds of forest do with their trees. */
final class Trees {
    private static final long BYTES_PER_TREE = 256;

    private final List<String> featureNames;
    private final Tree[] all;

    Trees(List<String> featureNames, List<Tree> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a forest needs at least one tree");
        }
        this.featureNames = List.copyOf(featureNames);
        this.all = all.toArray(Tree[]::new);
    }

    List<String> featureNames() {
        return featureNames;
    }

    /** The trees themselves, for reading only. */
    Tree[] all() {
        return all;
    }

    /** Bytes that they take in memory; a tree has eight arrays. */
    long memory() {
        long bytes = 0;
        for (Tree tree : all) {
            bytes += BYTES_PER_TREE + tree.nodes() * NodeBudget.bytesPerNode(tree.valuesPerNode());
        }
        return bytes;
    }

    long nodes() {
        return FloatTree.nodes(List.of(all));
    }

    /** What explains the mean of the trees. @param values of a leaf */
    Explainer explainer(Explainer.Scale scale, int values, Function<Tree, ShapTree> form, WalkCounter looks) {
        List<TreeShap.Part> parts = new ArrayList<>(all.length);
        for (Tree tree : all) {
            parts.add(new TreeShap.Part(form.apply(tree), 0, values, 1.0 / all.length));
        }
        TreeShap.Sums sums = new TreeShap.Sums(scale, new double[values]);
        return TreeShap.of(sums, featureNames.size(), row -> FloatTree.form(row, featureNames), parts, looks);
    }

    /** The mean of the trees as sums. @param form of each tree */
    Formula formula(int sums, Link link, Function<Tree, SumTree> form) {
        List<Formula.Term> terms = new ArrayList<>(all.length);
        for (Tree tree : all) {
            terms.add(new Formula.Term(form.apply(tree), 0));
        }
        return new Formula.Trees(terms, new double[sums], true, link);
    }

    /** A single tree's own; else the mean over the trees that split at all, scaled to sum to 1 once more. */
    double[] importances(ForestFamily family) {
        if (family == ForestFamily.SINGLE_TREE) {
            return all[0].featureImportances(featureNames.size());
        }
        double[] sum = new double[featureNames.size()];
        int counted = 0;
        for (Tree tree : all) {
            if (tree.nodes() > 1) {
                double[] ofTree = tree.featureImportances(sum.length);
                for (int f = 0; f < sum.length; f++) {
                    sum[f] += ofTree[f];
                }
                counted++;
            }
        }
        if (counted > 0) {
            for (int f = 0; f < sum.length; f++) {
                sum[f] /= counted;
            }
            PairwiseSum.normalise(sum);
        }
        return sum;
    }

    void requireFeatures(FeatureMatrix x) {
        if (x.features() != featureNames.size()) {
            throw new IllegalArgumentException(
                    "the matrix has " + x.features() + " features; the forest was fitted on " + featureNames.size());
        }
    }
}
