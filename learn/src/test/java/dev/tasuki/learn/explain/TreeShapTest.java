package dev.tasuki.learn.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TreeShapTest {
    private static final WalkCounter ENDLESS = new WalkCounter(Integer.MAX_VALUE, () -> false);

    /** Categories, missing values, features that come again on a path, children without a training row. */
    @Test
    void contributionsAreShapleysByTheirDefinition() {
        for (long seed = 0; seed < 600; seed++) {
            int features = 1 + (int) (seed % 7);
            int outputs = 1 + (int) (seed % 3);
            RandomTree first = new RandomTree(seed, features, outputs, 1 + (int) (seed % 9));
            RandomTree second = new RandomTree(~seed, features, 1, 4);
            double[] start = new double[outputs];
            Arrays.fill(start, 3);
            TreeShap shap = TreeShap.of(
                    new TreeShap.Sums(Explainer.Scale.PREDICTION, start),
                    features,
                    row -> row,
                    List.of(new TreeShap.Part(first, 0, outputs, 0.25), new TreeShap.Part(second, outputs - 1, 1, 2)),
                    ENDLESS);
            Explainer.Walk walk = shap.walk();
            for (int time = 0; time < 3; time++) {
                double[] row = first.row();
                double[][] found = new double[outputs][features];
                walk.add(row, found, ENDLESS);
                for (int k = 0; k < outputs; k++) {
                    int output = k;
                    boolean both = k == outputs - 1;
                    double[] expected = ShapleyOracle.values(
                            features,
                            set -> 0.25 * first.worth(0, set, row, output)
                                    + (both ? 2 * second.worth(0, set, row, 0) : 0));
                    double base = 3 + 0.25 * first.worth(0, 0, row, k) + (both ? 2 * second.worth(0, 0, row, 0) : 0);
                    assertThat(found[k]).as("seed %d", seed).containsExactly(expected, within(1e-11));
                    assertThat(shap.base()[k]).as("base of seed %d", seed).isCloseTo(base, within(1e-11));
                }
            }
        }
    }

    /** Where taking features back out of a sum loses digits: deep, and nearly all rows stay on one side. */
    @Test
    void deepTreesKeepTheirDigits() {
        for (double share : new double[] {0.5, 0.9, 0.99, 0.999}) {
            for (int depth : new int[] {8, 31, 32, 33, 100, 400}) {
                ShapTree chain = chain(depth, share);
                TreeShap shap = TreeShap.of(
                        new TreeShap.Sums(Explainer.Scale.PREDICTION, new double[1]),
                        depth,
                        row -> row,
                        List.of(new TreeShap.Part(chain, 0, 1, 1)),
                        ENDLESS);
                for (int on = 0; on <= depth; on += Math.max(1, depth / 3)) {
                    double[] row = new double[depth];
                    Arrays.fill(row, 0, on, 1);
                    double[][] found = new double[1][depth];
                    shap.walk().add(row, found, ENDLESS);
                    double sum = shap.base()[0] + Arrays.stream(found[0]).sum();
                    // The row leaves the chain at the first 0, whose leaf has that number.
                    assertThat(sum).as("%d of %d, %s", on, depth, share).isCloseTo(on, within(1e-10 * depth));
                }
            }
        }
    }

    /** Goes on to the right while features are 1; the leaf to the left of node i has value i. */
    private static ShapTree chain(int depth, double share) {
        return new ShapTree() {
            @Override
            public int nodes() {
                return 2 * depth + 1;
            }

            @Override
            public int left(int node) {
                return node % 2 == 0 && node < 2 * depth ? node + 1 : NO_CHILD;
            }

            @Override
            public int right(int node) {
                return node % 2 == 0 && node < 2 * depth ? node + 2 : NO_CHILD;
            }

            @Override
            public int feature(int node) {
                return node / 2;
            }

            @Override
            public double cover(int node) {
                double onTheWay = Math.pow(share, node / 2);
                return node % 2 == 0 ? onTheWay : onTheWay * (1 - share);
            }

            @Override
            public boolean goesLeft(int node, double[] row) {
                return row[node / 2] == 0;
            }

            @Override
            public void values(int leaf, double[] into) {
                into[0] = leaf / 2;
            }
        };
    }

    @Test
    void aStumpOfNoSplitHasItsBaseOnly() {
        RandomTree leaf = new RandomTree(1, 2, 1, 0);
        TreeShap shap = TreeShap.of(
                new TreeShap.Sums(Explainer.Scale.PREDICTION, new double[1]),
                2,
                row -> row,
                List.of(new TreeShap.Part(leaf, 0, 1, 1)),
                ENDLESS);
        double[][] found = new double[1][2];
        shap.walk().add(leaf.row(), found, ENDLESS);

        assertThat(found[0]).containsOnly(0);
        assertThat(shap.base()[0]).isEqualTo(leaf.worth(0, 0, new double[2], 0));
    }

    @Test
    void stepsAreWhatWasPricedAndCancellingReachesEach() {
        RandomTree tree = new RandomTree(77, 5, 1, 9);
        TreeShap shap = TreeShap.of(
                new TreeShap.Sums(Explainer.Scale.PREDICTION, new double[1]),
                5,
                row -> row,
                List.of(new TreeShap.Part(tree, 0, 1, 1)),
                ENDLESS);
        AtomicInteger looks = new AtomicInteger();
        WalkCounter each = new WalkCounter(1, () -> {
            looks.incrementAndGet();
            return false;
        });
        Explainer.Walk walk = shap.walk();
        double[] row = tree.row();
        double[][] whole = new double[1][5];
        walk.add(row, whole, each);

        int perNode = (int) (shap.steps() / tree.nodes());
        assertThat(perNode).isGreaterThan(3);
        assertThat(looks.get()).isGreaterThan(tree.nodes() / 2).isLessThanOrEqualTo(tree.nodes());
        for (int after = 0; after < looks.get(); after++) {
            AtomicInteger left = new AtomicInteger(after);
            WalkCounter counter = new WalkCounter(1, () -> left.getAndDecrement() == 0);
            assertThatThrownBy(() -> walk.add(row, new double[1][5], counter))
                    .isInstanceOf(CancellationException.class);
        }
        double[][] again = new double[1][5];
        walk.add(row, again, ENDLESS);
        assertThat(again).isDeepEqualTo(whole);
    }

    @Test
    void rulesIntegrateWhatTheyPromise() {
        List<Integer> counts = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
        counts.addAll(List.of(32, 64, 128, 256, 512, 1024));
        for (int count : counts) {
            GaussLegendre rule = GaussLegendre.of(count);
            for (int power = 0; power < 2 * count; power += Math.max(1, count / 16)) {
                double sum = 0;
                for (int q = 0; q < count; q++) {
                    sum += rule.weights()[q] * Math.pow(rule.points()[q], power);
                }
                assertThat(sum * (power + 1))
                        .as("%d points, power %d", count, power)
                        .isCloseTo(1, within(1e-12));
            }
        }
    }
}
