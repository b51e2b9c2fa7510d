package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.base.Telemetry.Timing;
import dev.tasuki.core.memory.MemoryPresenceBoard;
import dev.tasuki.core.memory.MemoryQueueHistory;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.QueueHistory;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.ScriptedWork;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.QueueSample;
import dev.tasuki.core.task.QueueSample.Flow;
import dev.tasuki.core.task.QueueSample.Level;
import dev.tasuki.core.task.QueueSample.Quantiles;
import dev.tasuki.core.task.QueueSample.Step;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One sample a minute, from one leader or from several: nothing is forgotten, nothing counted twice. */
class QueueSamplerTest {
    private static final String TRAIN = TaskKind.TRAIN.queue();
    private static final String PREDICT = TaskKind.PREDICT.queue();
    private static final Duration LEASE = Duration.ofMinutes(30);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Outcome.Completed COMPLETED =
            new Outcome.Completed(new Artifact("models/m/1.tasuki", "ab".repeat(32), 3), "{}");

    private final MovableClock clock = new MovableClock();
    private final MemoryTaskStore tasks = new MemoryTaskStore(clock);
    private final MemoryPresenceBoard board = new MemoryPresenceBoard(clock);
    private final MemoryQueueHistory history = new MemoryQueueHistory();
    private long ready;
    private int made;

    /** The test's first whole hour. */
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private QueueSampler sampler() {
        return sampler(history);
    }

    private QueueSampler sampler(QueueHistory into) {
        return new QueueSampler(
                new QueueSampler.Means(
                        into,
                        tasks.changes(),
                        tasks,
                        board,
                        () -> List.of(new BrokerStatus(
                                true, "here", List.of(new BrokerStatus.QueueStatus(PREDICT, ready, 0, 1))))),
                clock);
    }

    private TaskId accepted() {
        made++;
        return tasks.accept(ScriptedWork.task("t-" + made, clock.instant()))
                .row()
                .id();
    }

    /** A task that waits and runs for these times. */
    private void trained(Duration waits, Duration runs, boolean well) {
        TaskId id = accepted();
        clock.move(waits);
        assertThat(tasks.apply(new Transition.Claim(id, 0, "p", LEASE))).isTrue();
        clock.move(runs);
        assertThat(tasks.apply(
                        well
                                ? new Transition.Complete(id, 1, COMPLETED, "{}")
                                : new Transition.Fail(id, 1, new Outcome.Failed(RefusalCode.INVALID_DATASET, "bad"))))
                .isTrue();
    }

    private QueueSample newest(String queue, Step step) {
        return history.newest(queue, step).orElseThrow();
    }

    private static Quantiles all(Duration time) {
        return new Quantiles(time, time, time);
    }

    private static ProcessCard card(Instant started, long done, long failed, int bucket, long count) {
        Long[] spread = Collections.nCopies(Timing.PREDICT_WORK.upToSeconds().length, 0L)
                .toArray(Long[]::new);
        spread[bucket] = count;
        return new ProcessCard(
                new ProcessCard.Identity("consumer", "node", 7, "1", started),
                List.of(),
                0,
                List.of(),
                new ProcessCard.Ended(0, 0),
                new ProcessCard.Predicted(new ProcessCard.Ended(done, failed), List.of(spread)),
                ProcessCard.Intake.TAKING);
    }

    private void told(String process, ProcessCard card) {
        board.tell(process, card.json(), Duration.ofDays(1));
    }

    @Test
    void theFirstSampleTellsHowItStandsAndCountsNothingFromBefore() {
        trained(Duration.ofSeconds(1), Duration.ofSeconds(1), true);
        accepted();
        ready = 3;
        clock.move(MINUTE);
        sampler().run();
        Level level = newest(TRAIN, Step.MINUTE).level();
        assertThat(level.waiting()).isEqualTo(1);
        assertThat(level.oldest()).isEqualTo(MINUTE);
        assertThat(newest(TRAIN, Step.MINUTE).flow()).isEqualTo(Flow.NONE);
        assertThat(newest(TRAIN, Step.MINUTE).at()).isEqualTo(BEGIN);
        assertThat(newest(PREDICT, Step.MINUTE).level()).isEqualTo(new Level(3, null));
    }

    @Test
    void aMinuteIsSampledOnceWhicheverProcessRuns() {
        QueueSampler one = sampler();
        QueueSampler two = sampler();
        one.run();
        QueueSample before = newest(TRAIN, Step.MINUTE);
        accepted();
        one.run();
        two.run();
        clock.move(Duration.ofSeconds(59));
        one.run();
        assertThat(newest(TRAIN, Step.MINUTE)).isEqualTo(before);
        clock.move(Duration.ofSeconds(1));
        two.run();
        assertThat(newest(TRAIN, Step.MINUTE).at()).isEqualTo(before.at().plus(MINUTE));
        assertThat(newest(TRAIN, Step.MINUTE).level().waiting()).isEqualTo(1);
    }

    @Test
    void anotherLeaderGoesOnWhereTheLastSampleEnded() {
        sampler().run();
        trained(Duration.ofSeconds(2), Duration.ofSeconds(30), true);
        trained(Duration.ofSeconds(4), Duration.ofSeconds(60), false);
        sampler().run();
        assertThat(newest(TRAIN, Step.MINUTE).flow())
                .isEqualTo(new Flow(
                        1,
                        1,
                        new Quantiles(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(4)),
                        new Quantiles(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(60))));
        trained(Duration.ofSeconds(1), Duration.ofSeconds(90), true);
        sampler().run();
        assertThat(newest(TRAIN, Step.MINUTE).flow())
                .isEqualTo(new Flow(1, 0, all(Duration.ofSeconds(1)), all(Duration.ofSeconds(90))));
        clock.move(MINUTE);
        sampler().run();
        assertThat(newest(TRAIN, Step.MINUTE).flow()).isEqualTo(Flow.NONE);
    }

    @Test
    void anHourHasTheHighestOfItsMinutesAndTheSumOfWhatEnded() {
        QueueSampler sampler = sampler();
        clock.move(MINUTE);
        sampler.run();
        accepted();
        accepted();
        clock.move(MINUTE);
        sampler.run();
        trained(Duration.ZERO, MINUTE, true);
        sampler.run();
        trained(MINUTE, Duration.ofSeconds(5), true);
        sampler.run();
        QueueSample hour = newest(TRAIN, Step.HOUR);
        assertThat(hour.at()).isEqualTo(BEGIN);
        assertThat(hour.level().waiting()).isEqualTo(2);
        assertThat(hour.flow()).isEqualTo(new Flow(2, 0, all(MINUTE), all(MINUTE)));
        assertThat(history.list(TRAIN, Step.HOUR, BEGIN, BEGIN.plus(Duration.ofHours(1))))
                .hasSize(1);
    }

    @Test
    void predictionsAreWhatTheProcessesToldSince() {
        QueueSampler sampler = sampler();
        Instant start = clock.instant();
        told("old", card(start.minusSeconds(999), 100, 10, 3, 110));
        sampler.run();
        assertThat(newest(PREDICT, Step.MINUTE).flow()).isEqualTo(Flow.NONE);

        clock.move(MINUTE);
        told("old", card(start.minusSeconds(999), 107, 11, 3, 118));
        told("new", card(start.plusSeconds(1), 2, 0, 3, 2));
        sampler.run();
        Duration bound = Duration.ofNanos(Math.round(Timing.PREDICT_WORK.upToSeconds()[3] * 1e9));
        assertThat(newest(PREDICT, Step.MINUTE).flow()).isEqualTo(new Flow(9, 1, null, all(bound)));

        clock.move(MINUTE);
        sampler.run();
        assertThat(newest(PREDICT, Step.MINUTE).flow()).isEqualTo(Flow.NONE);
    }

    /** What it saw when it led before, another process has counted meanwhile. */
    @Test
    void whoLeadsAgainDoesNotCountWhatAnotherHas() {
        QueueSampler first = sampler();
        QueueSampler second = sampler();
        Instant start = clock.instant().minusSeconds(999);
        told("p", card(start, 100, 0, 3, 100));
        first.run();
        clock.move(MINUTE);
        told("p", card(start, 150, 0, 3, 150));
        second.run();
        clock.move(MINUTE);
        told("p", card(start, 160, 0, 3, 160));
        second.run();
        assertThat(newest(PREDICT, Step.MINUTE).flow().done()).isEqualTo(10);
        clock.move(MINUTE);
        first.run();
        assertThat(newest(PREDICT, Step.MINUTE).flow().done()).isZero();
    }

    @Test
    @Tag("bound:history_minutes")
    @Tag("bound:history_hours")
    void minutesStayForADayAndHoursForTwoWeeks() {
        QueueSampler sampler = sampler();
        sampler.run();
        Instant first = newest(TRAIN, Step.MINUTE).at();
        clock.move(Duration.ofSeconds(Limits.HISTORY_MINUTES.value()).minus(MINUTE));
        sampler.run();
        assertThat(history.list(TRAIN, Step.MINUTE, first, first.plus(MINUTE))).hasSize(1);
        clock.move(MINUTE);
        sampler.run();
        assertThat(history.list(TRAIN, Step.MINUTE, first, first.plus(MINUTE))).isEmpty();

        Instant hour = Step.HOUR.floor(first);
        clock.move(Duration.between(clock.instant(), hour.plus(Duration.ofDays(Limits.HISTORY_HOURS.value()))));
        sampler.run();
        assertThat(history.list(TRAIN, Step.HOUR, hour, hour.plus(MINUTE))).hasSize(1);
        clock.move(Duration.ofHours(1));
        sampler.run();
        assertThat(history.list(TRAIN, Step.HOUR, hour, hour.plus(MINUTE))).isEmpty();
    }

    @Test
    @Tag("bound:history_timed")
    void ofManyTheTimesAreDrawnByLotAndTheCountsAreWhole() {
        int most = Limits.HISTORY_TIMED.intValue();
        sampler().run();
        for (int i = 0; i < most; i++) {
            trained(Duration.ZERO, i == 0 ? MINUTE : Duration.ZERO, true);
        }
        sampler().run();
        Flow whole = newest(TRAIN, Step.MINUTE).flow();
        assertThat(whole.done()).isEqualTo(most);
        assertThat(whole.runs()).isEqualTo(all(Duration.ZERO));

        CountingReads reads = new CountingReads(tasks, new AtomicInteger());
        for (int i = 0; i < most + 1; i++) {
            trained(Duration.ZERO, Duration.ZERO, true);
        }
        clock.move(MINUTE);
        new QueueSampler(new QueueSampler.Means(history, tasks.changes(), reads, board, List::of), clock).run();
        assertThat(newest(TRAIN, Step.MINUTE).flow().done()).isEqualTo(most + 1);
        assertThat(reads.found()).hasValue(most);
    }

    @Test
    void aStoreThatIsAwayCostsNoCount() {
        sampler().run();
        trained(Duration.ZERO, MINUTE, true);
        QueueHistory away = new AwayHistory(history);
        sampler(away).run();
        assertThat(newest(TRAIN, Step.MINUTE).flow()).isEqualTo(Flow.NONE);
        clock.move(MINUTE);
        sampler().run();
        assertThat(newest(TRAIN, Step.MINUTE).flow().done()).isEqualTo(1);
    }

    /** Counts the rows that are looked for. */
    private record CountingReads(TaskStore store, AtomicInteger found) implements ForwardingTaskStore {
        @Override
        public Optional<TaskRow> find(TaskId id) {
            found.incrementAndGet();
            return store.find(id);
        }
    }

    /** Takes nothing. */
    private record AwayHistory(QueueHistory history) implements QueueHistory {
        @Override
        public void put(List<QueueSample> samples) {
            throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "away", Duration.ofSeconds(1));
        }

        @Override
        public Optional<QueueSample> newest(String queue, Step step) {
            return history.newest(queue, step);
        }

        @Override
        public List<QueueSample> list(String queue, Step step, Instant from, Instant until) {
            return history.list(queue, step, from, until);
        }

        @Override
        public int prune(Step step, Instant before) {
            return history.prune(step, before);
        }
    }
}
