package dev.tasuki.learn.selection;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.numpy.MersenneTwister;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Parts rows into folds, each of which tests once while the others train, as scikit-learn's {@code KFold}
 * and {@code StratifiedKFold} do. Rows are in ascending order on both sides.
 */
public final class Folds {
    private Folds() {}

    /**
     * Folds of consecutive rows, or of shuffled ones.
     *
     * @param rows number of rows
     * @param folds number of folds, 2 to {@code rows}
     * @param seed {@code random_state} of the shuffle, 0 to 2^32 - 1; empty leaves rows where they are
     * @throws ParameterException when there are not so many folds to be had
     */
    public static List<Split> of(int rows, int folds, OptionalLong seed) {
        require(rows, folds);
        int[] order = new int[rows];
        Arrays.setAll(order, row -> row);
        if (seed.isPresent()) {
            generator(seed).shuffle(order);
        }
        int[] foldOf = new int[rows];
        int from = 0;
        for (int fold = 0; fold < folds; fold++) {
            int size = rows / folds + (fold < rows % folds ? 1 : 0);
            for (int i = from; i < from + size; i++) {
                foldOf[order[i]] = fold;
            }
            from += size;
        }
        return splits(foldOf, folds);
    }

    /**
     * Folds that all have about the same shares of the classes.
     *
     * @param classes each row's class, from 0
     * @param folds number of folds, 2 to the number of rows
     * @param seed as for {@link #of}
     * @throws ParameterException as for {@link #of}; also when every class has fewer rows than there are
     *     folds
     */
    public static List<Split> stratified(int[] classes, int folds, OptionalLong seed) {
        require(classes.length, folds);
        int[] codes = byFirstAppearance(classes);
        int count = Arrays.stream(codes).max().orElse(0) + 1;
        int[] rowsOf = new int[count];
        for (int code : codes) {
            rowsOf[code]++;
        }
        int most = Arrays.stream(rowsOf).max().orElse(0);
        if (folds > most) {
            throw new ParameterException(
                    "cv", Integer.toString(folds), "2 to " + most + ", the rows of the largest class");
        }
        int[][] allocation = allocation(codes, folds, count);
        MersenneTwister random = seed.isPresent() ? generator(seed) : null;
        int[] foldOf = new int[codes.length];
        for (int k = 0; k < count; k++) {
            int[] dealt = new int[rowsOf[k]];
            int filled = 0;
            for (int fold = 0; fold < folds; fold++) {
                Arrays.fill(dealt, filled, filled + allocation[fold][k], fold);
                filled += allocation[fold][k];
            }
            if (random != null) {
                random.shuffle(dealt);
            }
            int next = 0;
            for (int row = 0; row < codes.length; row++) {
                if (codes[row] == k) {
                    foldOf[row] = dealt[next++];
                }
            }
        }
        return splits(foldOf, folds);
    }

    /** How many rows of each class a fold gets: the sorted classes are dealt out in turn. */
    private static int[][] allocation(int[] codes, int folds, int count) {
        int[] sorted = codes.clone();
        Arrays.sort(sorted);
        int[][] allocation = new int[folds][count];
        for (int i = 0; i < sorted.length; i++) {
            allocation[i % folds][sorted[i]]++;
        }
        return allocation;
    }

    private static int[] byFirstAppearance(int[] classes) {
        int[] numbers = new int[Arrays.stream(classes).max().orElse(0) + 1];
        Arrays.fill(numbers, -1);
        int[] codes = new int[classes.length];
        int seen = 0;
        for (int row = 0; row < codes.length; row++) {
            if (numbers[classes[row]] < 0) {
                numbers[classes[row]] = seen++;
            }
            codes[row] = numbers[classes[row]];
        }
        return codes;
    }

    private static List<Split> splits(int[] foldOf, int folds) {
        List<Split> splits = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int[] train = new int[foldOf.length];
            int[] test = new int[foldOf.length];
            int trained = 0;
            int tested = 0;
            for (int row = 0; row < foldOf.length; row++) {
                if (foldOf[row] == fold) {
                    test[tested++] = row;
                } else {
                    train[trained++] = row;
                }
            }
            splits.add(new Split(Arrays.copyOf(train, trained), Arrays.copyOf(test, tested)));
        }
        return List.copyOf(splits);
    }

    /** Throws unless {@code rows} can be parted into {@code folds}. @throws ParameterException naming {@code cv} */
    public static void require(int rows, int folds) {
        if (folds < 2 || folds > rows) {
            throw new ParameterException("cv", Integer.toString(folds), "2 to " + rows + ", the number of rows");
        }
    }

    private static MersenneTwister generator(OptionalLong seed) {
        long value = seed.getAsLong();
        if (value < 0 || value > MersenneTwister.MAX_SEED) {
            throw new ParameterException(
                    "split_random_state", Long.toString(value), "an integer from 0 to " + MersenneTwister.MAX_SEED);
        }
        return new MersenneTwister(value);
    }
}
