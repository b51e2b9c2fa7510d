package dev.tasuki.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.core.use.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EventBoundsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final MemoryTaskStore tasks = new MemoryTaskStore(InstantSource.system());
    private final ChangeTailer tailer = new ChangeTailer(tasks.changes(), () -> true);
    private final EventHub hub = new EventHub(new Events(tasks.changes(), tasks, tailer));

    @Test
    @Tag("bound:event_streams")
    void soManyStreamsMayBeOpenAndAnotherWhenOneHasGone() {
        tailer.look();
        for (int i = 0; i < Limits.EVENT_STREAMS.intValue(); i++) {
            hub.enter();
        }
        assertThatExceptionOfType(TooBusy.class).isThrownBy(hub::enter).withMessageContaining("1,000 streams");
        hub.leave();
        hub.enter();
    }

    @Test
    @Tag("bound:event_interests")
    void soManyNamesMayBeGiven() {
        int most = Limits.EVENT_INTERESTS.intValue();
        String names = String.join(",", Collections.nCopies(most, "task:a"));

        assertThat(Interest.parse(names).tasks()).containsExactly(new TaskId("a"));
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(() -> Interest.parse(names + ",tasks"))
                .withMessageContaining("at most 20");
        for (String wrong : List.of("", "task", "task:", "task:a/b", "tasks,", "Tasks")) {
            assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> Interest.parse(wrong));
        }
    }

    @Test
    void beforeTheLogWasReachedNobodyIsTakenIn() {
        assertThatExceptionOfType(Unavailable.class).isThrownBy(hub::enter);
    }

    @Test
    void whoLagsBehindWhatIsRememberedReadsTheLogAndMissesNothing() {
        accept(0, 10);
        tailer.look();
        hub.enter();
        accept(10, 7_000);
        tailer.look();

        List<Long> versions = new ArrayList<>();
        EventHub.Batch batch = hub.after(3);
        while (!batch.frames().isEmpty()) {
            batch.frames().forEach(frame -> versions.add(frame.change().version()));
            batch = hub.after(batch.upTo());
        }

        assertThat(versions)
                .hasSize(7_000 - 3)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(4L)
                .endsWith(7_000L);
        assertThat(hub.after(9_999)).isEqualTo(new EventHub.Batch(List.of(), 9_999));
    }

    @Test
    void whoComesBackToAServerThatBeganLaterMissesNothing() {
        accept(0, 10);
        tailer.look();
        accept(10, 12);
        tailer.look();

        assertThat(hub.after(0).frames())
                .extracting(frame -> frame.change().version())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
        assertThat(hub.after(10).frames())
                .extracting(frame -> frame.change().version())
                .containsExactly(11L, 12L);
    }

    @Test
    void aChangeAndTheEndWakeAllWhoWait() throws Exception {
        tailer.look();
        long seen = hub.enter();
        List<Thread> waiting =
                IntStream.range(0, 100).mapToObj(i -> waiter(seen)).toList();
        accept(0, 1);
        tailer.look();
        for (Thread waiter : waiting) {
            assertThat(waiter.join(PATIENCE)).isTrue();
        }

        Thread last = waiter(seen + 1);
        hub.end();
        assertThat(last.join(PATIENCE)).isTrue();
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() throws Exception {
        tailer.look();
        Thread waiter = waiter(hub.enter());
        waiter.interrupt();
        assertThat(waiter.join(PATIENCE)).isTrue();
    }

    /** Waits already when this returns. */
    private Thread waiter(long version) {
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                hub.await(version, PATIENCE.multipliedBy(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        return waiter;
    }

    private void accept(int from, int to) {
        for (int i = from; i < to; i++) {
            TaskSpec spec =
                    new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("d"), null, null, List.of(), Instant.EPOCH);
            tasks.accept(new NewTask(new TaskId("t-" + i), spec, null));
        }
    }
}
