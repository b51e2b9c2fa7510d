package dev.tasuki.core.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.memory.MemoryPresenceBoard;
import dev.tasuki.core.port.PresenceBoard.Wish;
import dev.tasuki.core.run.ScriptedWork;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.use.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a process tells of itself, and for how long others see it. */
class PresenceTest {
    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final ProcessCard.Identity IDENTITY =
            new ProcessCard.Identity("consumer", "node \"7\"", 4711, "1.2", STARTED);

    private final Semaphore running = new Semaphore(0);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final Rig rig = new Rig(
            new ScriptedWork((row, control) -> {
                running.release();
                finish.await();
                return Optional.of(ScriptedWork.PRODUCT);
            }),
            new MemoryObjectStore(),
            Duration.ofMinutes(2));
    private final MemoryPresenceBoard board = new MemoryPresenceBoard(rig.clock);

    private final Heard taking = new Heard();

    /** Notes what is wished, and has done it at once. */
    private static final class Heard implements Drainable {
        private final List<Wish> wishes = new ArrayList<>();

        @Override
        public void wish(Wish wish) {
            wishes.add(wish);
        }

        @Override
        public void turn() {}

        @Override
        public ProcessCard.Intake now() {
            return wishes.isEmpty() || wishes.getLast() == Wish.WORK
                    ? ProcessCard.Intake.TAKING
                    : ProcessCard.Intake.DRAINED;
        }
    }

    private Presence presence(String name, int threads) {
        return new Presence(
                board,
                name,
                IDENTITY,
                new ConsumerOptions(threads, 0),
                new Presence.Inside(rig.runs, rig.telemetry, taking));
    }

    private Workers.Seen seen() {
        List<Workers.Seen> all = new Workers(board).all();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void othersSeeWhatItIsAndWhatItWorksOn() {
        rig.telemetry.count(Telemetry.Count.TRAININGS_COMPLETED, 3);
        rig.telemetry.count(Telemetry.Count.TRAININGS_FAILED);
        rig.telemetry.count(Telemetry.Count.PREDICTIONS_ANSWERED, 5);
        rig.telemetry.count(Telemetry.Count.PREDICTIONS_REFUSED, 2);
        rig.telemetry.time(Telemetry.Timing.PREDICT_WORK, 1);
        Presence presence = presence("p", 1);
        try (Consumers consumers = rig.consume()) {
            assertThat(consumers).isNotNull();
            accept("t-1");
            running.acquireUninterruptibly();
            rig.clock.move(Duration.ofSeconds(2));
            presence.tell();
            ProcessCard card = seen().card();
            assertThat(card.identity()).isEqualTo(IDENTITY);
            assertThat(card.slots())
                    .containsExactly(
                            new ProcessCard.Slots("queue.model.train", 1),
                            new ProcessCard.Slots("queue.model.predict", 1));
            assertThat(card.busy()).isEqualTo(1);
            assertThat(card.tasks()).containsExactly(new ProcessCard.Running("t-1", STARTED, 0));
            assertThat(card.trained()).isEqualTo(new ProcessCard.Ended(3, 1));
            assertThat(card.predicted().ended()).isEqualTo(new ProcessCard.Ended(5, 2));
            assertThat(card.predicted().spread()).startsWith(1L).hasSize(22).containsOnlyOnce(1L);
            finish.countDown();
            rig.ended(new TaskId("t-1"));
            // The row tells of the end a moment before the worker is done with it.
            assertThat(consumers.drain(Duration.ofMinutes(2))).isTrue();
        }
        presence.tell();
        assertThat(seen().card().busy()).isZero();
        assertThat(seen().card().tasks()).isEmpty();
    }

    @Test
    void itIsLostWhenItTellsNoMoreAndGoneWhenItLeaves() {
        Presence presence = presence("p", 1);
        presence.tell();
        rig.clock.move(Presence.LIFE.minusMillis(1));
        assertThat(seen().age()).isEqualTo(Presence.LIFE.minusMillis(1));
        assertThat(seen().state()).isEqualTo(Workers.State.WORKING);
        rig.clock.move(Duration.ofMillis(1));
        assertThat(seen().state()).isEqualTo(Workers.State.LOST);
        presence.tell();
        assertThat(seen().state()).isEqualTo(Workers.State.WORKING);
        assertThat(seen().age()).isZero();
        presence.close();
        assertThat(new Workers(board).all()).isEmpty();
        presence.tell();
        assertThat(new Workers(board).all()).isEmpty();
    }

    @Test
    void itHearsWhatIsWishedWhenItTells() {
        Presence presence = presence("p", 1);
        Workers workers = new Workers(board);
        presence.tell();
        assertThat(workers.drain("p").state()).isEqualTo(Workers.State.DRAINING);
        assertThat(taking.wishes).containsExactly(Wish.WORK);
        presence.tell();
        assertThat(taking.wishes).containsExactly(Wish.WORK, Wish.DRAIN);
        assertThat(seen().state()).isEqualTo(Workers.State.DRAINING);
        presence.tell();
        assertThat(seen().state()).isEqualTo(Workers.State.DRAINED);
        assertThat(workers.drain("p").state()).isEqualTo(Workers.State.DRAINED);
        assertThat(workers.resume("p").state()).isEqualTo(Workers.State.WORKING);
        presence.tell();
        assertThat(taking.wishes).endsWith(Wish.DRAIN, Wish.WORK);
    }

    @Test
    void whoIsLostOrOfAnOlderVersionHearsNothing() {
        Presence presence = presence("p", 1);
        presence.tell();
        Workers workers = new Workers(board);
        refused(
                () -> workers.forget("p"),
                RefusalCode.WORKER_NOT_LOST,
                "worker p told 0.0 s ago",
                "tasuki workers drain p");
        rig.clock.move(Duration.ofSeconds(61));
        for (ThrowingCallable wish : List.<ThrowingCallable>of(() -> workers.drain("p"), () -> workers.resume("p"))) {
            refused(wish, RefusalCode.WORKER_UNREACHABLE, "told nothing for 61.0 s", "DELETE /workers/p");
        }
        workers.forget("p");
        refused(() -> workers.forget("p"), RefusalCode.WORKER_NOT_FOUND, "there is no worker 'p'");
        refused(() -> workers.drain("p\n"), RefusalCode.WORKER_NOT_FOUND, "there is no worker 'p\uFFFD'");

        board.tell("old", "{\"version\":\"0.0.9\",\"busy\":3}", Presence.LIFE);
        assertThat(seen().state()).isEqualTo(Workers.State.WORKING);
        assertThat(seen().card().busy()).isEqualTo(3);
        refused(() -> workers.drain("old"), RefusalCode.WORKER_UNREACHABLE, "runs version 0.0.9", "SIGTERM");
        assertThat(board.all().getFirst().wish()).isEqualTo(Wish.WORK);
    }

    private static void refused(ThrowingCallable asked, RefusalCode code, String... words) {
        assertThatThrownBy(asked).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.detail()).contains(words);
            assertThat(refusal.retryable()).isFalse();
        });
    }

    @Test
    @Tag("bound:present_tasks")
    void theFirstFiftyTasksAreNamedAndAllAreCounted() {
        int most = Limits.PRESENT_TASKS.intValue();
        Presence presence = presence("p", most + 1);
        try (Consumers consumers = Consumers.start(
                new Consumers.Line(rig.broker, rig.train),
                new Consumers.Line(rig.broker, rig.predict),
                new ConsumerOptions(most + 1, 0),
                rig.runs)) {
            assertThat(consumers).isNotNull();
            for (int i = 0; i < most; i++) {
                accept("t-" + i);
            }
            running.acquireUninterruptibly(most);
            presence.tell();
            assertThat(seen().card().busy()).isEqualTo(most);
            assertThat(seen().card().tasks()).hasSize(most);
            rig.clock.move(Duration.ofSeconds(1));
            accept("late");
            running.acquireUninterruptibly();
            presence.tell();
            assertThat(seen().card().busy()).isEqualTo(most + 1);
            assertThat(seen().card().tasks())
                    .hasSize(most)
                    .extracting(ProcessCard.Running::task)
                    .doesNotContain("late");
            finish.countDown();
            rig.ended(new TaskId("late"));
        }
    }

    private void accept(String id) {
        rig.rows.accept(ScriptedWork.task(id, rig.clock.instant()));
        rig.relay.run();
    }
}
