package dev.tasuki.learn.boost;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.numpy.GlibcExp;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A boosted model that predicts a class. */
public final class BoostedClassifier implements Boosted {
    private final BoostedTrees trees;
    private final ClassLabels labels;

    BoostedClassifier(BoostedTrees trees, ClassLabels labels) {
        int perRound = labels.size() <= 2 ? 1 : labels.size();
        if (trees.perRound() != perRound) {
            throw new IllegalArgumentException("there are " + trees.perRound() + " trees in a round; " + labels.size()
                    + " classes need " + perRound);
        }
        this.trees = trees;
        this.labels = labels;
    }

    /**
     * A model of trees that were fitted before; it has no scores.
     *
     * @param start what predictions begin with, one for each tree of a round
     * @param rounds the trees of each round
     * @throws IllegalArgumentException when their numbers do not fit the classes
     */
    public static BoostedClassifier of(
            BoostParameters parameters,
            List<String> featureNames,
            ClassLabels labels,
            double[] start,
            List<List<BoostTree>> rounds) {
        BoostedTrees.Rounds all = new BoostedTrees.Rounds(start, rounds, List.of());
        return new BoostedClassifier(new BoostedTrees(parameters, featureNames, all), labels);
    }

    /** The classes in the order of the probabilities. */
    public ClassLabels labels() {
        return labels;
    }

    /**
     * The probability of each class for one row.
     *
     * @param row the features in the order of {@link #featureNames}; NaN is a missing value
     * @throws InvalidValueException when a value is infinite
     * @throws IllegalArgumentException when the number of values is not that of the features
     */
    public double[] predictProbabilities(double[] row) {
        trees.requireRow(row);
        return ofRow(trees.raw(row));
    }

    /** The same, given up when the walks are not wanted any more. @throws java.util.concurrent.CancellationException then */
    public double[] predictProbabilities(double[] row, WalkCounter walks) {
        trees.requireRow(row);
        return ofRow(trees.raw(row, walks));
    }

    private double[] ofRow(double[] raw) {
        double[][] column = new double[raw.length][1];
        for (int k = 0; k < raw.length; k++) {
            column[k][0] = raw[k];
        }
        return probabilities(column, 0);
    }

    /** The probabilities for many rows, {@code [row][class]}. */
    public double[][] predictProbabilities(BoostRows x) {
        return predictProbabilities(x, () -> false);
    }

    /** The same, given up when {@code cancelled}. @throws java.util.concurrent.CancellationException then */
    public double[][] predictProbabilities(BoostRows x, BooleanSupplier cancelled) {
        double[][] raw = trees.raw(x, cancelled);
        double[][] probabilities = new double[x.rows()][];
        for (int row = 0; row < probabilities.length; row++) {
            probabilities[row] = probabilities(raw, row);
        }
        return probabilities;
    }

    /** The likeliest class of one row, as a position among the labels; the first of equals. */
    public int predict(double[] row) {
        return Fitted.Classes.likeliest(predictProbabilities(row));
    }

    /** The likeliest class of many rows. */
    public int[] predict(BoostRows x) {
        double[][] probabilities = predictProbabilities(x);
        int[] predicted = new int[probabilities.length];
        for (int row = 0; row < predicted.length; row++) {
            predicted[row] = Fitted.Classes.likeliest(probabilities[row]);
        }
        return predicted;
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

    private double[] probabilities(double[][] raw, int row) {
        double[] shares = new double[labels.size()];
        if (shares.length == 1) {
            shares[0] = 1;
        } else if (shares.length == 2) {
            shares[1] = GlibcExp.expit(raw[0][row]);
            shares[0] = 1 - shares[1];
        } else {
            ClassesLoss.softmax(raw, row, shares);
        }
        return shares;
    }
}
