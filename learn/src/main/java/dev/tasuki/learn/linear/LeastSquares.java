package dev.tasuki.learn.linear;

import dev.tasuki.learn.CancelCheck;

/**
 * Least squares by Householder reflections with column pivoting. Where columns depend on each other there are many
 * solutions: then the one of least norm is found by a second factorisation, of what is left of the first.
 *
 * <p>Method: Golub and Van Loan, "Matrix computations", 4th edition, sections 5.2, 5.4.2 and 5.5.
 */
final class LeastSquares {
    private static final double EPSILON = 0x1p-52;

    private final double[][] columns;
    private final int rows;
    private final int[] order;
    private final double[] diagonal;
    private final CancelCheck patience;

    /** @param columns {@code [column][row]}; taken over */
    private LeastSquares(double[][] columns, CancelCheck patience) {
        this.columns = columns;
        this.rows = columns[0].length;
        this.order = new int[columns.length];
        this.diagonal = new double[Math.min(rows, columns.length)];
        this.patience = patience;
        for (int j = 0; j < order.length; j++) {
            order[j] = j;
        }
    }

    /**
     * Solves.
     *
     * @param columns {@code [column][row]}; overwritten
     * @param right the right side, one for each row; overwritten
     * @return one weight for each column
     */
    static double[] solve(double[][] columns, double[] right, CancelCheck patience) {
        LeastSquares all = new LeastSquares(columns, patience);
        all.factor(right, true);
        int rank = all.rank();
        double[] solution = rank == columns.length ? all.backwards(right) : all.leastNorm(right, rank);
        double[] weights = new double[columns.length];
        for (int j = 0; j < weights.length; j++) {
            weights[all.order[j]] = solution[j];
        }
        return weights;
    }

    private void factor(double[] right, boolean pivots) {
        for (int k = 0; k < diagonal.length; k++) {
            if (pivots) {
                pivot(k);
            }
            double[] column = columns[k];
            double norm = norm(column, k);
            if (norm == 0) {
                continue;
            }
            double head = column[k] > 0 ? -norm : norm;
            diagonal[k] = head;
            column[k] -= head;
            // Half the squared length of the reflection's vector.
            double half = -head * column[k];
            for (int j = k + 1; j < columns.length; j++) {
                reflect(column, half, columns[j], k);
            }
            reflect(column, half, right, k);
        }
    }

    /** The column with the most left comes next. */
    private void pivot(int k) {
        int best = k;
        double most = -1;
        for (int j = k; j < columns.length; j++) {
            double norm = norm(columns[j], k);
            if (norm > most) {
                most = norm;
                best = j;
            }
        }
        double[] column = columns[best];
        columns[best] = columns[k];
        columns[k] = column;
        int name = order[best];
        order[best] = order[k];
        order[k] = name;
    }

    private double norm(double[] column, int from) {
        patience.spend(rows - from);
        double squares = 0;
        for (int i = from; i < rows; i++) {
            squares += column[i] * column[i];
        }
        return Math.sqrt(squares);
    }

    private void reflect(double[] vector, double half, double[] other, int from) {
        patience.spend(rows - from);
        double product = 0;
        for (int i = from; i < rows; i++) {
            product += vector[i] * other[i];
        }
        double share = product / half;
        for (int i = from; i < rows; i++) {
            other[i] -= share * vector[i];
        }
    }

    /** Columns that are more than rounding errors beside those before them. */
    private int rank() {
        double least = Math.abs(diagonal[0]) * EPSILON * Math.max(rows, columns.length);
        int rank = 0;
        while (rank < diagonal.length && Math.abs(diagonal[rank]) > least) {
            rank++;
        }
        return rank;
    }

    private double[] backwards(double[] right) {
        double[] solution = new double[columns.length];
        for (int i = solution.length - 1; i >= 0; i--) {
            double sum = right[i];
            for (int j = i + 1; j < solution.length; j++) {
                sum -= columns[j][i] * solution[j];
            }
            solution[i] = sum / diagonal[i];
        }
        return solution;
    }

    /** The first {@code rank} rows of the triangle have a solution each side; its part in their span is the shortest. */
    private double[] leastNorm(double[] right, int rank) {
        double[] solution = new double[columns.length];
        if (rank == 0) {
            return solution;
        }
        double[][] transposed = new double[rank][columns.length];
        for (int i = 0; i < rank; i++) {
            transposed[i][i] = diagonal[i];
            for (int j = i + 1; j < columns.length; j++) {
                transposed[i][j] = columns[j][i];
            }
        }
        LeastSquares span = new LeastSquares(transposed, patience);
        span.factor(new double[columns.length], false);
        for (int i = 0; i < rank; i++) {
            double sum = right[i];
            for (int k = 0; k < i; k++) {
                sum -= span.columns[i][k] * solution[k];
            }
            solution[i] = sum / span.diagonal[i];
        }
        for (int k = rank - 1; k >= 0; k--) {
            double[] vector = span.columns[k];
            span.reflect(vector, -span.diagonal[k] * vector[k], solution, k);
        }
        return solution;
    }
}
