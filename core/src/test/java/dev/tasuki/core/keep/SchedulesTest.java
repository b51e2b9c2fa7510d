package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.run.CancelPoller;
import dev.tasuki.core.run.Expiry;
import dev.tasuki.core.run.LeaseTerms;
import dev.tasuki.core.run.ScriptedWork;
import dev.tasuki.core.run.TaskHandler;
import dev.tasuki.core.task.Caps;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a task's schedule and its groups mean for when it runs. */
class SchedulesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Caps ONE_PER_DATASET = new Caps(new Caps.Cap(Map.of(), OptionalInt.of(1)), Caps.Cap.NONE);

    private final List<String> ran = new ArrayList<>();
    private ScriptedWork.Script script = (row, control) -> Optional.of(ScriptedWork.PRODUCT);
    private final ScriptedWork work = new ScriptedWork((row, control) -> {
        ran.add(row.id().value());
        return script.run(row, control);
    });
    private final Rig rig = new Rig(work, new MemoryObjectStore(), Duration.ofSeconds(5));

    @AfterEach
    void close() {
        assertThat(rig.runs.size()).as("runs left behind").isZero();
        rig.close();
    }

    @Test
    void aTaskOfHigherPriorityRunsInThePlaceOfTheOneNamed() {
        publish("low", 1);
        publish("high", 9);

        assertThat(deliver("low")).isEqualTo(Settlement.ACCEPT);

        assertThat(ran).containsExactly("high");
        assertThat(row("low").state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row("low").times().published()).as("left to the relay").isNull();
        assertThat(row("low").lease().attempts()).isZero();
        rig.relay.run();
        assertThat(ready()).isEqualTo(1);
        assertThat(deliver("high")).isEqualTo(Settlement.ACCEPT);
        assertThat(deliver("low")).isEqualTo(Settlement.ACCEPT);
        assertThat(ran).containsExactly("high", "low");
    }

    @Test
    void equalPrioritiesKeepToTheirMessages() {
        publish("one", 5);
        publish("other", 5);

        deliver("other");

        assertThat(ran).containsExactly("other");
        assertThat(row("one").times().published()).isNotNull();
    }

    @Test
    void aTaskWithoutAMessageIsNotPutFirst() {
        accept("high", schedule(9, null, null));
        publish("low", 0);

        deliver("low");

        assertThat(ran).containsExactly("low");
    }

    @Test
    void theBrokersOrderDoesNotMatter() {
        for (int priority = 0; priority <= 9; priority++) {
            publish("t-" + priority, priority);
        }
        for (int round = 0; round < 4; round++) {
            for (int priority = 0; priority <= 9; priority++) {
                deliver("t-" + priority);
            }
            rig.relay.run();
        }

        assertThat(ran).containsExactly("t-9", "t-8", "t-7", "t-6", "t-5", "t-4", "t-3", "t-2", "t-1", "t-0");
    }

    @Test
    void whatBefallsTheOneTakenFirstIsNotTheNamedOnesMessagesFault() {
        publish("low", 1);
        publish("high", 9);
        script = (row, control) -> {
            throw new Corrupt(RefusalCode.ARTIFACT_CORRUPT, "altered");
        };
        assertThat(deliver("low")).isEqualTo(Settlement.ACCEPT);
        assertThat(row("high").state()).isEqualTo(TaskState.TASK_ERROR);

        publish("higher", 9);
        script = (row, control) -> {
            throw new Unavailable(RefusalCode.STORE_UNAVAILABLE, "away", MINUTE);
        };
        assertThat(deliver("low")).isEqualTo(Settlement.ACCEPT);
        assertThat(row("higher").state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row("low").state()).isEqualTo(TaskState.TASK_RECEIVED);
    }

    @Test
    void anExpiredTaskIsNotRun() {
        accept("t", schedule(5, rig.clock.instant().plusSeconds(60), null));
        rig.clock.move(MINUTE);

        assertThat(deliver("t")).isEqualTo(Settlement.ACCEPT);

        assertThat(ran).isEmpty();
        assertThat(failure("t").code()).isEqualTo(RefusalCode.TASK_EXPIRED);
        assertThat(failure("t").detail()).contains("by 2026-01-01T00:01:00Z");
        assertThat(rig.telemetry.value(Telemetry.Count.TRAININGS_EXPIRED)).isEqualTo(1);
    }

    @Test
    void aTaskExpiresWhereNoConsumerIs() {
        accept("soon", schedule(5, rig.clock.instant().plusSeconds(60), null));
        accept("later", schedule(5, rig.clock.instant().plusSeconds(61), null));
        accept("never", schedule(5, null, null));
        Expiry expiry = new Expiry(rig.rows, rig.telemetry);
        expiry.run();
        rig.clock.move(MINUTE);

        expiry.run();

        assertThat(row("soon").state()).isEqualTo(TaskState.TASK_ERROR);
        assertThat(row("later").state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row("never").state()).isEqualTo(TaskState.TASK_RECEIVED);
        rig.relay.run();
        assertThat(ready()).as("an expired task is not published").isEqualTo(2);
    }

    @Test
    void aTaskThatWasBegunInTimeIsTriedAgainHoweverLate() {
        accept("t", schedule(5, rig.clock.instant().plusSeconds(60), null));
        script = (row, control) -> {
            throw new Unavailable(RefusalCode.STORE_UNAVAILABLE, "away", MINUTE);
        };
        deliver("t");
        rig.clock.move(Duration.ofHours(1));
        script = (row, control) -> Optional.of(ScriptedWork.PRODUCT);

        new Expiry(rig.rows, rig.telemetry).run();
        deliver("t");

        assertThat(row("t").state()).isEqualTo(TaskState.TASK_COMPLETED);
    }

    @Test
    void aRunThatLastsTooLongIsStoppedAndItsTaskFails() {
        accept("t", schedule(5, null, Duration.ofMillis(2500)));
        CancelPoller watchman = new CancelPoller(rig.rows, rig.runs, "this process", rig.clock);
        script = (row, control) -> {
            rig.clock.move(Duration.ofMillis(2499));
            watchman.look();
            assertThat(control.stopped()).isFalse();
            rig.clock.move(Duration.ofMillis(1));
            watchman.look();
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };

        assertThat(deliver("t")).isEqualTo(Settlement.ACCEPT);

        assertThat(failure("t").code()).isEqualTo(RefusalCode.RUN_TIMED_OUT);
        assertThat(failure("t").detail()).contains("timeout_s of 2.5 seconds");
    }

    @Test
    void theStoreIsAskedForCancelsForAWhileAfterTheLogToldOfOne() {
        accept("t", schedule(5, null, null));
        CancelPoller cancels = new CancelPoller(rig.rows, rig.runs, "this process", rig.clock);
        Change.Facts facts = Change.Facts.of(row("t"));
        TaskId another = new TaskId("another");
        script = (row, control) -> {
            cancels.hear(new Change(7, rig.clock.instant(), Change.Kind.STARTED, another, facts));
            rig.rows.apply(new Transition.Cancel(row.id()));
            cancels.turn();
            assertThat(control.stopped()).isFalse();
            cancels.hear(new Change(8, rig.clock.instant(), Change.Kind.CANCEL_REQUESTED, row.id(), facts));
            cancels.turn();
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };

        deliver("t");

        assertThat(row("t").state()).isEqualTo(TaskState.TASK_CANCELLED);
    }

    @Test
    void aCancelThroughAnotherProcessStopsTheRun() {
        accept("t", schedule(5, null, null));
        CancelPoller watchman = new CancelPoller(rig.rows, rig.runs, "this process", rig.clock);
        script = (row, control) -> {
            watchman.look();
            assertThat(control.stopped()).isFalse();
            rig.rows.apply(new Transition.Cancel(row.id()));
            watchman.look();
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };

        deliver("t");

        assertThat(row("t").state()).isEqualTo(TaskState.TASK_CANCELLED);
    }

    @Test
    void aTaskHeldBackByACapWaitsWithoutLosingAnAttempt() throws Exception {
        DeliveryHandler capped = capped();
        Relay relay = new Relay(
                rig.rows, rig.broker, new Relay.Terms(ONE_PER_DATASET, Duration.ZERO, () -> true, 1), rig.telemetry);
        for (int i = 0; i < 3; i++) {
            accept("t-" + i, schedule(5, null, null));
        }
        relay.run();
        assertThat(ready()).as("one may run, one is published").isEqualTo(1);
        publish("t-1", null);
        publish("t-2", null);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        script = (row, control) -> {
            running.countDown();
            end.await();
            return Optional.of(ScriptedWork.PRODUCT);
        };
        Thread first = Thread.ofVirtual().start(() -> deliver(capped, "t-0"));
        running.await();

        assertThat(deliver(capped, "t-1")).isEqualTo(Settlement.ACCEPT);
        assertThat(deliver(capped, "t-2")).isEqualTo(Settlement.ACCEPT);
        assertThat(row("t-1").lease().attempts()).isZero();
        long before = ready();
        relay.run();
        assertThat(ready()).as("no place, nothing to publish").isEqualTo(before);

        end.countDown();
        first.join();
        relay.run();
        assertThat(ready()).as("one place, one published").isEqualTo(before + 1);
        assertThat(deliver(capped, "t-1")).isEqualTo(Settlement.ACCEPT);
        assertThat(row("t-1").state()).isEqualTo(TaskState.TASK_COMPLETED);
        assertThat(row("t-1").lease().attempts()).isEqualTo(1);
    }

    @Test
    void manyTasksThatAreHeldBackDoNotHideOthers() {
        Relay relay = new Relay(
                rig.rows, rig.broker, new Relay.Terms(ONE_PER_DATASET, Duration.ZERO, () -> true, 1), rig.telemetry);
        for (int i = 0; i < 450; i++) {
            accept("held-" + i, schedule(9, null, null));
        }
        NewTask other = new NewTask(
                new TaskId("other"),
                new TaskSpec(
                        TaskKind.TRAIN, "other", new DatasetId("e"), null, null, List.of(), schedule(0, null, null)),
                null);
        rig.rows.accept(other);

        relay.run();

        assertThat(ready()).isEqualTo(2);
        assertThat(row("other").times().published()).isNotNull();
        assertThat(row("held-0").times().published()).isNotNull();
    }

    @Test
    void aMarkThatComesAfterTheMessageWasUsedUpDoesNotHideTheTask() {
        accept("t", schedule(5, null, null));
        rig.rows.apply(new Transition.Unpublish(new TaskId("t")));

        assertThat(rig.rows.apply(new Transition.Published(new TaskId("t"), 0))).isFalse();

        rig.relay.run();
        assertThat(ready()).isEqualTo(1);
        assertThat(row("t").times().published()).isNotNull();
    }

    private DeliveryHandler capped() {
        TaskHandler.Means means = rig.means("this process");
        TaskHandler.Rules rules =
                new TaskHandler.Rules("this process", Keys.STANDARD, LeaseTerms.STANDARD, rig.retries, ONE_PER_DATASET);
        return new Dispatcher(
                new TaskHandler(
                        work,
                        new TaskHandler.Means(
                                means.tasks(), means.objects(), means.replies(), rules, means.inProcess())),
                rig.retries,
                rig.telemetry);
    }

    private Schedule schedule(int priority, @Nullable Instant expires, @Nullable Duration timeout) {
        Instant now = rig.clock.instant();
        return new Schedule(now, now, expires, timeout, priority, 0);
    }

    private void accept(String id, Schedule schedule) {
        TaskSpec spec = ScriptedWork.task(id, schedule.runAt()).spec().scheduled(schedule);
        rig.rows.accept(new NewTask(new TaskId(id), spec, null));
    }

    private void publish(String id, @Nullable Integer priority) {
        if (priority != null) {
            accept(id, schedule(priority, null, null));
        }
        rig.rows.apply(new Transition.Published(
                new TaskId(id), row(id).spec().schedule().turn()));
    }

    private Settlement deliver(String id) {
        return deliver(rig.train, id);
    }

    private static Settlement deliver(DeliveryHandler handler, String id) {
        return handler.handle(new Delivery(Message.durable(TaskKind.TRAIN.queue(), Rig.utf8(id), id), 1, () -> {}));
    }

    private TaskRow row(String id) {
        return rig.rows.find(new TaskId(id)).orElseThrow();
    }

    private Outcome.Failed failure(String id) {
        assertThat(row(id).state()).isEqualTo(TaskState.TASK_ERROR);
        return (Outcome.Failed) java.util.Objects.requireNonNull(row(id).outcome());
    }

    private long ready() {
        return rig.broker.status().queues().stream()
                .filter(queue -> queue.queue().equals(TaskKind.TRAIN.queue()))
                .mapToLong(QueueStatus::ready)
                .sum();
    }
}
