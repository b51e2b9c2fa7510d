package dev.tasuki.learn.boost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThresholdRanksTest {
    static double[][] thresholds() {
        SplittableRandom random = new SplittableRandom(7);
        return new double[][] {
            {},
            {0.5},
            {Double.POSITIVE_INFINITY},
            {-0.0, 0.0},
            {3, 1, 3, 2, 1},
            {1, 2, Double.POSITIVE_INFINITY},
            {-Double.MAX_VALUE, 0, Double.MAX_VALUE},
            {0, Double.MIN_VALUE, 2 * Double.MIN_VALUE},
            {0, 1e-300, 1e300},
            DoubleStream.iterate(1, x -> x * 1.5).limit(255).toArray(),
            random.doubles(255).toArray(),
            random.doubles(5_000, -1e9, 1e9).toArray(),
        };
    }

    @ParameterizedTest
    @MethodSource("thresholds")
    void countsTheThresholdsThatAValuePasses(double[] thresholds) {
        double[] different = Arrays.stream(thresholds).sorted().distinct().toArray();
        ThresholdRanks ranks = new ThresholdRanks(thresholds);
        assertThat(ranks.count()).isEqualTo(different.length);
        assertThat(ranks.rank(Double.NaN)).isEqualTo(different.length + 1);

        DoubleStream close = Arrays.stream(different)
                .flatMap(x -> DoubleStream.of(x, Math.nextDown(x), Math.nextUp(x), x + 0.1, x - 1))
                .filter(Double::isFinite);
        DoubleStream.concat(close, DoubleStream.of(0.0, -0.0, -Double.MAX_VALUE, Double.MAX_VALUE))
                .forEach(x -> assertThat(ranks.rank(x)).as("rank of %s", x).isEqualTo((int)
                        Arrays.stream(different).filter(t -> x > t).count()));
        for (int place = 0; place < different.length; place++) {
            assertThat(ranks.placeOf(different[place])).isEqualTo(place);
        }
    }
}
