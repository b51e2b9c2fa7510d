package dev.tasuki.learn.boost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.tree.NodeBudget;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bounds hold, and are not far off where trees are full. */
class BoostSizeTest {
    @Test
    void neverTakesMoreThanIsSaidBefore() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 60; round++) {
            int rows = 20 + random.nextInt(800);
            int features = 1 + random.nextInt(5);
            int classes = 1 + random.nextInt(4);
            double[][] columns = new double[features][];
            for (int f = 0; f < features; f++) {
                columns[f] =
                        random.doubles(rows).map(v -> v < 0.1 ? Double.NaN : v).toArray();
            }
            double[] codes = random.ints(rows, 0, classes).asDoubleStream().toArray();
            BoostRows x =
                    BoostRows.of(List.of("a", "b", "c", "d", "e").subList(0, features), columns, new boolean[features]);
            BoostParameters parameters = BoostParameters.builder()
                    .maxIter(1 + random.nextInt(4))
                    .maxLeafNodes(random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(2 + random.nextInt(50)))
                    .maxDepth(random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(8)))
                    .minSamplesLeaf(1 + random.nextInt(20))
                    .maxBins(2 + random.nextInt(254))
                    .build();
            NodeBudget budget = NodeBudget.unlimited();
            BoostedClassifier model = HistGradientBoostingClassifier.fit(
                    x,
                    ClassTarget.ofNumbers(codes, true),
                    parameters,
                    BoostContext.alone().within(budget));
            BoostSize size = BoostSize.of(rows, features, model.labels().size(), parameters);

            long nodes = model.rounds().stream()
                    .flatMap(List::stream)
                    .mapToLong(BoostTree::nodes)
                    .sum();
            assertThat(nodes).isLessThanOrEqualTo(size.nodes());
            assertThat(budget.taken()).isLessThanOrEqualTo(size.modelBytes() + size.histogramBytes());
        }
    }

    @Test
    void isExactForFullTrees() {
        BoostSize size = BoostSize.of(100_000, 20, 1, BoostParameters.builder().build());

        assertThat(size.nodes()).isEqualTo(100 * 61);
        assertThat(size.histogramBytes()).isEqualTo(32L * 20 * 256 * 3 * 8);
        assertThat(BoostSize.of(100_000, 20, 3, BoostParameters.builder().build())
                        .nodes())
                .isEqualTo(300 * 61);
        assertThat(BoostSize.of(59, 20, 1, BoostParameters.builder().build()).nodes())
                .isEqualTo(100 * 3);
        assertThat(BoostSize.of(
                                1000,
                                2,
                                2,
                                BoostParameters.builder()
                                        .maxDepth(OptionalInt.of(3))
                                        .build())
                        .nodes())
                .isEqualTo(100 * 15);
        assertThat(size.work()).isGreaterThan(100.0 * 100_000 * 20);
        assertThat(size.rowBytes()).isEqualTo(100_000L * (20 + 16 + 16));
    }
}
