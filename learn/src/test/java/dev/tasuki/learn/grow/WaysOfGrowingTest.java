package dev.tasuki.learn.grow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.tree.NodeBudget;
import dev.tasuki.learn.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The clever ways of growing against the plain one, on random tables full of ties, constants and
 * near values.
 */
class WaysOfGrowingTest {
    private static final int ROUNDS = 1500;

    @Test
    void followsTheOrderOfRowsExactly() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < ROUNDS; round++) {
            Case c = Case.random(random);
            double[] y = random.doubles(c.rows, -3, 3).toArray();
            boolean friedman = random.nextInt(4) == 0;
            Tree plain = c.plain(new PlainVariance(y, friedman));
            TreeRows rows = c.treeRows();
            SortedLists lists = c.sortedLists(rows);
            Tree clever = new OrderedGrower(
                            c.start(rows, lists),
                            new OrderedVariance(rows, y, friedman),
                            lists,
                            new RowOrder(c.columns, lists, rows))
                    .grow();
            assertSame(clever, plain, round);
        }
    }

    @Test
    void needsNoOrderWhereSumsAreExact() {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < ROUNDS; round++) {
            Case c = Case.random(random);
            int places = random.nextInt(4);
            double[] y = random.ints(c.rows, -500, 500)
                    .mapToDouble(v -> Math.scalb((double) v, -places))
                    .toArray();
            assertThat(ExactSums.hold(y, c.rows)).isTrue();
            boolean friedman = random.nextInt(4) == 0;
            Tree plain = c.plain(new PlainVariance(y, friedman));
            TreeRows rows = c.treeRows();
            TreeStart start = c.start(rows, c.anyLists(rows, round));
            Tree clever = new OrderFreeGrower<>(start, new ExactVariance(rows, y, friedman)).grow();
            assertSame(clever, plain, round);
        }
    }

    @Test
    void countsClassesExactly() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < ROUNDS; round++) {
            Case c = Case.random(random);
            int classes = 1 + random.nextInt(5);
            int[] codes = random.ints(c.rows, 0, classes).toArray();
            Tree plain = c.plain(new PlainGini(codes, classes));
            TreeRows rows = c.treeRows();
            TreeStart start = c.start(rows, c.anyLists(rows, round));
            Tree clever = new OrderFreeGrower<>(start, new ExactGini(rows, codes, classes)).grow();
            assertSame(clever, plain, round);
        }
    }

    @Test
    void sortsPackedValuesInTheOrderOfThePlainSort() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 3000; round++) {
            int n = 1 + random.nextInt(round % 100 == 0 ? 20_000 : 200);
            // From many equal values to hardly any.
            int spread = 1 + random.nextInt(round % 2 == 0 ? n : 20 * n);
            float[] values = new float[n];
            int[] rows = new int[n];
            long[] packed = new long[n];
            for (int i = 0; i < n; i++) {
                // Rising values now and then: sorted input takes another way through the sort.
                values[i] = round % 7 == 0 ? i / 3 : random.nextInt(spread) - spread / 2f;
                rows[i] = i;
                packed[i] = Packed.of(values[i], i);
            }
            long[] list = packed.clone();
            Arrays.sort(list);
            IntroSort.sort(values, rows, 0, n);
            PackedSort.sort(packed, list, 0, n);
            for (int i = 0; i < n; i++) {
                rows[i] -= Packed.row(packed[i]);
                values[i] -= Packed.value(packed[i]);
            }
            assertThat(rows).containsOnly(0);
            assertThat(values).containsOnly(0f);
        }
    }

    @Test
    void knowsWhenSumsAreNotExact() {
        assertThat(ExactSums.hold(new double[] {1, 2.5, -0.125}, 1000)).isTrue();
        assertThat(ExactSums.hold(new double[] {0.1}, 10)).isFalse();
        assertThat(ExactSums.hold(new double[] {0x1p-11}, 10)).isFalse();
        assertThat(ExactSums.hold(new double[] {1e9}, 10)).isFalse();
        assertThat(ExactSums.hold(new double[] {1e7}, 90)).isTrue();
        assertThat(ExactSums.hold(new double[] {1e7}, 91)).isFalse();
        assertThat(ExactSums.hold(new double[] {1e300}, 1)).isFalse();
    }

    private static void assertSame(Tree tree, Tree expected, int round) {
        assertThat(shown(tree)).as("round %d", round).isEqualTo(shown(expected));
    }

    private static List<String> shown(Tree tree) {
        List<String> nodes = new ArrayList<>();
        for (int n = 0; n < tree.nodes(); n++) {
            StringBuilder node = new StringBuilder();
            node.append(tree.left(n)).append(' ').append(tree.right(n)).append(' ');
            node.append(tree.feature(n)).append(' ').append(tree.rows(n)).append(' ');
            node.append(tree.threshold(n)).append(' ').append(tree.impurity(n)).append(' ');
            node.append(tree.weight(n));
            for (int k = 0; k < tree.valuesPerNode(); k++) {
                node.append(' ').append(tree.value(n, k));
            }
            nodes.add(node.toString());
        }
        return nodes;
    }

    /** A random table, random weights and random limits. */
    private static final class Case {
        private final int rows;
        private final float[][] columns;
        private final double[] weights;
        private final TreeLimits limits;
        private final int seed;

        private Case(float[][] columns, double[] weights, TreeLimits limits, int seed) {
            this.rows = weights.length;
            this.columns = columns;
            this.weights = weights;
            this.limits = limits;
            this.seed = seed;
        }

        static Case random(SplittableRandom random) {
            int rows = 2 + random.nextInt(random.nextInt(10) == 0 ? 600 : 60);
            float[][] columns = new float[1 + random.nextInt(6)][];
            for (int f = 0; f < columns.length; f++) {
                columns[f] = column(random, rows);
            }
            double[] weights = new double[rows];
            if (random.nextInt(4) == 0) {
                Arrays.fill(weights, 1);
            } else {
                for (int i = 0; i < rows; i++) {
                    weights[random.nextInt(rows)]++;
                }
            }
            int leaf = 1 + random.nextInt(1 + random.nextInt(6));
            TreeLimits limits = new TreeLimits(
                    random.nextInt(3) == 0 ? 1 + random.nextInt(5) : Integer.MAX_VALUE,
                    Math.max(2 + random.nextInt(3), 2 * leaf),
                    leaf,
                    random.nextInt(3) == 0 ? random.nextDouble() / 10 : 0,
                    1 + random.nextInt(columns.length),
                    random.nextInt(4) == 0 ? random.nextDouble() / 5 : 0,
                    OptionalInt.empty(),
                    NodeBudget.unlimited());
            return new Case(columns, weights, limits, random.nextInt());
        }

        private static float[] column(SplittableRandom random, int rows) {
            float[] column = new float[rows];
            int kind = random.nextInt(6);
            int distinct = 1 + random.nextInt(rows);
            float unit = random.nextBoolean() ? 6e-8f : 1f;
            for (int i = 0; i < rows; i++) {
                column[i] = switch (kind) {
                    case 0 -> (float) random.nextDouble(-1, 1);
                    case 1 -> random.nextInt(distinct);
                    case 2 -> random.nextInt(distinct) * unit - 1e-6f;
                    case 3 -> random.nextInt(8) == 0 ? random.nextInt(3) : 0.5f;
                    case 4 -> (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-120, 120));
                    default -> 7;
                };
            }
            return column;
        }

        TreeRows treeRows() {
            return new TreeRows(weights, limits);
        }

        SortedLists sortedLists(TreeRows treeRows) {
            CancelCheck unhurried = new CancelCheck(() -> false);
            return new SortedLists(Presorted.of(columns, unhurried), columns.length, treeRows, unhurried);
        }

        NodeLists anyLists(TreeRows treeRows, int round) {
            return round % 2 == 0 ? sortedLists(treeRows) : new SortingLists(columns, treeRows);
        }

        TreeStart start(TreeRows treeRows, NodeLists lists) {
            FeatureDraw draw = new FeatureDraw(columns.length, limits.maxFeatures(), seed);
            return new TreeStart(limits, treeRows, lists, draw, new CancelCheck(() -> false));
        }

        Tree plain(PlainCriterion criterion) {
            TreeSeed treeSeed = new TreeSeed(seed, new CancelCheck(() -> false));
            return new PlainGrower(new PlainSplitter(columns, criterion, limits, weights, treeSeed)).grow();
        }
    }
}
