package dev.tasuki.learn.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Target;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The solvers by what makes a solution one, and by each other. */
class SolversTest {
    private static CancelCheck patience() {
        return new CancelCheck(() -> false);
    }

    private static double[][] columns(int columns, int rows) {
        SplittableRandom random = new SplittableRandom(columns * 1000L + rows);
        double[][] values = new double[columns][];
        Arrays.setAll(
                values, column -> random.doubles(rows).map(value -> value - 0.5).toArray());
        return values;
    }

    private static double[][] copy(double[][] columns) {
        return Arrays.stream(columns).map(double[]::clone).toArray(double[][]::new);
    }

    /** What is left is at right angles to every column. */
    private static void assertNothingIsLeft(double[][] x, double[] y, double[] weights) {
        double[] left = y.clone();
        for (int j = 0; j < x.length; j++) {
            for (int i = 0; i < y.length; i++) {
                left[i] -= weights[j] * x[j][i];
            }
        }
        for (double[] column : x) {
            double product = 0;
            for (int i = 0; i < y.length; i++) {
                product += column[i] * left[i];
            }
            assertThat(product).isCloseTo(0, within(1e-11));
        }
    }

    @Test
    void leastSquaresLeavesNothingThatAColumnCouldExplain() {
        for (int[] shape : new int[][] {{1, 5}, {4, 50}, {7, 7}, {30, 12}}) {
            double[][] x = columns(shape[0], shape[1]);
            double[] y = columns(1, shape[1] + 1)[0];
            double[] right = Arrays.copyOf(y, shape[1]);

            double[] weights = LeastSquares.solve(copy(x), right.clone(), patience());

            assertNothingIsLeft(x, right, weights);
        }
    }

    @Test
    void ofDependentColumnsTheShortestSolutionIsFound() {
        double[][] x = columns(3, 40);
        double[][] doubled = {x[0], x[1], x[2], x[0].clone(), x[1].clone()};
        double[] y = columns(1, 40)[0];

        double[] once = LeastSquares.solve(copy(x), y.clone(), patience());
        double[] shared = LeastSquares.solve(copy(doubled), y.clone(), patience());

        assertThat(shared)
                .containsExactly(
                        new double[] {once[0] / 2, once[1] / 2, once[2], once[0] / 2, once[1] / 2}, within(1e-12));
        assertThat(LeastSquares.solve(
                        new double[][] {new double[4], new double[4]}, new double[] {1, 2, 3, 4}, patience()))
                .containsExactly(0, 0);
    }

    @Test
    void ridgeByRowsByColumnsAndByReflectionsIsTheSame() {
        for (int[] shape : new int[][] {{5, 40}, {40, 12}}) {
            double[][] x = columns(shape[0], shape[1]);
            double[] y = Arrays.copyOf(columns(1, 60)[0], shape[1]);
            double[] weights = RidgeSolver.solve(copy(x), y.clone(), 0.3, patience());
            double[][] taller = new double[x.length][];
            for (int j = 0; j < x.length; j++) {
                taller[j] = Arrays.copyOf(x[j], y.length + x.length);
                taller[j][y.length + j] = Math.sqrt(0.3);
            }

            assertNothingIsLeft(taller, Arrays.copyOf(y, y.length + x.length), weights);
        }
    }

    @Test
    void aPenaltyThatRoundingHidesIsSolvedByReflections() {
        double[][] x = columns(2, 30);
        double[][] twice = {x[0], x[0].clone(), x[1]};
        double[] y = columns(1, 30)[0];

        double[] once = LeastSquares.solve(copy(x), y.clone(), patience());
        double[] weights = RidgeSolver.solve(copy(twice), y.clone(), 1e-18, patience());

        assertThat(weights[0] + weights[1]).isCloseTo(once[0], within(1e-6));
        assertThat(weights[2]).isCloseTo(once[1], within(1e-6));
    }

    @Test
    void bothWaysToALogisticOptimumEndThere() {
        double[][] rows = new double[200][];
        int[] classes = new int[rows.length];
        SplittableRandom random = new SplittableRandom(4);
        for (int row = 0; row < rows.length; row++) {
            rows[row] = new double[] {random.nextDouble() - 0.5, 3 * random.nextDouble(), 1};
            classes[row] = rows[row][0] + rows[row][1] / 3 + random.nextDouble() > 1.2 ? 1 : row % 3 == 0 ? 2 : 0;
        }
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        LogisticObjective objective = new LogisticObjective(
                new LogisticObjective.Data(rows, classes, ones, 3),
                new LogisticParameters(true, 1, true, false),
                patience());
        LogisticSolver solver = new LogisticSolver(objective, patience());

        double[] byNewton = solver.byNewton();

        assertThat(objective.gradient(byNewton)).containsExactly(new double[9], within(1e-10));
        assertThat(solver.byLbfgs()).containsExactly(byNewton, within(1e-7));
    }

    @Test
    void theSecondDerivativesAreThoseOfTheFirst() {
        double[][] rows = {{0.5, -1, 1}, {2, 0.25, 1}, {-1, 1, 1}, {0.1, 0.2, 1}};
        LogisticObjective objective = new LogisticObjective(
                new LogisticObjective.Data(rows, new int[] {0, 1, 2, 1}, new double[] {1, 2, 1, 0.5}, 3),
                new LogisticParameters(true, 2, true, false),
                patience());
        double[] theta = {0.1, -0.2, 0.3, 0.05, 0.4, -0.1, 0, 0.2, -0.3};
        double[][] hessian = objective.hessian(theta);
        double step = 1e-6;
        for (int i = 0; i < theta.length; i++) {
            double[] more = theta.clone();
            double[] less = theta.clone();
            more[i] += step;
            less[i] -= step;
            assertThat((objective.value(more) - objective.value(less)) / (2 * step))
                    .isCloseTo(objective.gradient(theta)[i], within(1e-8));
            for (int j = 0; j <= i; j++) {
                double turned = (objective.gradient(more)[j] - objective.gradient(less)[j]) / (2 * step);
                assertThat(hessian[i][j]).isCloseTo(turned, within(1e-8));
            }
        }
    }

    @Test
    void classesThatCanBeToldApartNeedAPenalty() {
        Rows rows = Rows.ofRows(new double[][] {{1}, {2}, {3}, {4}});
        Target apart = new Target.Classes(ClassTarget.ofText(new String[] {"a", "a", "b", "b"}));

        assertThatThrownBy(() -> new LogisticRegression()
                        .fit(rows, apart, new LogisticParameters(false, 1, true, false), FitContext.alone()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("penalty \"l2\"");
    }

    @Test
    void valuesThatCannotBeSquaredAreRefused() {
        Target target = new Target.Numbers(new double[] {1, 2});
        LinearParameters parameters = new LinearParameters(0, true);

        assertThatThrownBy(() -> new LinearRegression()
                        .fit(Rows.ofRows(new double[][] {{1e200}, {1}}), target, parameters, FitContext.alone()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("column x0: 1.0E200 is not a number within -1e150 and 1e150");
        assertThatThrownBy(() -> new LinearRegression()
                        .fit(Rows.ofRows(new double[][] {{Double.NaN}, {1}}), target, parameters, FitContext.alone()))
                .hasMessageContaining("the value is missing");
    }
}
