package dev.tasuki.learn.relation;

import dev.tasuki.learn.table.Column;
import dev.tasuki.learn.table.NumericColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How much one column tells of another, in the rows where both have a value. Text and columns of True and False are
 * categories. None of the three measures says that one column makes the other what it is, and each finds a relation by
 * chance where there are few rows, or many categories with few rows each.
 *
 * @param measure which one
 * @param value from -1 to 1 of Pearson's, from 0 to 1 of the others
 * @param rows in which both have a value
 */
public record Relation(Measure measure, double value, int rows) {
    /** How it is measured. */
    public enum Measure {
        /**
         * Pearson's correlation of two columns of numbers: the covariance over the product of the standard deviations
         * (K. Pearson, "Notes on regression and inheritance in the case of two parents", 1895), as {@code
         * scipy.stats.pearsonr} and {@code pandas.DataFrame.corr} have it.
         */
        PEARSON,
        /**
         * The correlation ratio of numbers by categories: the root of the share of the numbers' variance that lies
         * between the categories' means (R. A. Fisher, "Statistical Methods for Research Workers", 1925, chapter 8); its
         * square is R² of {@code statsmodels}' {@code ols("y ~ C(x)")}.
         */
        ETA,
        /**
         * Cramér's V of two columns of categories: the root of chi² over the rows times the smaller number of categories
         * less one (H. Cramér, "Mathematical Methods of Statistics", 1946, section 21.9), without any correction, as
         * {@code scipy.stats.contingency.association} has it.
         */
        CRAMERS_V;

        /** The word that stands for it in answers. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What one column tells of the other, in either direction; empty if one of them is the same in all rows that count.
     *
     * @throws IllegalArgumentException when they have not the same number of rows
     */
    public static Optional<Relation> between(Column one, Column other) {
        if (one.size() != other.size()) {
            throw new IllegalArgumentException(one.size() + " rows and " + other.size());
        }
        Codes ones = Codes.of(one).orElse(null);
        Codes others = Codes.of(other).orElse(null);
        if (ones != null && others != null) {
            return cramersV(ones, others);
        }
        if (ones != null) {
            return eta(ones, (NumericColumn) other);
        }
        return others != null ? eta(others, (NumericColumn) one) : pearson((NumericColumn) one, (NumericColumn) other);
    }

    /** The values of a column that occur most often; empty for a column of numbers. */
    public static Optional<TopValues> top(Column column, int most) {
        return Codes.of(column).map(codes -> TopValues.of(codes, most));
    }

    private static Optional<Relation> pearson(NumericColumn x, NumericColumn y) {
        int n = 0;
        double[] xs = new double[x.size()];
        double[] ys = new double[x.size()];
        for (int row = 0; row < xs.length; row++) {
            if (Double.isFinite(x.value(row)) && Double.isFinite(y.value(row))) {
                xs[n] = x.value(row);
                ys[n++] = y.value(row);
            }
        }
        double xLength = centre(xs, n);
        double yLength = centre(ys, n);
        if (xLength == 0 || yLength == 0) {
            return Optional.empty();
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += xs[i] / xLength * (ys[i] / yLength);
        }
        return Optional.of(new Relation(Measure.PEARSON, Math.clamp(sum, -1, 1), n));
    }

    /** Takes the mean off and divides by the largest, so that no square is beyond a double; the length of what is left. */
    private static double centre(double[] values, int n) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        if (largest == 0) {
            return 0;
        }
        double sum = 0;
        boolean same = true;
        for (int i = 0; i < n; i++) {
            same &= values[i] == values[0];
            values[i] /= largest;
            sum += values[i];
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            values[i] -= sum / n;
            squares += values[i] * values[i];
        }
        return same ? 0 : Math.sqrt(squares);
    }

    private static Optional<Relation> eta(Codes categories, NumericColumn numbers) {
        int n = 0;
        double[] ys = new double[categories.rows()];
        int[] codes = new int[ys.length];
        for (int row = 0; row < ys.length; row++) {
            if (categories.code(row) >= 0 && Double.isFinite(numbers.value(row))) {
                codes[n] = categories.code(row);
                ys[n++] = numbers.value(row);
            }
        }
        double length = centre(ys, n);
        int[] counts = new int[categories.texts().size()];
        double[] sums = new double[counts.length];
        for (int i = 0; i < n; i++) {
            counts[codes[i]]++;
            sums[codes[i]] += ys[i] / (length == 0 ? 1 : length);
        }
        if (length == 0 || Arrays.stream(counts).filter(count -> count > 0).count() < 2) {
            return Optional.empty();
        }
        double between = 0;
        for (int code = 0; code < counts.length; code++) {
            between += counts[code] == 0 ? 0 : sums[code] * sums[code] / counts[code];
        }
        return Optional.of(new Relation(Measure.ETA, Math.sqrt(Math.clamp(between, 0, 1)), n));
    }

    private static Optional<Relation> cramersV(Codes one, Codes other) {
        Map<Long, Integer> joint = new HashMap<>();
        int[] ones = new int[one.texts().size()];
        int[] others = new int[other.texts().size()];
        int n = 0;
        for (int row = 0; row < one.rows(); row++) {
            int a = one.code(row);
            int b = other.code(row);
            if (a >= 0 && b >= 0) {
                ones[a]++;
                others[b]++;
                joint.merge(((long) a << Integer.SIZE) | b, 1, Integer::sum);
                n++;
            }
        }
        long fewer = Math.min(
                Arrays.stream(ones).filter(count -> count > 0).count(),
                Arrays.stream(others).filter(count -> count > 0).count());
        if (fewer < 2) {
            return Optional.empty();
        }
        // chi² over n is the sum of observed² / (row's total × column's total), less one: empty cells add nothing.
        double sum = 0;
        for (Map.Entry<Long, Integer> cell : joint.entrySet()) {
            double seen = cell.getValue();
            sum += seen
                    / ones[(int) (cell.getKey() >>> Integer.SIZE)]
                    * (seen / others[cell.getKey().intValue()]);
        }
        return Optional.of(new Relation(Measure.CRAMERS_V, Math.sqrt(Math.clamp((sum - 1) / (fewer - 1), 0, 1)), n));
    }
}
