package dev.tasuki.learn.linear;

import dev.tasuki.learn.CancelCheck;
import java.util.Optional;

/**
 * A symmetric matrix that is positive definite, as the product of a lower triangle and its transpose.
 *
 * <p>Method: Golub and Van Loan, "Matrix computations", 4th edition, section 4.2.
 */
final class Cholesky {
    /** Pivots below this share of their diagonal are noise. */
    private static final double NOISE = 0x1p-48;

    private final double[][] lower;

    private Cholesky(double[][] lower) {
        this.lower = lower;
    }

    /**
     * Factors in place.
     *
     * @param a its lower triangle, {@code [row][column]}; taken over
     * @return empty when it is not positive definite, as far as can be told
     */
    static Optional<Cholesky> of(double[][] a, CancelCheck patience) {
        for (int i = 0; i < a.length; i++) {
            patience.spend((long) i * i / 2);
            double[] row = a[i];
            double diagonal = row[i];
            for (int j = 0; j <= i; j++) {
                double[] other = a[j];
                double sum = row[j];
                for (int k = 0; k < j; k++) {
                    sum -= row[k] * other[k];
                }
                if (j < i) {
                    row[j] = sum / other[j];
                } else if (sum > NOISE * diagonal) {
                    row[j] = Math.sqrt(sum);
                } else {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Cholesky(a));
    }

    /** The solution for a right side, which is overwritten. */
    double[] solve(double[] right) {
        for (int i = 0; i < right.length; i++) {
            double sum = right[i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i][k] * right[k];
            }
            right[i] = sum / lower[i][i];
        }
        for (int i = right.length - 1; i >= 0; i--) {
            right[i] /= lower[i][i];
            for (int k = 0; k < i; k++) {
                right[k] -= lower[i][k] * right[i];
            }
        }
        return right;
    }
}
