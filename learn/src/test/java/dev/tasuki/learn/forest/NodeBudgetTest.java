package dev.tasuki.learn.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitListener;
import dev.tasuki.learn.tree.ForestTooLargeException;
import dev.tasuki.learn.tree.NodeBudget;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory of a forest is counted while it grows, and a fit that cannot have it ends. */
class NodeBudgetTest {
    private static final int ROWS = 300;
    private static final int CLASSES = 7;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void growsWithinExactlyWhatItTakesAndNotWithAByteLess(int threads) {
        NodeBudget counted = NodeBudget.unlimited();
        RegressionForest forest = numbers(counted, threads);
        long nodes = IntStream.range(0, forest.nTrees())
                .mapToLong(t -> forest.tree(t).nodes())
                .sum();

        assertThat(counted.taken()).isEqualTo(nodes * 48);
        numbers(new NodeBudget(counted.taken()), threads);
        assertThatThrownBy(() -> numbers(new NodeBudget(counted.taken() - 1), threads))
                .isInstanceOf(ForestTooLargeException.class)
                .hasMessage("the trees need more than the " + (counted.taken() - 1) + " bytes they were given");
    }

    @Test
    void countsTheValuesOfClasses() {
        NodeBudget counted = NodeBudget.unlimited();
        ClassificationForest forest = classes(counted, OptionalInt.empty());
        long nodes = IntStream.range(0, forest.nTrees())
                .mapToLong(t -> forest.tree(t).nodes())
                .sum();

        assertThat(counted.taken()).isEqualTo(nodes * (40 + 8 * CLASSES));
    }

    @Test
    void countsTreesThatGrowBestFirst() {
        NodeBudget counted = NodeBudget.unlimited();
        classes(counted, OptionalInt.of(5));

        assertThat(counted.taken()).isEqualTo(4L * 9 * (40 + 8 * CLASSES));
        assertThatThrownBy(() -> classes(new NodeBudget(counted.taken() - 1), OptionalInt.of(5)))
                .isInstanceOf(ForestTooLargeException.class);
    }

    @Test
    void aHelperThatFailsStopsTheOthersWithinTheirTrees() {
        AtomicBoolean first = new AtomicBoolean(true);
        FitListener failsOnce = new FitListener() {
            @Override
            public void advanced(int grown, int total, double oobScoreSoFar) {
                if (first.getAndSet(false)) {
                    throw new OutOfMemoryError("as if there were none");
                }
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
        ForestParameters many =
                ForestParameters.regressor().nEstimators(100_000).build();

        assertThatThrownBy(() -> RandomForestRegressor.fit(
                        rows(), target(), many, FitContext.threads(3).heardBy(failsOnce)))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("as if there were none");
    }

    private static RegressionForest numbers(NodeBudget budget, int threads) {
        ForestParameters parameters =
                ForestParameters.regressor().nEstimators(10).randomState(3).build();
        return RandomForestRegressor.fit(
                rows(), target(), parameters, FitContext.threads(threads).within(budget));
    }

    private static ClassificationForest classes(NodeBudget budget, OptionalInt leaves) {
        double[] labels =
                Arrays.stream(target()).map(v -> Math.floor(v * CLASSES)).toArray();
        var builder = ForestParameters.classifier().nEstimators(4).randomState(3);
        builder.maxLeafNodes(leaves);
        return RandomForestClassifier.fit(
                rows(),
                ClassTarget.ofNumbers(labels, true),
                builder.build(),
                FitContext.alone().within(budget));
    }

    private static FeatureMatrix rows() {
        SplittableRandom random = new SplittableRandom(8);
        double[][] rows = new double[ROWS][];
        Arrays.setAll(rows, i -> random.doubles(4).toArray());
        return FeatureMatrix.ofRows(rows);
    }

    private static double[] target() {
        return new SplittableRandom(9).doubles(ROWS).toArray();
    }
}
