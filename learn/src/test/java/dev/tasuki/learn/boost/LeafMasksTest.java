package dev.tasuki.learn.boost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.encode.ClassTarget;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many rows at once are predicted as each row alone is, to the last bit. */
class LeafMasksTest {
    private static final int MANY = LeafMasks.LEAST_ROWS + 3;

    @ParameterizedTest
    @CsvSource({
        // features, rounds, leaves of a tree, share of missing values
        "1, 20, 31, 0",
        "3, 11, 31, 0", // too few trees
        "4, 12, 31, 0.1",
        "5, 40, 2, 0.3",
        "6, 130, 31, 0.05", // two tables
        "7, 128, 64, 0.2", // as many leaves as a long has bits
        "7, 20, 65, 0.2", // one more: walks
        "40, 100, 31, 0.01", // more masks than are held for all the trees at once
    })
    void predictsAsRowByRow(int features, int rounds, int leaves, double missing) {
        BoostParameters parameters = BoostParameters.builder()
                .maxIter(rounds)
                .maxLeafNodes(OptionalInt.of(leaves))
                .minSamplesLeaf(3)
                .build();
        BoostRows x = rows(features, missing);
        BoostedRegressor model = HistGradientBoostingRegressor.fit(x, target(x), parameters, BoostContext.alone());

        double[] alone = IntStream.range(0, MANY)
                .mapToDouble(i -> model.predict(row(x, i)))
                .toArray();
        assertThat(model.predict(x)).isEqualTo(alone);
    }

    @Test
    void predictsClassesAsRowByRow() {
        BoostRows x = rows(5, 0.1);
        double[] thirds = Arrays.stream(target(x))
                .map(value -> value < 0.4 ? 0 : value < 1 ? 1 : 2)
                .toArray();
        BoostedClassifier model = HistGradientBoostingClassifier.fit(
                x,
                ClassTarget.ofNumbers(thirds, true),
                BoostParameters.builder().maxIter(15).build(),
                BoostContext.alone());

        double[][] together = model.predictProbabilities(x);
        for (int i = 0; i < MANY; i++) {
            assertThat(together[i]).isEqualTo(model.predictProbabilities(row(x, i)));
        }
    }

    @Test
    void asksForEachBlockWhetherItIsCancelled() {
        BoostRows x = rows(4, 0);
        BoostedRegressor model = HistGradientBoostingRegressor.fit(
                x, target(x), BoostParameters.builder().maxIter(128).build(), BoostContext.alone());
        AtomicInteger asked = new AtomicInteger();
        model.predict(x, () -> asked.incrementAndGet() < 0);
        assertThat(asked.get()).isGreaterThanOrEqualTo(MANY / 512);

        assertThatThrownBy(() -> model.predict(x, () -> asked.decrementAndGet() <= 0))
                .isInstanceOf(CancellationException.class);
    }

    /** Of whole and of broken numbers, and one feature that says nothing. */
    private static BoostRows rows(int features, double missing) {
        SplittableRandom random = new SplittableRandom(features);
        double[][] columns = new double[features][MANY];
        for (int f = 0; f < features; f++) {
            for (int i = 0; i < MANY; i++) {
                double value = f % 3 == 1 ? random.nextInt(-4, 5) : f == 5 ? 1 : random.nextDouble(-1, 1);
                columns[f][i] = random.nextDouble() < missing ? Double.NaN : value;
            }
        }
        List<String> names = IntStream.range(0, features).mapToObj(f -> "x" + f).toList();
        return BoostRows.of(names, columns, new boolean[features]);
    }

    private static double[] target(BoostRows x) {
        double[] y = new double[x.rows()];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextDouble(0.1);
            for (int f = 0; f < x.features(); f++) {
                double value = x.value(i, f);
                y[i] += Double.isNaN(value) ? 0.7 : value * value / (1 + f);
            }
        }
        return y;
    }

    private static double[] row(BoostRows x, int i) {
        double[] row = new double[x.features()];
        x.copyRow(i, row);
        return row;
    }
}
