package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TelemetryTest {
    private final Telemetry telemetry = new Telemetry();

    @ParameterizedTest
    @EnumSource(names = {"TRAIN_RUN", "QUEUE_WAIT"})
    void aTrainingOfFourHoursIsToldApartFromLongerOnes(Telemetry.Timing timing) {
        telemetry.time(timing, Duration.ofHours(4).toNanos());
        telemetry.time(timing, Duration.ofHours(5).toNanos());
        telemetry.time(timing, Duration.ofMillis(5).toNanos());

        Telemetry.Distribution spread = spread(timing);
        int last = spread.counts().length - 1;
        assertThat(spread.upToSeconds()[0]).isLessThan(0.01);
        assertThat(spread.counts()[0]).isEqualTo(1);
        assertThat(spread.counts()[last - 1]).isEqualTo(1);
        assertThat(spread.counts()[last]).isEqualTo(1);
        assertThat(spread.upToSeconds()[last]).isInfinite();
    }

    @ParameterizedTest
    @EnumSource
    void eachDurationFallsIntoTheFirstBucketThatIsNotBelowIt(Telemetry.Timing timing) {
        double[] bounds = spread(timing).upToSeconds();
        for (int i = 0; i < bounds.length - 1; i++) {
            long[] before = spread(timing).counts();
            telemetry.time(timing, Math.round(bounds[i] * 1e9) - 1);
            long[] after = spread(timing).counts();
            assertThat(after[i] - before[i]).as("up to " + bounds[i]).isEqualTo(1);
            assertThat(Arrays.stream(after).sum())
                    .isEqualTo(Arrays.stream(before).sum() + 1);
        }
    }

    private Telemetry.Distribution spread(Telemetry.Timing timing) {
        return Objects.requireNonNull(telemetry.snapshot().timings().get(timing));
    }
}
