package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    @Test
    void goesOnFromItsStartWhateverIsSet() {
        MovableClock ofDay = new MovableClock();
        Instant start = ofDay.instant();
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
        SteadyClock clock = new SteadyClock(ofDay, nanos::get);

        ofDay.move(Duration.ofHours(-1));
        nanos.addAndGet(Duration.ofSeconds(90).toNanos());

        assertThat(clock.instant()).as("the count may overflow").isEqualTo(start.plusSeconds(90));
    }
}
