package dev.tasuki.learn.gradient;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.formula.FloatTree;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
import dev.tasuki.learn.numpy.GlibcExp;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.Explains;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import dev.tasuki.learn.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** A model boosted stage by stage that predicts one of two classes. */
record StagedClassifier(StagedTrees model, ClassLabels labels) implements Staged, Fitted.Classes, Explains, Portable {
    @Override
    public ConfiguredLearner<?> learner() {
        return new ConfiguredLearner<>(new GradientBoostingClassifier(), model.parameters());
    }

    @Override
    public double start() {
        return model.start();
    }

    @Override
    public List<Tree> trees() {
        return model.trees();
    }

    @Override
    public List<String> featureNames() {
        return model.featureNames();
    }

    @Override
    public int nTrees() {
        return model.trees().size();
    }

    @Override
    public long memory() {
        return model.memory();
    }

    @Override
    public Optional<double[]> importances() {
        return Optional.of(model.importances());
    }

    @Override
    public Formula formula() {
        return model.formula(Link.Plain.LOGISTIC);
    }

    @Override
    public long explainedNodes() {
        return FloatTree.nodes(model.trees());
    }

    @Override
    public Explainer explainer(WalkCounter looks) {
        return model.explainer(Explainer.Scale.RAW_SCORE, looks);
    }

    @Override
    public OptionalDouble oobScore() {
        return OptionalDouble.empty();
    }

    @Override
    public double[] predictProbabilities(double[] row, WalkCounter walks) {
        return probabilities(model.raw(row, walks));
    }

    @Override
    public double[][] predictProbabilities(Rows rows, BooleanSupplier cancelled) {
        double[] raw = model.raw(rows.asFloats(), cancelled);
        double[][] probabilities = new double[raw.length][];
        for (int row = 0; row < raw.length; row++) {
            probabilities[row] = probabilities(raw[row]);
        }
        return probabilities;
    }

    private static double[] probabilities(double raw) {
        double second = GlibcExp.expit(raw);
        return new double[] {1 - second, second};
    }
}
