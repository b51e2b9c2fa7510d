package dev.tasuki.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.keep.Housekeeping;
import dev.tasuki.core.keep.Relay;
import dev.tasuki.core.keep.Rescuer;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Caps;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Relay, rescuer and heartbeats, and their owner. */
class HousekeepingTest {
    private static final TaskId ID = new TaskId("t-1");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Rig rig = new Rig(
            new ScriptedWork((row, control) -> Optional.of(ScriptedWork.PRODUCT)),
            new MemoryObjectStore(),
            Duration.ofSeconds(5));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void theRelayPublishesWhatWasNotPublished() {
        accept("t-1");
        accept("t-2");

        rig.relay.run();
        rig.relay.run();

        assertThat(ready()).isEqualTo(2);
        assertThat(row().times().published()).isEqualTo(rig.clock.instant());
    }

    @Test
    void aRowThatCannotBePublishedDoesNotKeepTheOthersBack() {
        accept("t-1");
        accept("t-2");

        new Relay(picky(), rig.broker, rig.telemetry).run();

        assertThat(row().times().published()).isNull();
        assertThat(rig.rows.find(new TaskId("t-2")).orElseThrow().times().published())
                .isEqualTo(rig.clock.instant());
    }

    @Test
    void aClaimThatCannotBeTakenDoesNotKeepTheOthersFromBeingRescued() {
        for (String id : List.of("t-1", "t-2")) {
            accept(id);
            rig.rows.apply(new Transition.Claim(new TaskId(id), 0, "dead", LEASE));
        }
        rig.clock.move(LEASE.plusSeconds(1));

        assertThat(new Rescuer(picky(), rig.retries, rig.telemetry).run()).isTrue();

        assertThat(row().state()).isEqualTo(TaskState.TASK_STARTED);
        assertThat(rig.rows.find(new TaskId("t-2")).orElseThrow().state()).isEqualTo(TaskState.TASK_RECEIVED);
    }

    @Test
    void aRowThatCannotBeChangedDoesNotKeepTheOthersFromExpiring() {
        for (String id : List.of("t-1", "t-2")) {
            NewTask task = ScriptedWork.task(id, rig.clock.instant());
            Schedule until = new Schedule(
                    Schedule.AT_ONCE, Schedule.AT_ONCE, rig.clock.instant().plusSeconds(1), null, 5, 0);
            TaskSpec spec = new TaskSpec(
                    task.spec().kind(), task.spec().payload(), task.spec().dataset(), null, null, List.of(), until);
            rig.rows.accept(new NewTask(task.id(), spec, null));
        }
        rig.clock.move(Duration.ofSeconds(2));

        new Expiry(picky(), rig.telemetry).run();

        assertThat(row().state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(rig.rows.find(new TaskId("t-2")).orElseThrow().state()).isEqualTo(TaskState.TASK_ERROR);
    }

    @Test
    void theRelayWaitsForTheTimeOfATaskThatWasGivenBack() {
        accept("t-1");
        claim(0);
        rig.rows.apply(new Transition.GiveBack(ID, 1, Duration.ofSeconds(7), false));

        rig.relay.run();
        assertThat(ready()).isZero();
        rig.clock.move(Duration.ofSeconds(7));
        rig.relay.run();
        assertThat(ready()).isEqualTo(1);
    }

    @Test
    void aMessageThatSeemsLostIsPublishedAgainAfterAMinute() {
        accept("t-1");
        rig.rows.apply(new Transition.Published(ID));

        rig.clock.move(Duration.ofSeconds(60));
        rig.relay.run();
        assertThat(ready()).isZero();
        rig.clock.move(Duration.ofSeconds(1));
        rig.relay.run();
        assertThat(ready()).isEqualTo(1);
    }

    @Test
    void ofALongBacklogOnlyEachTenthTurnReadsTheRows() {
        Relay relay = new Relay(rig.rows, rig.broker, Relay.Terms.behindAnswers(Caps.NONE, () -> true), rig.telemetry);
        relay.run();
        accept("t-1");
        rig.rows.apply(new Transition.Published(ID));
        rig.clock.move(Duration.ofSeconds(61));
        for (int turn = 1; turn < 10; turn++) {
            relay.run();
        }
        assertThat(ready()).isZero();

        relay.run();

        assertThat(ready()).isEqualTo(1);
    }

    @Test
    void aBacklogWhoseMessagesAreAllThereIsNotPublishedAgain() {
        for (int i = 0; i < 5; i++) {
            accept("t-" + i);
        }
        rig.relay.run();

        rig.clock.move(Duration.ofHours(1));
        rig.relay.run();

        assertThat(ready()).isEqualTo(5);
    }

    @Test
    void aBrokerThatIsAwayOnlyDelaysTheRelay() {
        accept("t-1");
        rig.broker.close();

        rig.relay.run();

        assertThat(row().times().published()).isNull();
    }

    @Test
    void theRescuerGivesALapsedClaimBackWithItsAttemptCounted() {
        accept("t-1");
        claim(0);
        rig.clock.move(LEASE);
        assertThat(rig.rescuer.run()).isFalse();
        rig.clock.move(Duration.ofMillis(1));

        assertThat(rig.rescuer.run()).isTrue();

        assertThat(row().state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row().lease().attempts()).isEqualTo(1);
        assertThat(rig.telemetry.value(Telemetry.Count.RESCUED)).isEqualTo(1);
    }

    @Test
    void theRescuerEndsWhatCrashedTooOftenAndWhatWasCancelled() {
        accept("t-1");
        for (long epoch = 0; epoch < 3; epoch++) {
            claim(epoch);
            rig.clock.move(LEASE.plusSeconds(1));
            rig.rescuer.run();
        }
        assertThat(((Outcome.Failed) row().outcome()).code()).isEqualTo(RefusalCode.TOO_MANY_ATTEMPTS);

        accept("t-2");
        rig.rows.apply(new Transition.Claim(new TaskId("t-2"), 0, "dead", LEASE));
        rig.rows.apply(new Transition.Cancel(new TaskId("t-2")));
        rig.clock.move(LEASE.plusSeconds(1));
        rig.rescuer.run();
        assertThat(rig.rows.find(new TaskId("t-2")).orElseThrow().state()).isEqualTo(TaskState.TASK_CANCELLED);
    }

    @Test
    void aProcessThatIsAloneTakesItsPredecessorsTasksAtOnce() {
        for (int i = 0; i < 450; i++) {
            accept("t-" + i);
            rig.rows.apply(new Transition.Claim(new TaskId("t-" + i), 0, "the former process", LEASE));
        }
        ManualTicker ticker = new ManualTicker();

        try (Housekeeping housekeeping = new Housekeeping(rig.relay, rig.rescuer, rig.heartbeats, ticker)) {
            housekeeping.start(true);

            assertThat(rig.rows.counts().states()).containsEntry(TaskState.TASK_STARTED, 0L);
            assertThat(rig.rows.counts().states()).containsEntry(TaskState.TASK_RECEIVED, 450L);
            assertThat(ready()).isEqualTo(450);
            ticker.tick("relay");
            assertThat(ready()).isEqualTo(450);
        }
        assertThat(ticker.running()).isEmpty();
    }

    @Test
    void otherProcessesClaimsAreLeftAloneWhereThereMayBeSome() {
        accept("t-1");
        claim(0);
        ManualTicker ticker = new ManualTicker();

        try (Housekeeping housekeeping = new Housekeeping(rig.relay, rig.rescuer, rig.heartbeats, ticker)) {
            housekeeping.start(false);
            ticker.tick("rescuer");

            assertThat(row().state()).isEqualTo(TaskState.TASK_STARTED);
            assertThat(ticker.running()).containsExactlyInAnyOrder("heartbeats", "relay", "rescuer");
        }
    }

    @Test
    void whatTheRescuerTakesIsPublishedInTheSameTurn() {
        accept("t-1");
        claim(0);
        ManualTicker ticker = new ManualTicker();
        try (Housekeeping housekeeping = new Housekeeping(rig.relay, rig.rescuer, rig.heartbeats, ticker)) {
            housekeeping.start(false);
            rig.clock.move(LEASE.plusSeconds(1));

            ticker.tick("rescuer");

            assertThat(ready()).isEqualTo(1);
        }
    }

    @Test
    void aHeartbeatExtendsTheLeaseAndStoresProgressButNotTooOften() {
        accept("t-1");
        claim(0);
        Run run = new Run(ID, 1, rig.clock.instant(), () -> {});
        rig.runs.add(run);

        run.report(new Progress(0.1, "fitting", "tree 10 of 100"));
        rig.clock.move(Duration.ofSeconds(1));
        rig.heartbeats.beat();
        assertThat(row().progress()).isEqualTo(Progress.NONE);

        rig.clock.move(Duration.ofSeconds(1));
        rig.heartbeats.beat();
        assertThat(row().progress().text()).isEqualTo("tree 10 of 100");
        assertThat(row().lease().until()).isEqualTo(rig.clock.instant().plus(LEASE));

        rig.clock.move(Duration.ofSeconds(9));
        rig.heartbeats.beat();
        assertThat(row().lease().until()).isBefore(rig.clock.instant().plus(LEASE));
        rig.clock.move(Duration.ofSeconds(1));
        rig.heartbeats.beat();
        assertThat(row().lease().until()).isEqualTo(rig.clock.instant().plus(LEASE));
        rig.runs.remove(run);
    }

    @Test
    void aRunThatEndsItselfBetweenTwoLooksHasLostNothing() {
        accept("t-1");
        claim(0);
        Run run = new Run(ID, 1, rig.clock.instant(), () -> {});
        rig.runs.add(run);
        run.end();
        Outcome.Failed outcome = new Outcome.Failed(RefusalCode.NOT_A_NUMBER, "line 3");
        assertThat(rig.rows.apply(new Transition.Fail(ID, 1, outcome))).isTrue();

        rig.clock.move(Duration.ofSeconds(10));
        rig.heartbeats.beat();

        assertThat(run.stopped()).isFalse();
        rig.runs.remove(run);
    }

    /** Refuses every change of the first task, because of that task alone. */
    private TaskStore picky() {
        return new ForwardingTaskStore() {
            @Override
            public TaskStore store() {
                return rig.rows;
            }

            @Override
            public boolean apply(Transition transition) {
                if (transition.id().equals(ID)) {
                    throw new Corrupt(RefusalCode.INTERNAL, "no store takes this one");
                }
                return rig.rows.apply(transition);
            }
        };
    }

    private void accept(String id) {
        rig.rows.accept(ScriptedWork.task(id, rig.clock.instant()));
    }

    private void claim(long epoch) {
        assertThat(rig.rows.apply(new Transition.Claim(ID, epoch, "a process", LEASE)))
                .isTrue();
    }

    private TaskRow row() {
        return rig.rows.find(ID).orElseThrow();
    }

    private long ready() {
        return rig.broker.status().queues().stream()
                .filter(queue -> queue.queue().equals(TaskKind.TRAIN.queue()))
                .mapToLong(QueueStatus::ready)
                .sum();
    }

    /** Ticks when told. */
    private static final class ManualTicker implements Ticker {
        private final List<Turn> turns = new ArrayList<>();

        private record Turn(String name, Runnable work) {}

        @Override
        public Ticking every(Duration period, String name, Runnable work) {
            Turn turn = new Turn(name, work);
            turns.add(turn);
            return () -> turns.remove(turn);
        }

        void tick(String name) {
            turns.stream()
                    .filter(turn -> turn.name().equals(name))
                    .forEach(turn -> turn.work().run());
        }

        List<String> running() {
            return turns.stream().map(Turn::name).toList();
        }
    }
}
