package dev.tasuki.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BeatTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aTurnComesOnceASecondAtTheSamePlace() {
        for (int place = 0; place < Beat.PLACES; place++) {
            Beat beat = new Beat(place);
            for (long now : new long[] {Long.MIN_VALUE, -1, 0, 1, 249_999_999, 250_000_000, 123_456_789_012_345L}) {
                Duration wait = beat.untilNext(now);
                assertThat(wait).isPositive().isLessThanOrEqualTo(SECOND);
                assertThat(beat.untilNext(now + wait.toNanos())).isEqualTo(SECOND);
            }
        }
    }

    @Test
    void placesLieApartByTheSameTime() {
        assertThat(IntStream.range(0, Beat.PLACES).mapToObj(place -> new Beat(place).untilNext(-1)))
                .containsExactly(
                        Duration.ofNanos(1),
                        Duration.ofNanos(250_000_001),
                        Duration.ofNanos(500_000_001),
                        Duration.ofNanos(750_000_001));
    }

    @Test
    void asManyStreamsHaveEachOfThem() {
        assertThat(IntStream.range(0, 1_000).mapToObj(Beat::of).filter(new Beat(3)::equals))
                .hasSize(250);
        assertThat(Beat.of(Integer.MIN_VALUE).place()).isBetween(0, Beat.PLACES - 1);
        assertThat(Beat.of(-1)).isEqualTo(new Beat(3));
    }
}
