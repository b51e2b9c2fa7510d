package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.QueueHistory;
import dev.tasuki.core.task.QueueSample;
import dev.tasuki.core.task.QueueSample.Flow;
import dev.tasuki.core.task.QueueSample.Level;
import dev.tasuki.core.task.QueueSample.Quantiles;
import dev.tasuki.core.task.QueueSample.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every {@link QueueHistory} keeps: samples as they were put, one for each queue, step and time. */
@ExtendWith(NoThreadLeft.class)
public abstract class QueueHistoryContract {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String TRAIN = "queue.model.train";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Flow FLOW = new Flow(3, 1, quantiles(5, 900, 1_500), quantiles(40, 60_001, 3_600_000));

    private Fixture<QueueHistory> fixture;
    private QueueHistory one;
    private QueueHistory two;

    /** No samples yet. */
    protected abstract Fixture<QueueHistory> open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        one = fixture.port();
        two = fixture.another().orElse(one);
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    private static Quantiles quantiles(long half, long most, long nearlyAll) {
        return new Quantiles(
                Duration.of(half, ChronoUnit.MICROS), Duration.ofMillis(most), Duration.ofMillis(nearlyAll));
    }

    private static QueueSample sample(String queue, Step step, Instant at, @Nullable Duration oldest, Flow flow) {
        return new QueueSample(queue, step, at, new Level(1L << 33, oldest), flow, 1L << 41);
    }

    private static QueueSample minute(int after) {
        return sample(TRAIN, Step.MINUTE, NOON.plus(MINUTE.multipliedBy(after)), null, Flow.NONE);
    }

    private List<QueueSample> minutes(int from, int until) {
        return two.list(
                TRAIN, Step.MINUTE, NOON.plus(MINUTE.multipliedBy(from)), NOON.plus(MINUTE.multipliedBy(until)));
    }

    @Test
    void samplesComeBackAsTheyWerePut() {
        QueueSample full = sample(TRAIN, Step.MINUTE, NOON, Duration.ofMillis(90_061_001), FLOW);
        QueueSample bare = sample(TRAIN, Step.MINUTE, NOON.plus(MINUTE), null, Flow.NONE);
        QueueSample half = sample(
                TRAIN, Step.MINUTE, NOON.plus(MINUTE).plus(MINUTE), Duration.ZERO, new Flow(0, 2, null, FLOW.runs()));
        one.put(List.of(half, full, bare));
        assertThat(minutes(0, 3)).containsExactly(full, bare, half);
        assertThat(two.newest(TRAIN, Step.MINUTE)).contains(half);
    }

    @Test
    void queuesAndStepsAreApart() {
        QueueSample minute = sample(TRAIN, Step.MINUTE, NOON, null, FLOW);
        QueueSample hour = sample(TRAIN, Step.HOUR, NOON, null, FLOW);
        QueueSample other = sample("queue.model.Train", Step.MINUTE, NOON, null, FLOW);
        one.put(List.of(minute, hour, other));
        assertThat(minutes(0, 1)).containsExactly(minute);
        assertThat(two.list(TRAIN, Step.HOUR, NOON, NOON.plusMillis(1))).containsExactly(hour);
        assertThat(two.newest("queue.model.Train", Step.MINUTE)).contains(other);
        assertThat(two.newest("queue.model.Train", Step.HOUR)).isEmpty();
        assertThat(two.list("queue.model.predict", Step.MINUTE, NOON, NOON.plus(MINUTE)))
                .isEmpty();
    }

    @Test
    void aSampleReplacesTheOneOfItsTime() {
        one.put(List.of(minute(0), minute(1)));
        QueueSample again = sample(TRAIN, Step.MINUTE, NOON, Duration.ofSeconds(4), FLOW);
        two.put(List.of(again));
        assertThat(minutes(0, 2)).containsExactly(again, minute(1));
    }

    @Test
    void aSpanHasItsBeginningAndNotItsEnd() {
        one.put(List.of(minute(0), minute(1), minute(2), minute(3)));
        assertThat(minutes(1, 3)).containsExactly(minute(1), minute(2));
        assertThat(minutes(3, 3)).isEmpty();
        assertThat(minutes(3, 1)).isEmpty();
    }

    @Test
    void aListHasItsMostAndNotOneMore() {
        one.put(IntStream.range(0, QueueHistory.MOST + 1)
                .mapToObj(QueueHistoryContract::minute)
                .toList());
        assertThat(minutes(0, QueueHistory.MOST + 1))
                .hasSize(QueueHistory.MOST)
                .startsWith(minute(0))
                .endsWith(minute(QueueHistory.MOST - 1));
        assertThat(minutes(1, QueueHistory.MOST + 1)).hasSize(QueueHistory.MOST).endsWith(minute(QueueHistory.MOST));
    }

    @Test
    void whatBeganBeforeGoesAThousandAtATime() {
        QueueSample hour = sample(TRAIN, Step.HOUR, NOON, null, FLOW);
        one.put(List.of(hour));
        one.put(IntStream.range(0, 1_003).mapToObj(QueueHistoryContract::minute).toList());
        Instant before = NOON.plus(MINUTE.multipliedBy(1_001));
        assertThat(two.prune(Step.MINUTE, before)).isEqualTo(1_000);
        assertThat(two.prune(Step.MINUTE, before)).isEqualTo(1);
        assertThat(two.prune(Step.MINUTE, before)).isZero();
        assertThat(minutes(0, 2_000)).containsExactly(minute(1_001), minute(1_002));
        assertThat(two.list(TRAIN, Step.HOUR, NOON, NOON.plus(MINUTE))).containsExactly(hour);
    }
}
