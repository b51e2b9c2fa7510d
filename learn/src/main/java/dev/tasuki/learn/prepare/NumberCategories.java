package dev.tasuki.learn.prepare;

import java.util.Arrays;

/** The codes of the numbers of one column, by value from 0; as {@link TextCategories} are those of texts. */
public final class NumberCategories implements Categories {
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

    @Override
    public int size() {
        return numbers.length;
    }

    /** The code of a number; NaN for an unknown or a missing one. */
    public double code(double number) {
        int at = Arrays.binarySearch(numbers, number + 0.0);
        return at < 0 ? Double.NaN : at;
    }

    /** A decimal number, with blanks around it or not. */
    @Override
    public double ofText(String text) {
        return code(Decimal.of(text));
    }

    @Override
    public double ofNumber(double number, String written) {
        return code(number);
    }

    @Override
    public double ofTruth(boolean truth) {
        return code(truth ? 1 : 0);
    }

    /** A whole number without a fraction. */
    @Override
    public String shown(int code) {
        double number = numbers[code];
        boolean whole = number == Math.rint(number) && Math.abs(number) <= 0x1p53;
        return whole ? Long.toString((long) number) : Double.toString(number);
    }

    @Override
    public long bytes() {
        return (long) numbers.length * Double.BYTES;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberCategories same && Arrays.equals(same.numbers, numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return Arrays.toString(numbers);
    }
}
