package dev.tasuki.learn.gradient;

import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.formula.FloatTree;
import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import dev.tasuki.learn.formula.Portable;
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

/** A model boosted stage by stage that predicts a number. */
record StagedRegressor(StagedTrees model) implements Staged, Fitted.Numbers, Explains, Portable {
    @Override
    public ConfiguredLearner<?> learner() {
        return new ConfiguredLearner<>(new GradientBoostingRegressor(), model.parameters());
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
        return model.formula(Link.Plain.NUMBER);
    }

    @Override
    public long explainedNodes() {
        return FloatTree.nodes(model.trees());
    }

    @Override
    public Explainer explainer(WalkCounter looks) {
        return model.explainer(Explainer.Scale.PREDICTION, looks);
    }

    @Override
    public OptionalDouble oobScore() {
        return OptionalDouble.empty();
    }

    @Override
    public double predict(double[] row, WalkCounter walks) {
        return model.raw(row, walks);
    }

    @Override
    public double[] predict(Rows rows, BooleanSupplier cancelled) {
        return model.raw(rows.asFloats(), cancelled);
    }
}
