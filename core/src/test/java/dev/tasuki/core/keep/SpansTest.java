package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.QueueSample.Quantiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpansTest {
    private static final double[] UP_TO = {0.001, 0.002, 0.004, Double.POSITIVE_INFINITY};

    private static Quantiles millis(long half, long most, long nearlyAll) {
        return new Quantiles(Duration.ofMillis(half), Duration.ofMillis(most), Duration.ofMillis(nearlyAll));
    }

    private static List<Duration> upTo(int most) {
        List<Duration> all = new ArrayList<>(
                IntStream.rangeClosed(1, most).mapToObj(Duration::ofMillis).toList());
        Collections.reverse(all);
        return all;
    }

    @Test
    void aQuantileIsTheSmallestThatItsShareDoesNotExceed() {
        assertThat(Spans.of(upTo(1))).isEqualTo(millis(1, 1, 1));
        assertThat(Spans.of(upTo(2))).isEqualTo(millis(1, 2, 2));
        assertThat(Spans.of(upTo(3))).isEqualTo(millis(2, 3, 3));
        assertThat(Spans.of(upTo(100))).isEqualTo(millis(50, 95, 99));
        assertThat(Spans.of(upTo(200))).isEqualTo(millis(100, 190, 198));
        assertThat(Spans.of(List.of())).isNull();
    }

    @Test
    void ofBucketsItIsTheUpperBoundAndOfTheLastTheLower() {
        assertThat(Spans.of(UP_TO, new long[] {1, 0, 0, 0})).isEqualTo(millis(1, 1, 1));
        assertThat(Spans.of(UP_TO, new long[] {50, 45, 5, 0})).isEqualTo(millis(1, 2, 4));
        assertThat(Spans.of(UP_TO, new long[] {0, 0, 0, 7})).isEqualTo(millis(4, 4, 4));
        assertThat(Spans.of(UP_TO, new long[4])).isNull();
    }
}
