package dev.tasuki.learn.metric;

import dev.tasuki.learn.numpy.MersenneTwister;
import dev.tasuki.learn.numpy.PairwiseSum;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * By how much a score falls when the values of one feature are shuffled among the rows, as scikit-learn's
 * {@code permutation_importance} finds it with {@code n_jobs=1} or more (Breiman, "Random forests", 2001).
 * Immutable.
 */
public final class PermutationImportance {
    private final double[][] falls;

    private PermutationImportance(double[][] falls) {
        this.falls = falls;
    }

    /** Scores a model on rows of which one feature's values stem from other rows; higher is better. */
    public interface Scorer {
        /**
         * The score with shuffled values.
         *
         * @param feature whose values are shuffled
         * @param valueOf the row whose value each row has; not to be kept, as it changes afterwards
         */
        double score(int feature, int[] valueOf);
    }

    /**
     * What to shuffle.
     *
     * @param rows number of rows
     * @param features number of features
     * @param repeats shuffles of each feature, at least 1
     * @param seed {@code random_state}, 0 to 2^32 - 1
     */
    public record Plan(int rows, int features, int repeats, long seed) {
        /** Checks. @throws IllegalArgumentException when a number is too small */
        public Plan {
            if (rows < 1 || features < 1 || repeats < 1) {
                throw new IllegalArgumentException("rows are " + rows + ", features " + features + ", repeats "
                        + repeats + "; at least 1 of each is needed");
            }
        }
    }

    /** Does something for each of several numbers. */
    public interface Loop {
        /** Calls the body once for each number from 0 to {@code count - 1}; returns when all calls have ended. */
        void each(int count, IntConsumer body);
    }

    /** Shuffles each feature, one after the other. @param base the score of the rows as they are */
    public static PermutationImportance of(double base, Plan plan, Scorer scorer) {
        return of(base, plan, scorer, (count, body) -> IntStream.range(0, count).forEach(body));
    }

    /**
     * Shuffles each feature. The order in which the loop takes features, and the threads it takes, change nothing.
     *
     * @param base the score of the rows as they are
     * @param scorer called as the loop calls: if that is by several threads at once, it must bear it
     */
    public static PermutationImportance of(double base, Plan plan, Scorer scorer, Loop loop) {
        int seed = new MersenneTwister(plan.seed).nextUpTo(Integer.MAX_VALUE);
        double[][] falls = new double[plan.features][];
        loop.each(plan.features, feature -> falls[feature] = falls(base, plan, scorer, new Shuffled(feature, seed)));
        return new PermutationImportance(falls);
    }

    /** A feature, and the seed that its shuffles begin with: the same for all. */
    private record Shuffled(int feature, int seed) {}

    private static double[] falls(double base, Plan plan, Scorer scorer, Shuffled what) {
        MersenneTwister random = new MersenneTwister(what.seed);
        double[] falls = new double[plan.repeats];
        int[] shuffled = new int[plan.rows];
        Arrays.setAll(shuffled, row -> row);
        int[] valueOf = shuffled.clone();
        for (int r = 0; r < plan.repeats; r++) {
            random.shuffle(shuffled);
            // What was shuffled before is shuffled again.
            int[] before = valueOf;
            valueOf = new int[plan.rows];
            for (int row = 0; row < plan.rows; row++) {
                valueOf[row] = before[shuffled[row]];
            }
            falls[r] = base - scorer.score(what.feature, valueOf);
        }
        return falls;
    }

    /** By how much each shuffle of a feature made the score fall. */
    public double[] falls(int feature) {
        return falls[feature].clone();
    }

    /** The mean fall of each feature. */
    public double[] means() {
        return Arrays.stream(falls).mapToDouble(PermutationImportance::mean).toArray();
    }

    /** The population's standard deviation of each feature's falls. */
    public double[] deviations() {
        double[] deviations = new double[falls.length];
        for (int f = 0; f < falls.length; f++) {
            double mean = mean(falls[f]);
            double[] squares =
                    Arrays.stream(falls[f]).map(v -> (v - mean) * (v - mean)).toArray();
            deviations[f] = Math.sqrt(PairwiseSum.of(squares) / squares.length);
        }
        return deviations;
    }

    private static double mean(double[] values) {
        return PairwiseSum.of(values) / values.length;
    }
}
