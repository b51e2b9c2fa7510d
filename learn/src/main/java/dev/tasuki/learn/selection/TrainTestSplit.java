package dev.tasuki.learn.selection;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.numpy.MersenneTwister;
import java.util.Arrays;

/**
 * Parts rows into those to train on and those to test with, as
 * {@code sklearn.model_selection.train_test_split} does.
 */
public final class TrainTestSplit {
    /** Row numbers of the two parts, in the order that training must keep. */
    public static final class Split {
        private final int[] train;
        private final int[] test;

        Split(int[] train, int[] test) {
            this.train = train;
            this.test = test;
        }

        /** A copy of the rows to train on. */
        public int[] train() {
            return train.clone();
        }

        /** A copy of the rows to test with. */
        public int[] test() {
            return test.clone();
        }

        /** The same split of a part of the rows: number {@code i} stands for {@code rows[i]}. */
        public Split of(int[] rows) {
            return new Split(
                    Arrays.stream(train).map(i -> rows[i]).toArray(),
                    Arrays.stream(test).map(i -> rows[i]).toArray());
        }
    }

    private TrainTestSplit() {}

    /**
     * A split by chance alone.
     *
     * @param rows number of rows
     * @param testSize share of rows for testing, between 0 and 1; rounded up to whole rows
     * @param seed {@code random_state}, 0 to 2^32 - 1
     * @throws ParameterException when the share is not allowed or leaves no row on one side
     */
    public static Split of(int rows, double testSize, long seed) {
        int test = testRows(rows, testSize);
        int[] order = new MersenneTwister(checkedSeed(seed)).permutation(rows);
        return new Split(Arrays.copyOfRange(order, test, rows), Arrays.copyOf(order, test));
    }

    /**
     * A split that keeps the shares of the classes on both sides ({@code stratify}).
     *
     * @param classes each row's class, 0 to one less than the number of classes
     * @throws ParameterException as {@link #of}; also when a class has but one row or a side has
     *     fewer rows than classes
     */
    public static Split stratified(int[] classes, double testSize, long seed) {
        int test = testRows(classes.length, testSize);
        return new StratifiedDraw(classes, new MersenneTwister(checkedSeed(seed))).draw(classes.length - test, test);
    }

    /**
     * How many of so many rows are for testing; the others are for training.
     *
     * @throws ParameterException when the share is not allowed or leaves no row to train on
     */
    public static int testRows(int rows, double testSize) {
        if (!(testSize > 0 && testSize < 1)) {
            throw new ParameterException("test_size", Double.toString(testSize), "a share between 0 and 1");
        }
        int test = (int) Math.ceil(testSize * rows);
        if (test >= rows) {
            throw new ParameterException(
                    "test_size",
                    Double.toString(testSize),
                    "a share that leaves training rows; there are " + rows + " rows");
        }
        return test;
    }

    /**
     * Whether {@link #stratified} can part so many rows of so many classes, by these figures alone: how many rows
     * each class has is not looked at.
     *
     * @throws ParameterException as {@link #testRows}; also when a side has fewer rows than classes
     */
    public static void requireRowsForClasses(int rows, double testSize, long classes) {
        int test = testRows(rows, testSize);
        StratifiedDraw.requireSides(rows - test, test, classes);
    }

    private static long checkedSeed(long seed) {
        if (seed < 0 || seed > MersenneTwister.MAX_SEED) {
            throw new ParameterException(
                    "split_random_state", Long.toString(seed), "an integer from 0 to " + MersenneTwister.MAX_SEED);
        }
        return seed;
    }
}
