package dev.tasuki.learn.forest;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.formula.FloatTree;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.Explains;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.WalkCounter;
import dev.tasuki.learn.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** A forest that predicts a class: the one with the highest mean of its trees' probabilities. */
public final class ClassificationForest implements Forest, Fitted.Classes, Explains, Portable {
    private final ForestParameters parameters;
    private final Trees trees;
    private final ClassLabels labels;
    private final double[] importances;
    private final OptionalDouble oobScore;

    /**
     * A forest of grown trees, whose nodes hold one value for each class.
     *
     * @throws IllegalArgumentException when there is no tree or a tree holds another number of
     *     values
     */
    public ClassificationForest(
            ForestParameters parameters,
            List<String> featureNames,
            ClassLabels labels,
            List<Tree> trees,
            OptionalDouble oobScore) {
        this.parameters = parameters;
        this.trees = new Trees(featureNames, trees);
        this.labels = labels;
        this.importances = this.trees.importances(parameters.family());
        this.oobScore = oobScore;
        for (Tree tree : trees) {
            if (tree.valuesPerNode() != labels.size()) {
                throw new IllegalArgumentException(
                        "a tree holds " + tree.valuesPerNode() + " values per node; classes are " + labels.size());
            }
        }
    }

    @Override
    public ClassLabels labels() {
        return labels;
    }

    /**
     * The probability of each class for one row ({@code predict_proba}).
     *
     * @param row the features in the order of {@link #featureNames}
     * @throws InvalidValueException when a value is NaN, infinite or beyond 32-bit floats
     * @throws IllegalArgumentException when the number of values is not that of the features
     */
    public double[] predictProbabilities(double[] row) {
        return probabilities(FeatureMatrix.checkedRow(row, trees.featureNames()));
    }

    @Override
    public double[] predictProbabilities(double[] row, WalkCounter walks) {
        float[] values = FeatureMatrix.checkedRow(row, trees.featureNames());
        Tree[] all = trees.all();
        double[] sum = new double[labels.size()];
        for (int t = 0; t < all.length; ) {
            int from = t;
            for (int end = from + Math.min(walks.left(), all.length - from); t < end; t++) {
                addShares(all[t], all[t].leafOf(values), sum);
            }
            walks.made(t - from);
        }
        for (int k = 0; k < sum.length; k++) {
            sum[k] /= all.length;
        }
        return sum;
    }

    /** The probabilities for many rows: {@code [row][class]}. */
    public double[][] predictProbabilities(FeatureMatrix x) {
        return predictProbabilities(x, () -> false);
    }

    /** The same, given up when {@code cancelled}, which is asked often. @throws CancellationException then */
    public double[][] predictProbabilities(FeatureMatrix x, BooleanSupplier cancelled) {
        trees.requireFeatures(x);
        CancelCheck patience = new CancelCheck(cancelled);
        float[] row = new float[x.features()];
        double[][] predictions = new double[x.rows()][];
        for (int i = 0; i < predictions.length; i++) {
            patience.spend((long) CancelCheck.VALUES_PER_WALK * nTrees());
            x.copyRow(i, row);
            predictions[i] = probabilities(row);
        }
        return predictions;
    }

    @Override
    public double[][] predictProbabilities(Rows rows, BooleanSupplier cancelled) {
        return predictProbabilities(rows.asFloats(), cancelled);
    }

    /** The predicted class of one row, as a position among the labels. */
    public int predict(double[] row) {
        return Fitted.Classes.likeliest(predictProbabilities(row));
    }

    /** The predicted classes of many rows, as positions among the labels. */
    public int[] predict(FeatureMatrix x) {
        double[][] probabilities = predictProbabilities(x);
        int[] predictions = new int[probabilities.length];
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = Fitted.Classes.likeliest(probabilities[i]);
        }
        return predictions;
    }

    /** The probabilities that each tree alone gives one row: {@code [tree][class]}. */
    public double[][] predictByTree(double[] row) {
        float[] values = FeatureMatrix.checkedRow(row, trees.featureNames());
        double[][] predictions = new double[nTrees()][labels.size()];
        for (int t = 0; t < predictions.length; t++) {
            Tree tree = trees.all()[t];
            addShares(tree, tree.leafOf(values), predictions[t]);
        }
        return predictions;
    }

    @Override
    public ConfiguredLearner<?> learner() {
        return new ConfiguredLearner<>(parameters.family().learner(Kind.CLASSES), parameters);
    }

    @Override
    public ForestParameters parameters() {
        return parameters;
    }

    @Override
    public List<String> featureNames() {
        return trees.featureNames();
    }

    @Override
    public int nTrees() {
        return trees.all().length;
    }

    @Override
    public Tree tree(int index) {
        return trees.all()[index];
    }

    @Override
    public double[] featureImportances() {
        return importances.clone();
    }

    @Override
    public Optional<double[]> importances() {
        return Optional.of(featureImportances());
    }

    @Override
    public Formula formula() {
        return trees.formula(labels.size(), Link.Plain.SHARES, ClassificationForest::shares);
    }

    @Override
    public long explainedNodes() {
        return trees.nodes();
    }

    @Override
    public Explainer explainer(WalkCounter looks) {
        return trees.explainer(Explainer.Scale.PROBABILITY, labels.size(), ClassificationForest::shares, looks);
    }

    @Override
    public long memory() {
        return trees.memory();
    }

    @Override
    public OptionalDouble oobScore() {
        return oobScore;
    }

    private static FloatTree shares(Tree tree) {
        return new FloatTree(tree, tree.valuesPerNode(), ClassificationForest::writeShares);
    }

    private static void writeShares(Tree tree, int node, double[] into) {
        Arrays.fill(into, 0);
        addShares(tree, node, into);
    }

    /** Adds the share that each class has in a node. */
    static void addShares(Tree tree, int node, double[] into) {
        double[] counts = new double[into.length];
        for (int k = 0; k < counts.length; k++) {
            counts[k] = tree.value(node, k);
        }
        double sum = PairwiseSum.of(counts);
        double divisor = sum == 0 ? 1 : sum;
        for (int k = 0; k < counts.length; k++) {
            into[k] += counts[k] / divisor;
        }
    }

    private double[] probabilities(float[] row) {
        double[] sum = new double[labels.size()];
        for (Tree tree : trees.all()) {
            addShares(tree, tree.leafOf(row), sum);
        }
        for (int k = 0; k < sum.length; k++) {
            sum[k] /= trees.all().length;
        }
        return sum;
    }
}
