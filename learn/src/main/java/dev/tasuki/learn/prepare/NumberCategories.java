package dev.tasuki.learn.prepare;

import java.util.Arrays;

/** The codes of the numbers of one column, by value from 0; as {@link TextCategories} are those of texts. */
public final class NumberCategories {
    private final double[] numbers;

    private NumberCategories(double[] numbers) {
        this.numbers = numbers;
    }

    /** Learns from the training rows, or takes numbers that were learned before; NaN is missing. */
    public static NumberCategories learn(double[] rows) {
        // 0.0 in place of -0.0, which sorts apart and is the same number.
        return new NumberCategories(Arrays.stream(rows)
                .filter(v -> !Double.isNaN(v))
                .map(v -> v + 0.0)
                .sorted()
                .distinct()
                .toArray());
    }

    /** The numbers in the order of their codes. */
    public double[] numbers() {
        return numbers.clone();
    }

    /** Number of categories. */
    public int size() {
        return numbers.length;
    }

    /** The code of a number; NaN for an unknown or a missing one. */
    public double code(double number) {
        int at = Arrays.binarySearch(numbers, number + 0.0);
        return at < 0 ? Double.NaN : at;
    }
}
