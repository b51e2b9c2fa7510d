package dev.tasuki.core.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BacklogTest {
    private final MovableClock clock = new MovableClock();
    private final Rows rows = new Rows();

    @Test
    void acceptancesAreAddedToTheLastCount() {
        Backlog backlog = new Backlog(rows, 2, clock);
        backlog.admit();
        backlog.admit();

        assertThatExceptionOfType(TooBusy.class).isThrownBy(backlog::admit);
        assertThat(rows.counted).hasValue(1);
    }

    @Test
    void whatTheRowsSayIsWorkedOffMakesRoom() {
        Backlog backlog = new Backlog(rows, 1, clock);
        backlog.admit();
        clock.move(Duration.ofSeconds(2));

        backlog.admit();
        assertThat(rows.counted).hasValue(2);
    }

    @Test
    void aFullQueueIsKnownBeforehandWithoutCounting() {
        Backlog backlog = new Backlog(rows, 1, clock);
        backlog.expectRoom();
        backlog.admit();

        assertThatExceptionOfType(TooBusy.class).isThrownBy(backlog::expectRoom);
        assertThat(rows.counted).hasValue(1);
    }

    @Test
    void beforehandNobodyIsRefusedByAnOldCount() {
        Backlog backlog = new Backlog(rows, 1, clock);
        backlog.admit();
        clock.move(Duration.ofSeconds(2));

        backlog.expectRoom();
        backlog.admit();
        assertThat(rows.counted).hasValue(2);
    }

    @Test
    @Timeout(120)
    void oneCountsWhileTheOthersGoByTheLastCount() throws InterruptedException {
        Backlog backlog = new Backlog(rows, 3, clock);
        backlog.admit();
        clock.move(Duration.ofSeconds(2));
        rows.slow = true;
        Thread counting = Thread.ofVirtual().start(backlog::admit);
        rows.asked.await();

        backlog.admit();
        backlog.admit();
        assertThatExceptionOfType(TooBusy.class).isThrownBy(backlog::admit);
        assertThatExceptionOfType(TooBusy.class).isThrownBy(backlog::expectRoom);
        assertThat(rows.counted).hasValue(2);
        rows.mayAnswer.countDown();
        counting.join();

        // Two of those that came while it counted may be missing in its count, and the one that counted.
        assertThatExceptionOfType(TooBusy.class).isThrownBy(backlog::admit);
    }

    /** A store without rows that can be slow to say so. */
    private static final class Rows implements TaskStore {
        private final AtomicInteger counted = new AtomicInteger();
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch mayAnswer = new CountDownLatch(1);
        private volatile boolean slow;

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
            return new TaskCounts(Map.of(TaskState.TASK_RECEIVED, 0L), 0);
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
    }
}
