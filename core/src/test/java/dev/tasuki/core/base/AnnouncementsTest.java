package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tasuki.core.Rig;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said outside of the process about changes of tasks. */
class AnnouncementsTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Rig rig = new Rig();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @BeforeEach
    void sample() {
        rig.datasets.installSample();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void everyStateOfATrainingIsAnnouncedOnceAndInOrder() {
        try (Announcements announcements = announcing(rig.rows, this::say);
                Consumers consumers = rig.consume()) {
            TaskId id = submitted();
            assertThat(rig.ended(id).state()).isEqualTo(TaskState.TASK_COMPLETED);
            eventually().until(() -> rig.telemetry.value(Telemetry.Count.EVENTS_ANNOUNCED) == 3);
            assertThat(announcements).isNotNull();
            assertThat(consumers).isNotNull();
        }
        assertThat(said).containsExactly("TASK_RECEIVED", "TASK_STARTED", "TASK_COMPLETED");
        assertThat(rig.telemetry.value(Telemetry.Count.EVENTS_DROPPED)).isZero();
    }

    @Test
    void failureGiveBackAndRetryAreStatesToo() {
        try (Announcements announcements = announcing(rig.rows, this::say)) {
            TaskId id = submitted();
            rig.rows.apply(new Transition.Claim(id, 0, "me", LEASE));
            rig.rows.apply(new Transition.Heartbeat(id, 1, LEASE, new Progress(0.5, "fitting", "")));
            rig.rows.apply(new Transition.GiveBack(id, 1, Duration.ZERO, true));
            rig.rows.apply(new Transition.Claim(id, 1, "me", LEASE));
            rig.rows.apply(new Transition.Fail(id, 2, new Outcome.Failed(RefusalCode.INTERNAL, "why")));
            rig.rows.apply(new Transition.Retry(id));
            assertThat(rig.rows.apply(new Transition.Fail(id, 2, new Outcome.Failed(RefusalCode.INTERNAL, "no"))))
                    .isFalse();
            announcements.close();
        }
        assertThat(said)
                .containsExactly(
                        "TASK_RECEIVED",
                        "TASK_STARTED",
                        "TASK_RECEIVED",
                        "TASK_STARTED",
                        "TASK_ERROR",
                        "TASK_RECEIVED");
    }

    @Test
    void aCancelIsAnnouncedWhenTheTaskHasStopped() {
        try (Announcements announcements = announcing(rig.rows, this::say)) {
            TaskId waiting = submitted();
            rig.rows.apply(new Transition.Cancel(waiting));
            eventually().until(() -> said.size() == 2);
            TaskId running = submitted();
            rig.rows.apply(new Transition.Claim(running, 0, "me", LEASE));
            rig.rows.apply(new Transition.Cancel(running));
            rig.rows.apply(new Transition.Heartbeat(running, 1, LEASE, new Progress(0.5, "fitting", "")));
            TaskId after = submitted();
            eventually().until(() -> said.size() == 5);
            rig.rows.apply(new Transition.Stopped(running, 1));
            announcements.close();
            assertThat(after).isNotNull();
        }
        assertThat(said)
                .containsExactly(
                        "TASK_RECEIVED",
                        "TASK_CANCELLED",
                        "TASK_RECEIVED",
                        "TASK_STARTED",
                        "TASK_RECEIVED",
                        "TASK_CANCELLED");
    }

    @Test
    void whatCannotBeAnnouncedIsCountedAndHarmsNoTask() {
        try (Announcements announcements = announcing(rig.rows, (row, state) -> {
                    throw new IllegalStateException("a defect of the outlet");
                });
                Consumers consumers = rig.consume()) {
            assertThat(rig.ended(submitted()).state()).isEqualTo(TaskState.TASK_COMPLETED);
            eventually().until(() -> rig.telemetry.value(Telemetry.Count.EVENTS_DROPPED) == 3);
            assertThat(announcements).isNotNull();
            assertThat(consumers).isNotNull();
        }
        TaskStore away = (TaskStore) Proxy.newProxyInstance(
                TaskStore.class.getClassLoader(), new Class<?>[] {TaskStore.class}, (proxy, method, arguments) -> {
                    throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "away", Duration.ofSeconds(1));
                });
        try (Announcements announcements = announcing(away, this::say)) {
            submitted();
            announcements.close();
        }
        assertThat(said).isEmpty();
        assertThat(rig.telemetry.value(Telemetry.Count.EVENTS_DROPPED)).isEqualTo(4);
    }

    @Test
    void nobodyWaitsForASlowOutlet() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        TaskId id = submitted();
        try (Announcements announcements = announcing(rig.rows, (row, state) -> {
            reached.countDown();
            return uninterrupted(slow);
        })) {
            rig.events.moved(id, TaskState.TASK_RECEIVED);
            assertThat(reached.await(2, TimeUnit.MINUTES)).isTrue();
            for (int i = 0; i < 1_010; i++) {
                rig.events.moved(id, TaskState.TASK_RECEIVED);
            }
            assertThat(rig.telemetry.value(Telemetry.Count.EVENTS_DROPPED)).isEqualTo(10);
            slow.countDown();
            eventually().until(() -> rig.telemetry.value(Telemetry.Count.EVENTS_ANNOUNCED) == 1_001);
            assertThat(announcements).isNotNull();
        }
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(2));
    }

    private static boolean uninterrupted(CountDownLatch latch) {
        try {
            return latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Announcements announcing(TaskStore rows, Announcements.Outlet outlet) {
        return new Announcements(rows, rig.events, outlet, rig.telemetry);
    }

    private boolean say(TaskRow row, TaskState state) {
        return said.add(state.name());
    }

    private TaskId submitted() {
        return rig.trainings
                .submit(TrainRequest.parse(Rig.utf8(Rig.TRAIN)), null)
                .id();
    }
}
