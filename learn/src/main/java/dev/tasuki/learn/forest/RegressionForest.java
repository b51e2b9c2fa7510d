package dev.tasuki.learn.forest;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.conformal.Residuals;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.formula.FloatTree;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.Explains;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.WalkCounter;
import dev.tasuki.learn.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * A forest that predicts a number: the mean of its trees' predictions, added in the order of the
 * trees.
 */
public final class RegressionForest implements Forest, Fitted.Numbers, Explains, Portable {
    private final ForestParameters parameters;
    private final Trees trees;
    private final double[] importances;
    private final OptionalDouble oobScore;
    private final Optional<Residuals> residuals;

    /**
     * A forest of grown trees.
     *
     * @throws IllegalArgumentException when there is no tree
     */
    public RegressionForest(
            ForestParameters parameters, List<String> featureNames, List<Tree> trees, OptionalDouble oobScore) {
        this.parameters = parameters;
        this.trees = new Trees(featureNames, trees);
        this.importances = this.trees.importances(parameters.family());
        this.oobScore = oobScore;
        this.residuals = Optional.empty();
    }

    private RegressionForest(RegressionForest same, Residuals residuals) {
        this.parameters = same.parameters;
        this.trees = same.trees;
        this.importances = same.importances;
        this.oobScore = same.oobScore;
        this.residuals = Optional.of(residuals);
    }

    /** The same forest, which knows its errors on the rows that trees had not seen. */
    RegressionForest withResiduals(Residuals unseen) {
        return new RegressionForest(this, unseen);
    }

    /**
     * The prediction for one row.
     *
     * @param row the features in the order of {@link #featureNames}
     * @throws InvalidValueException when a value is NaN, infinite or beyond 32-bit floats
     * @throws IllegalArgumentException when the number of values is not that of the features
     */
    public double predict(double[] row) {
        return predict(FeatureMatrix.checkedRow(row, trees.featureNames()));
    }

    @Override
    public double predict(double[] row, WalkCounter walks) {
        float[] values = FeatureMatrix.checkedRow(row, trees.featureNames());
        Tree[] all = trees.all();
        double sum = 0;
        for (int t = 0; t < all.length; ) {
            int from = t;
            for (int end = from + Math.min(walks.left(), all.length - from); t < end; t++) {
                sum += all[t].value(all[t].leafOf(values), 0);
            }
            walks.made(t - from);
        }
        return sum / all.length;
    }

    /** The predictions for many rows, in their order. */
    public double[] predict(FeatureMatrix x) {
        return predict(x, () -> false);
    }

    /** The same, given up when {@code cancelled}, which is asked often. @throws CancellationException then */
    public double[] predict(FeatureMatrix x, BooleanSupplier cancelled) {
        trees.requireFeatures(x);
        CancelCheck patience = new CancelCheck(cancelled);
        float[] row = new float[x.features()];
        double[] predictions = new double[x.rows()];
        for (int i = 0; i < predictions.length; i++) {
            patience.spend((long) CancelCheck.VALUES_PER_WALK * nTrees());
            x.copyRow(i, row);
            predictions[i] = predict(row);
        }
        return predictions;
    }

    @Override
    public double[] predict(Rows rows, BooleanSupplier cancelled) {
        return predict(rows.asFloats(), cancelled);
    }

    /** What each tree alone predicts for one row; their spread tells how much the trees agree. */
    public double[] predictByTree(double[] row) {
        float[] values = FeatureMatrix.checkedRow(row, trees.featureNames());
        double[] predictions = new double[nTrees()];
        for (int t = 0; t < predictions.length; t++) {
            Tree tree = trees.all()[t];
            predictions[t] = tree.value(tree.leafOf(values), 0);
        }
        return predictions;
    }

    @Override
    public ConfiguredLearner<?> learner() {
        return new ConfiguredLearner<>(parameters.family().learner(Kind.NUMBERS), parameters);
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
        return trees.formula(1, Link.Plain.NUMBER, RegressionForest::number);
    }

    @Override
    public long explainedNodes() {
        return trees.nodes();
    }

    @Override
    public Explainer explainer(WalkCounter looks) {
        return trees.explainer(Explainer.Scale.PREDICTION, 1, RegressionForest::number, looks);
    }

    @Override
    public long memory() {
        return trees.memory();
    }

    @Override
    public OptionalDouble oobScore() {
        return oobScore;
    }

    @Override
    public Optional<Residuals> residuals() {
        return residuals;
    }

    private double predict(float[] row) {
        double sum = 0;
        for (Tree tree : trees.all()) {
            sum += tree.value(tree.leafOf(row), 0);
        }
        return sum / trees.all().length;
    }

    private static FloatTree number(Tree tree) {
        return FloatTree.ofNumbers(tree, 1);
    }
}
