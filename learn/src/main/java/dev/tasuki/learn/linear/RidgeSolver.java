package dev.tasuki.learn.linear;

import dev.tasuki.learn.CancelCheck;
import java.util.Arrays;
import java.util.Optional;

/** Least squares with a penalty on the squares of the weights. */
final class RidgeSolver {
    /** Rows whose products are summed together, so that they stay close. */
    private static final int BLOCK = 1024;

    private RidgeSolver() {}

    /**
     * Solves.
     *
     * @param columns {@code [column][row]}; may be overwritten
     * @param right one for each row; may be overwritten
     * @param alpha the penalty, above 0
     */
    static double[] solve(double[][] columns, double[] right, double alpha, CancelCheck patience) {
        int rows = right.length;
        Optional<double[]> found = columns.length <= rows
                ? byColumns(columns, right, alpha, patience)
                : byRows(columns, right, alpha, patience);
        return found.orElseGet(() -> byReflections(columns, right, alpha, patience));
    }

    private static Optional<double[]> byColumns(double[][] x, double[] y, double alpha, CancelCheck patience) {
        double[][] products = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            products[i] = new double[i + 1];
        }
        for (int from = 0; from < y.length; from += BLOCK) {
            int end = Math.min(y.length, from + BLOCK);
            for (int i = 0; i < x.length; i++) {
                patience.spend((long) (i + 1) * (end - from) / 4);
                for (int j = 0; j <= i; j++) {
                    products[i][j] += product(x[i], x[j], from, end);
                }
            }
        }
        double[] right = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            products[i][i] += alpha;
            right[i] = product(x[i], y, 0, y.length);
        }
        return Cholesky.of(products, patience).map(factored -> factored.solve(right));
    }

    /** With more columns than rows the weights are sums of rows, so that a smaller matrix will do. */
    private static Optional<double[]> byRows(double[][] x, double[] y, double alpha, CancelCheck patience) {
        double[][] products = new double[y.length][];
        for (int i = 0; i < y.length; i++) {
            products[i] = new double[i + 1];
        }
        for (double[] column : x) {
            for (int i = 0; i < y.length; i++) {
                patience.spend(i + 1);
                for (int j = 0; j <= i; j++) {
                    products[i][j] += column[i] * column[j];
                }
            }
        }
        for (int i = 0; i < y.length; i++) {
            products[i][i] += alpha;
        }
        return Cholesky.of(products, patience).map(factored -> {
            double[] shares = factored.solve(y.clone());
            return Arrays.stream(x)
                    .mapToDouble(column -> product(column, shares, 0, shares.length))
                    .toArray();
        });
    }

    /** A penalty so small that rounding hides it: as rows of their own below the others. */
    private static double[] byReflections(double[][] x, double[] y, double alpha, CancelCheck patience) {
        double[][] taller = new double[x.length][];
        for (int j = 0; j < x.length; j++) {
            taller[j] = Arrays.copyOf(x[j], y.length + x.length);
            taller[j][y.length + j] = Math.sqrt(alpha);
        }
        return LeastSquares.solve(taller, Arrays.copyOf(y, y.length + x.length), patience);
    }

    private static double product(double[] a, double[] b, int from, int end) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = from;
        for (; i + 3 < end; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        for (; i < end; i++) {
            first += a[i] * b[i];
        }
        return (first + second) + (third + fourth);
    }
}
