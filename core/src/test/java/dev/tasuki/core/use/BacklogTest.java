package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.use.Backlog.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BacklogTest {
    private final MovableClock clock = new MovableClock();
    private final Rows rows = new Rows();

    @Test
    void acceptancesAreAddedToTheLastCount() {
        Backlog backlog = new Backlog(rows, 2, clock);
        accept(backlog);
        accept(backlog);

        assertThatExceptionOfType(TooBusy.class).isThrownBy(() -> accept(backlog));
        assertThat(rows.counted).hasValue(1);
    }

    @Test
    void whatTheRowsSayIsWorkedOffMakesRoom() {
        Backlog backlog = new Backlog(rows, 1, clock);
        accept(backlog);
        clock.move(Duration.ofSeconds(2));

        accept(backlog);
        assertThat(rows.counted).hasValue(2);
    }

    @Test
    void aFullQueueIsKnownBeforehandWithoutCounting() {
        Backlog backlog = new Backlog(rows, 1, clock);
        backlog.expectRoom();
        accept(backlog);

        assertThatExceptionOfType(TooBusy.class).isThrownBy(backlog::expectRoom);
        assertThat(rows.counted).hasValue(1);
    }

    @Test
    void beforehandNobodyIsRefusedByAnOldCount() {
        Backlog backlog = new Backlog(rows, 1, clock);
        accept(backlog);
        clock.move(Duration.ofSeconds(2));

        backlog.expectRoom();
        accept(backlog);
        assertThat(rows.counted).hasValue(2);
    }

    @Test
    @Timeout(120)
    void oneCountsWhileTheOthersGoByTheLastCount() throws InterruptedException {
        Backlog backlog = new Backlog(rows, 3, clock);
        accept(backlog);
        clock.move(Duration.ofSeconds(2));
        rows.slow = true;
        Thread counting = Thread.ofVirtual().start(() -> accept(backlog));
        rows.asked.await();

        accept(backlog);
        accept(backlog);
        assertThatExceptionOfType(TooBusy.class).isThrownBy(() -> accept(backlog));
        assertThatExceptionOfType(TooBusy.class).isThrownBy(backlog::expectRoom);
        assertThat(rows.counted).hasValue(2);
        rows.mayAnswer.countDown();
        counting.join();

        // Two of those that came while it counted may be missing in its count, and the one that counted.
        assertThatExceptionOfType(TooBusy.class).isThrownBy(() -> accept(backlog));
    }

    @Test
    void aPlaceThatIsNotKeptIsGivenBack() {
        Backlog backlog = new Backlog(rows, 1, clock);
        backlog.admit(Kind.DUE).close();
        accept(backlog);

        assertThatExceptionOfType(TooBusy.class).isThrownBy(() -> accept(backlog));
    }

    @Test
    void aPlaceGivenBackAfterACountIsNotGivenBackTwice() {
        Backlog backlog = new Backlog(rows, 2, clock);
        Backlog.Place late = backlog.admit(Kind.DUE);
        clock.move(Duration.ofSeconds(2));
        accept(backlog);
        late.close();
        late.close();
        accept(backlog);

        assertThatExceptionOfType(TooBusy.class).isThrownBy(() -> accept(backlog));
        assertThat(rows.counted).hasValue(2);
    }

    @Test
    void aRowThatACountCouldNotSeeYetIsNotForgotten() {
        Backlog backlog = new Backlog(rows, 1, clock);
        Backlog.Place underWay = backlog.admit(Kind.DUE);
        clock.move(Duration.ofSeconds(2));

        assertThatExceptionOfType(TooBusy.class).isThrownBy(() -> accept(backlog));
        assertThat(rows.counted).as("counted while its row was not there").hasValue(2);
        underWay.keep();
        underWay.close();
        assertThatExceptionOfType(TooBusy.class).isThrownBy(() -> accept(backlog));

        clock.move(Duration.ofSeconds(2));
        accept(backlog);
    }

    @Test
    @Tag("bound:scheduled")
    void tenThousandMayBeScheduledAndNoMore() {
        rows.scheduled = Limits.SCHEDULED.value() - 1;
        Backlog backlog = new Backlog(rows, 1, clock);
        accept(backlog, Kind.SCHEDULED);

        assertThatExceptionOfType(TooBusy.class)
                .isThrownBy(() -> backlog.admit(Kind.SCHEDULED))
                .withMessageContaining("10,000 trainings are scheduled for later, which is the limit")
                .satisfies(busy -> assertThat(busy.retryAfter()).contains(Duration.ofMinutes(1)));
    }

    @Test
    void whatIsScheduledTakesNoPlaceFromWhatIsDue() {
        rows.scheduled = Limits.SCHEDULED.value();
        Backlog backlog = new Backlog(rows, 1, clock);
        accept(backlog);

        assertThatExceptionOfType(TooBusy.class).isThrownBy(() -> accept(backlog));
        assertThatExceptionOfType(TooBusy.class).isThrownBy(() -> backlog.check(Kind.SCHEDULED));
    }

    @Test
    @Tag("bound:backlog")
    void theBacklogTakesItsLimitAndNoMore() {
        Backlog backlog = new Backlog(rows, Limits.BACKLOG.value(), clock);
        for (long i = 0; i < Limits.BACKLOG.value(); i++) {
            accept(backlog);
        }

        assertThatExceptionOfType(TooBusy.class).isThrownBy(() -> accept(backlog));
        backlog.check(Kind.SCHEDULED);
    }

    private static void accept(Backlog backlog) {
        accept(backlog, Kind.DUE);
    }

    private static void accept(Backlog backlog, Kind kind) {
        try (Backlog.Place place = backlog.admit(kind)) {
            place.keep();
        }
    }

    /** A store without rows that are due, which can be slow to say so. */
    private static final class Rows implements TaskStore {
        private final AtomicInteger counted = new AtomicInteger();
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch mayAnswer = new CountDownLatch(1);
        private volatile boolean slow;
        private volatile long scheduled;

        @Override
        public TaskCounts counts() {
            counted.incrementAndGet();
            if (slow) {
                asked.countDown();
                try {
                    assertThat(mayAnswer.await(1, TimeUnit.MINUTES)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return new TaskCounts(Map.of(TaskState.TASK_RECEIVED, scheduled), 0, scheduled, Duration.ZERO);
        }

        @Override
        public Acceptance accept(NewTask task) {
            throw new IllegalStateException("nobody accepts here");
        }

        @Override
        public Optional<TaskRow> find(TaskId id) {
            return Optional.empty();
        }

        @Override
        public Optional<String> report(TaskId id) {
            return Optional.empty();
        }

        @Override
        public List<TaskRow> list(TaskQuery query) {
            return List.of();
        }

        @Override
        public List<TaskRow> due(Due due) {
            return List.of();
        }

        @Override
        public boolean apply(Transition transition) {
            return false;
        }

        @Override
        public int markPublished(List<Transition.Published> marks) {
            throw new IllegalStateException("nobody publishes here");
        }
    }
}
