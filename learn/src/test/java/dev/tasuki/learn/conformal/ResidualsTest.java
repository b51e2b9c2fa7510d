package dev.tasuki.learn.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResidualsTest {
    private static Residuals of(double... errors) {
        return Residuals.of(Residuals.Source.HELD_OUT, errors);
    }

    @Test
    void theIntervalIsTheErrorAtItsRank() {
        Residuals nine = of(-9, 1, 2, -3, 4, 5, -6, 7, 8);

        assertThat(nine.highestLevel()).isEqualTo(0.9);
        assertThat(nine.halfWidth(0.9)).hasValue(9);
        assertThat(nine.halfWidth(0.91)).isEmpty();
        // 0.7 × 10 is 7 in words only.
        assertThat(nine.halfWidth(0.7)).hasValue(7);
        assertThat(nine.halfWidth(0.001)).hasValue(1);
        assertThat(of().halfWidth(0.5)).isEmpty();
        assertThat(of(Double.NaN, 1, Double.NEGATIVE_INFINITY).halfWidth(0.75)).hasValue(Double.POSITIVE_INFINITY);
    }

    @Test
    void nineHundredAndNinetyNineAreKeptAndPromiseNoLess() {
        double[] exact = IntStream.rangeClosed(1, 999).asDoubleStream().toArray();
        assertThat(of(exact).halfWidth(0.9)).hasValue(900);
        for (int count : new int[] {1_000, 1_001, 1_999, 2_500, 100_000}) {
            Residuals many = of(IntStream.rangeClosed(1, count).asDoubleStream().toArray());
            assertThat(many.counted()).isEqualTo(count);
            assertThat(many.text().split(" ")).hasSize(2 + Residuals.MOST);
            for (double level : new double[] {0.5, 0.9, 0.95, 0.999}) {
                double rank = Math.ceil((count + 1) * level - 1e-9);
                assertThat(many.halfWidth(level).orElseThrow())
                        .isGreaterThanOrEqualTo(rank)
                        .isLessThanOrEqualTo(rank + count / 1_000.0 + 1);
            }
        }
    }

    @Test
    void whatIsWrittenIsReadBack() {
        SplittableRandom random = new SplittableRandom(4);
        for (int count : new int[] {0, 1, 998, 999, 1_000, 5_000}) {
            Residuals written = of(random.doubles(count, -1e9, 1e9).toArray());
            assertThat(Residuals.parse(written.text())).isEqualTo(written).hasSameHashCodeAs(written);
        }
        Residuals infinite = Residuals.of(Residuals.Source.OUT_OF_BAG, new double[] {Double.NaN, 0});
        assertThat(Residuals.parse(infinite.text())).isEqualTo(infinite).hasToString("2 errors, out_of_bag");
    }

    @Test
    void damagedOnesAreRefused() {
        for (String text : new String[] {
            "",
            "held_out",
            "elsewhere 1 1.0",
            "held_out 2 1.0",
            "held_out 1 -1.0",
            "held_out 2 2.0 1.0",
            "held_out 1 NaN",
            "held_out x",
            "held_out -1",
            "held_out 1000" + " 1.0".repeat(1_000)
        }) {
            assertThatThrownBy(() -> Residuals.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
