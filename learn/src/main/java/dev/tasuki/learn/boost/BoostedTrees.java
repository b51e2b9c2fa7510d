package dev.tasuki.learn.boost;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What both kinds of boosted model do with their trees. Immutable. */
final class BoostedTrees {
    /** Rows that go down a tree together, so that the tree stays close. */
    private static final int BLOCK = 256;

    private final BoostParameters parameters;
    private final List<String> featureNames;
    private final Rounds rounds;
    /** Trees in the order of rounds, {@code [tree of a round][round]}. */
    private final BoostTree[][] trees;
    /** The same in the form for fast predictions, where they have it. */
    private final List<Optional<FlatTrees>> flat;

    /**
     * Fitted rounds.
     *
     * @param start what predictions begin with, one for each tree of a round
     * @param trees of each round
     * @param scores by which early stopping judged: before the first round and after each
     */
    record Rounds(double[] start, List<List<BoostTree>> trees, List<Double> scores) {
        Rounds {
            start = start.clone();
            trees = List.copyOf(trees);
            scores = List.copyOf(scores);
        }
    }

    BoostedTrees(BoostParameters parameters, List<String> featureNames, Rounds rounds) {
        this.parameters = parameters;
        this.featureNames = List.copyOf(featureNames);
        this.rounds = rounds;
        int perRound = rounds.start.length;
        this.trees = new BoostTree[perRound][rounds.trees.size()];
        for (int round = 0; round < rounds.trees.size(); round++) {
            if (rounds.trees.get(round).size() != perRound) {
                throw new IllegalArgumentException("round " + round + " has "
                        + rounds.trees.get(round).size() + " trees; the model needs " + perRound + " in each");
            }
            for (int k = 0; k < perRound; k++) {
                trees[k][round] = rounds.trees.get(round).get(k);
            }
        }
        this.flat = Arrays.stream(trees)
                .map(ofClass -> FlatTrees.of(List.of(ofClass)))
                .toList();
    }

    BoostParameters parameters() {
        return parameters;
    }

    List<String> featureNames() {
        return featureNames;
    }

    Rounds rounds() {
        return rounds;
    }

    int perRound() {
        return trees.length;
    }

    double[] gains() {
        double[] gains = new double[featureNames.size()];
        for (BoostTree[] ofClass : trees) {
            for (BoostTree tree : ofClass) {
                tree.addGains(gains);
            }
        }
        return gains;
    }

    /** The predictions of one row before any link, one for each tree of a round. */
    double[] raw(double[] row) {
        double[] raw = rounds.start.clone();
        for (int k = 0; k < raw.length; k++) {
            FlatTrees ofClass = flat.get(k).orElse(null);
            raw[k] = ofClass == null ? sum(raw[k], trees[k], row) : ofClass.sum(raw[k], row);
        }
        return raw;
    }

    /** The same; a model of many trees asks between them whether the prediction is still wanted. */
    double[] raw(double[] row, WalkCounter walks) {
        int all = trees.length * trees[0].length;
        if (all <= walks.left()) {
            double[] raw = raw(row);
            walks.made(all);
            return raw;
        }
        double[] raw = rounds.start.clone();
        for (int k = 0; k < raw.length; k++) {
            for (BoostTree tree : trees[k]) {
                raw[k] += tree.value(tree.leafOf(row));
                walks.made(1);
            }
        }
        return raw;
    }

    /** The same for many rows, {@code [tree of a round][row]}; {@code cancelled} is asked often. */
    double[][] raw(BoostRows x, BooleanSupplier cancelled) {
        if (x.features() != featureNames.size()) {
            throw new IllegalArgumentException(
                    "there are " + x.features() + " features; the model was fitted on " + featureNames.size());
        }
        CancelCheck patience = new CancelCheck(cancelled);
        double[][] raw = new double[trees.length][x.rows()];
        for (int k = 0; k < raw.length; k++) {
            Arrays.fill(raw[k], rounds.start[k]);
            int done = LeafMasks.addAll(trees[k], x, raw[k], patience);
            if (done < trees[k].length) {
                walk(k, done, x, raw[k], patience);
            }
        }
        return raw;
    }

    /** Adds what the trees of a class from {@code first} on say of the rows. */
    private void walk(int k, int first, BoostRows x, double[] sums, CancelCheck patience) {
        FlatTrees ofClass = flat.get(k).orElse(null);
        for (int from = 0; from < x.rows(); from += BLOCK) {
            int to = Math.min(x.rows(), from + BLOCK);
            double[] block = new double[(to - from) * x.features()];
            x.copyRows(from, to, block);
            for (int t = first; t < trees[k].length; t++) {
                patience.spend((long) CancelCheck.VALUES_PER_WALK * BLOCK);
                if (ofClass == null) {
                    trees[k][t].add(block, x.features(), sums, from, to);
                } else {
                    ofClass.add(t, block, sums, from, to);
                }
            }
        }
    }

    private static double sum(double start, BoostTree[] trees, double[] row) {
        double sum = start;
        for (BoostTree tree : trees) {
            sum += tree.value(tree.leafOf(row));
        }
        return sum;
    }

    void requireRow(double[] row) {
        requireRow(row, featureNames);
    }

    static void requireRow(double[] row, List<String> featureNames) {
        if (row.length != featureNames.size()) {
            throw new IllegalArgumentException(
                    "a row has " + row.length + " values; features are " + featureNames.size());
        }
        for (int f = 0; f < row.length; f++) {
            if (Double.isInfinite(row[f])) {
                throw InvalidValueException.of(featureNames.get(f), row[f] + " is not a finite number");
            }
        }
    }
}
