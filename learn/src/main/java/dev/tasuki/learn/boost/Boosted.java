package dev.tasuki.learn.boost;

import java.util.List;

/** A boosted model. Immutable and safe to share; predicts from any number of threads at once. */
public sealed interface Boosted permits BoostedRegressor, BoostedClassifier {
    /** The parameters it was fitted with. */
    BoostParameters parameters();

    /** The features' names, in the order in which rows must give them. */
    List<String> featureNames();

    /** What predictions begin with, one for each tree of a round. */
    double[] start();

    /** The trees of each round: one, or one for each of three and more classes. */
    List<List<BoostTree>> rounds();

    /**
     * The scores by which early stopping judged, negative losses: before the first round and after each;
     * empty without early stopping.
     */
    List<Double> scores();

    /** By how much the splits of each feature made the loss fall on the training rows, all in all. */
    double[] gains();
}
