package dev.tasuki.learn.boost;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A boosted model that predicts a number. */
public final class BoostedRegressor implements Boosted {
    private final BoostedTrees trees;

    BoostedRegressor(BoostedTrees trees) {
        this.trees = trees;
    }

    /**
     * A model of trees that were fitted before.
     *
     * @param start what predictions begin with
     * @param rounds the tree of each round, in lists of one
     * @throws IllegalArgumentException when a round has not one tree
     */
    public static BoostedRegressor of(
            BoostParameters parameters,
            List<String> featureNames,
            double start,
            List<List<BoostTree>> rounds,
            List<Double> scores) {
        return new BoostedRegressor(new BoostedTrees(
                parameters, featureNames, new BoostedTrees.Rounds(new double[] {start}, rounds, scores)));
    }

    /**
     * The prediction for one row.
     *
     * @param row the features in the order of {@link #featureNames}; NaN is a missing value
     * @throws InvalidValueException when a value is infinite
     * @throws IllegalArgumentException when the number of values is not that of the features
     */
    public double predict(double[] row) {
        trees.requireRow(row);
        return trees.raw(row)[0];
    }

    /** The same, given up when the walks are not wanted any more. @throws java.util.concurrent.CancellationException then */
    public double predict(double[] row, WalkCounter walks) {
        trees.requireRow(row);
        return trees.raw(row, walks)[0];
    }

    /** The predictions for many rows, in their order. */
    public double[] predict(BoostRows x) {
        return predict(x, () -> false);
    }

    /** The same, given up when {@code cancelled}. @throws java.util.concurrent.CancellationException then */
    public double[] predict(BoostRows x, BooleanSupplier cancelled) {
        return trees.raw(x, cancelled)[0];
    }

    @Override
    public BoostParameters parameters() {
        return trees.parameters();
    }

    @Override
    public List<String> featureNames() {
        return trees.featureNames();
    }

    @Override
    public double[] start() {
        return trees.rounds().start().clone();
    }

    @Override
    public List<List<BoostTree>> rounds() {
        return trees.rounds().trees();
    }

    @Override
    public List<Double> scores() {
        return trees.rounds().scores();
    }

    @Override
    public double[] gains() {
        return trees.gains();
    }
}
