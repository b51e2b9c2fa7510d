package dev.tasuki.learn.boost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tasuki.learn.explain.ShapleyOracle;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Fitted trees that split by categories and send missing values a way of their own. */
class BoostShapTest {
    private static final WalkCounter ENDLESS = new WalkCounter(Integer.MAX_VALUE, () -> false);

    @Test
    void contributionsAreShapleysByTheirDefinition() {
        int byCategories = 0;
        int missing = 0;
        for (int seed = 0; seed < 12; seed++) {
            double[][] columns = columns(seed);
            BoostRows rows =
                    BoostRows.of(List.of("a", "b", "c", "d"), columns, new boolean[] {false, true, false, true});
            double[] y = new double[rows.rows()];
            for (int row = 0; row < y.length; row++) {
                double a = Double.isNaN(columns[0][row]) ? 7 : columns[0][row];
                y[row] = a * (columns[1][row] % 3 == 1 ? 2 : -1) + (columns[3][row] % 2 == 1 ? 1 : 0);
            }
            BoostedRegressor model = fit(rows, y);
            byCategories += (int) model.rounds().stream()
                    .flatMap(List::stream)
                    .filter(BoostTree::splitsByCategories)
                    .count();
            Explainer explainer = BoostShap.explainer(model, Explainer.Scale.PREDICTION, ENDLESS);
            Explainer.Walk walk = explainer.walk();
            for (int row = 0; row < 20; row++) {
                double[] values = {columns[0][row], columns[1][row], columns[2][row], row == 3 ? 99 : columns[3][row]};
                missing += Arrays.stream(values).anyMatch(Double::isNaN) ? 1 : 0;
                double[][] found = new double[1][4];
                walk.add(values, found, ENDLESS);
                double[] expected = ShapleyOracle.values(
                        4,
                        set -> model.rounds().stream()
                                .mapToDouble(round -> worth(round.getFirst(), 0, set, values))
                                .sum());
                assertThat(found[0]).as("seed %d", seed).containsExactly(expected, within(1e-10));
                assertThat(explainer.base()[0] + Arrays.stream(found[0]).sum())
                        .isCloseTo(model.predict(values), within(1e-10));
            }
        }
        assertThat(byCategories).isPositive();
        assertThat(missing).isPositive();
    }

    private static BoostedRegressor fit(BoostRows rows, double[] y) {
        BoostParameters parameters =
                BoostParameters.builder().maxIter(8).minSamplesLeaf(5).build();
        return HistGradientBoostingRegressor.fit(rows, y, parameters, BoostContext.alone());
    }

    private static double[][] columns(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] columns = new double[4][300];
        for (int row = 0; row < 300; row++) {
            columns[0][row] = random.nextInt(5) == 0 ? Double.NaN : random.nextDouble(-3, 3);
            columns[1][row] = random.nextInt(9);
            columns[2][row] = random.nextInt(7) == 0 ? Double.NaN : random.nextDouble();
            columns[3][row] = random.nextInt(12) == 0 ? Double.NaN : random.nextInt(6);
        }
        return columns;
    }

    private static double worth(BoostTree tree, int node, int set, double[] row) {
        if (tree.isLeaf(node)) {
            return tree.value(node);
        }
        int left = tree.left(node);
        int right = tree.right(node);
        int feature = tree.feature(node);
        if ((set & 1 << feature) != 0) {
            double x = row[feature];
            CategorySplit split = tree.categories(node).orElse(null);
            boolean goesLeft;
            if (Double.isNaN(x)) {
                goesLeft = tree.missingLeft(node);
            } else if (split == null) {
                goesLeft = x <= tree.threshold(node);
            } else {
                boolean known = split.known().contains((int) x);
                goesLeft = known ? split.left().contains((int) x) : tree.missingLeft(node);
            }
            return worth(tree, goesLeft ? left : right, set, row);
        }
        return ((double) tree.rows(left) * worth(tree, left, set, row)
                        + tree.rows(right) * worth(tree, right, set, row))
                / tree.rows(node);
    }
}
