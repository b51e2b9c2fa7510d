package dev.tasuki.core.cost;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.request.TrainingPlan;
import dev.tasuki.learn.forest.ForestParameters;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The time that a training takes, roughly: reading the file, sorting each feature's rows once, and looking at
 * each feature of each row on each level of each tree. The constants fit the figures of docs/performance.md, which
 * are of a small machine; other machines, the number of consumers at work and the shape of the data move it by a
 * factor, and so the bounds are a factor apart.
 */
public final class FitTime {
    /** Reading and describing one byte of CSV. */
    private static final double READ_BYTE = 3e-8;
    /** Putting one value into its feature's order, for each halving of the rows. */
    private static final double SORTED_VALUE = 5e-9;
    /** Looking at one feature of one row on one level of one tree. */
    private static final double SEEN_VALUE = 1.8e-8;
    /** One tree, however small. */
    private static final double TREE = 3e-5;
    /** Claiming, storing, answering. */
    private static final double ONCE = 0.03;
    /** Either way, for nine of ten. */
    private static final double FACTOR = 6;

    private FitTime() {}

    public static TrainingPlan.Range of(FitShape shape, long fileBytes, TrainRequest request, FitCosts.Forest forest) {
        ForestParameters parameters = forest.parameters();
        double train = Math.max(2, shape.rows() * (1 - request.testSize()));
        double halvings = Math.max(1, Math.log(train) / Math.log(2));
        int features = request.features().size();
        double looked = Math.min(features, Math.max(1, parameters.maxFeatures().among(features)));
        // Unlimited trees are uneven, but most of their rows are where the levels of an even one are.
        double levels = Math.min(parameters.maxDepth().orElse(Integer.MAX_VALUE), halvings);
        double trees = parameters.nEstimators() * (TREE + train * looked * levels * SEEN_VALUE);
        double seconds = ONCE
                + fileBytes * READ_BYTE
                + train * features * halvings * SORTED_VALUE
                + trees / Math.min(forest.threads(), parameters.nEstimators());
        return new TrainingPlan.Range(rounded(seconds), rounded(seconds / FACTOR), rounded(seconds * FACTOR));
    }

    /** To two digits: more would look exact. */
    private static double rounded(double seconds) {
        return new BigDecimal(seconds).round(new MathContext(2)).doubleValue();
    }
}
