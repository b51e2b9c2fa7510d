package dev.tasuki.learn.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The threshold for doubles parts them as the comparison after rounding does. */
class FloatTreeTest {
    private static void check(double threshold) {
        double highest = FloatTree.highest(threshold);
        for (double x : new double[] {
            highest,
            Math.nextUp(highest),
            Math.nextDown(highest),
            threshold,
            Math.nextUp(threshold),
            Math.nextDown(threshold),
            (float) threshold,
            Math.nextUp((float) threshold),
            Math.nextDown((float) threshold),
            -threshold,
            0
        }) {
            if (Math.abs((float) x) <= Float.MAX_VALUE) {
                assertThat(x <= highest)
                        .as("%s at the threshold %s", x, threshold)
                        .isEqualTo((double) (float) x <= threshold);
            }
        }
    }

    @Test
    void everyThresholdPartsTheSameDoubles() {
        SplittableRandom random = new SplittableRandom(5);
        for (double threshold : new double[] {
            0,
            -0.0,
            1,
            -1,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Double.MIN_VALUE,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            0.1,
            1e300
        }) {
            check(threshold);
        }
        for (int i = 0; i < 100_000; i++) {
            float near = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(near)) {
                check(near);
                check(((double) near + Math.nextUp(near)) / 2);
                check(near * (1 + random.nextDouble(-1e-7, 1e-7)));
            }
        }
    }
}
