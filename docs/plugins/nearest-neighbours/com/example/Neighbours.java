package com.example;

import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** The training rows, each with its target behind its features. Immutable: many threads predict at once. */
record Neighbours(int count, List<String> featureNames, double[] kept) implements Fitted.Numbers {
    private static final int ROWS_LIKE_A_TREE = 100;

    private int width() {
        return featureNames.size() + 1;
    }

    int rows() {
        return kept.length / width();
    }

    @Override
    public ConfiguredLearner<?> learner() {
        return new ConfiguredLearner<>(new NearestNeighbours(), count);
    }

    /** By this the cost of a prediction is bounded before it is paid: {@value #ROWS_LIKE_A_TREE} rows take as long as one tree. */
    @Override
    public int nTrees() {
        return 1 + rows() / ROWS_LIKE_A_TREE;
    }

    @Override
    public long memory() {
        return (long) Double.BYTES * kept.length;
    }

    @Override
    public Optional<double[]> importances() {
        return Optional.empty();
    }

    @Override
    public OptionalDouble oobScore() {
        return OptionalDouble.empty();
    }

    @Override
    public double predict(double[] row, WalkCounter walks) {
        if (row.length != featureNames.size()) {
            throw new IllegalArgumentException("a row has " + row.length + " values; " + featureNames.size() + " are needed");
        }
        walks.made(nTrees());
        double[] nearest = new double[count];
        double[] targets = new double[count];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int at = 0; at < kept.length; at += width()) {
            double distance = 0;
            for (int feature = 0; feature < row.length; feature++) {
                double apart = row[feature] - kept[at + feature];
                distance += apart * apart;
            }
            insert(nearest, targets, distance, kept[at + row.length]);
        }
        return Arrays.stream(targets).sum() / count;
    }

    /** Keeps the nearest in order; of rows at the same distance the first. */
    private static void insert(double[] nearest, double[] targets, double distance, double target) {
        int place = nearest.length;
        while (place > 0 && distance < nearest[place - 1]) {
            place--;
        }
        if (place < nearest.length) {
            System.arraycopy(nearest, place, nearest, place + 1, nearest.length - place - 1);
            System.arraycopy(targets, place, targets, place + 1, targets.length - place - 1);
            nearest[place] = distance;
            targets[place] = target;
        }
    }

    @Override
    public double[] predict(Rows rows, BooleanSupplier cancelled) {
        WalkCounter walks = new WalkCounter(10_000, cancelled);
        double[] predictions = new double[rows.rows()];
        for (int row = 0; row < predictions.length; row++) {
            predictions[row] = predict(rows.row(row), walks);
        }
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("not wanted any more");
        }
        return predictions;
    }
}
