package dev.tasuki.learn.isolation;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.formula.FloatTree;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import dev.tasuki.learn.tree.NodeBudget;
import dev.tasuki.learn.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** A fitted isolation forest. Immutable and safe to share. */
public final class Isolated implements Fitted.Scores, Portable {
    /** What a node takes in memory: as of a tree, and its path's length. */
    static final long BYTES_PER_NODE = NodeBudget.bytesPerNode(1) + Double.BYTES;

    private static final long BYTES_PER_TREE = 256;

    private final IsolationParameters parameters;
    private final List<String> featureNames;
    private final Trees trees;
    private final double[][] lengths;
    private final double all;

    /**
     * What is fitted.
     *
     * @param samples rows of each tree
     * @param offset scores below it are those of outliers
     * @param trees at least one
     */
    record Trees(int samples, double offset, List<Tree> trees) {
        Trees {
            trees = List.copyOf(trees);
            if (trees.isEmpty()) {
                throw new IllegalArgumentException("a forest needs at least one tree");
            }
        }
    }

    Isolated(IsolationParameters parameters, List<String> featureNames, Trees trees) {
        this.parameters = parameters;
        this.featureNames = List.copyOf(featureNames);
        this.trees = trees;
        this.lengths = trees.trees.stream().map(PathLength::ofLeaves).toArray(double[][]::new);
        this.all = trees.trees.size() * PathLength.mean(trees.samples);
    }

    /** Rows of each tree. */
    int samples() {
        return trees.samples;
    }

    /** The trees in their order. */
    public List<Tree> trees() {
        return trees.trees;
    }

    @Override
    public double offset() {
        return trees.offset;
    }

    @Override
    public double score(double[] row, WalkCounter walks) {
        float[] values = FeatureMatrix.checkedRow(row, featureNames);
        double depth = 0;
        for (int t = 0; t < lengths.length; t++) {
            depth += lengths[t][trees.trees.get(t).leafOf(values)];
            walks.made(1);
        }
        return score(depth);
    }

    @Override
    public double[] score(Rows rows, BooleanSupplier cancelled) {
        FeatureMatrix x = rows.asFloats();
        if (x.features() != featureNames.size()) {
            throw new IllegalArgumentException(
                    "the matrix has " + x.features() + " features; the forest was fitted on " + featureNames.size());
        }
        return score(x, new CancelCheck(cancelled));
    }

    double[] score(FeatureMatrix x, CancelCheck patience) {
        double[] depths = new double[x.rows()];
        for (int t = 0; t < lengths.length; t++) {
            Tree tree = trees.trees.get(t);
            for (int row = 0; row < depths.length; row++) {
                patience.spend(CancelCheck.VALUES_PER_WALK);
                depths[row] += lengths[t][tree.leafOf(x.shared(), row)];
            }
        }
        for (int row = 0; row < depths.length; row++) {
            depths[row] = score(depths[row]);
        }
        return depths;
    }

    @Override
    public Formula formula() {
        List<Formula.Term> terms = new ArrayList<>();
        for (int t = 0; t < lengths.length; t++) {
            double[] ofTree = lengths[t];
            FloatTree.Leaves length = (tree, leaf, into) -> into[0] = ofTree[leaf];
            terms.add(new Formula.Term(new FloatTree(trees.trees.get(t), 1, length), 0));
        }
        return new Formula.Trees(terms, new double[1], false, new Link.Anomaly(all, trees.offset));
    }

    /** Trees of one row have no length, and then every row is as unlike as can be. */
    private double score(double depth) {
        return -Math.pow(2, -(all == 0 ? 1 : depth / all));
    }

    @Override
    public ConfiguredLearner<?> learner() {
        return new ConfiguredLearner<>(new IsolationForest(), parameters);
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    @Override
    public int nTrees() {
        return trees.trees.size();
    }

    @Override
    public long memory() {
        long bytes = 0;
        for (Tree tree : trees.trees) {
            bytes += BYTES_PER_TREE + tree.nodes() * BYTES_PER_NODE;
        }
        return bytes;
    }

    @Override
    public Optional<double[]> importances() {
        return Optional.empty();
    }

    @Override
    public OptionalDouble oobScore() {
        return OptionalDouble.empty();
    }
}
