package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks and models, as clients look at them. */
class TasksTest {
    private static final TaskId ID = new TaskId("t-1");
    private static final ModelId MODEL = new ModelId("t-1");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Rig rig = new Rig();

    @BeforeEach
    void accept() {
        TaskSpec spec =
                new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("d"), null, null, List.of(), rig.clock.instant());
        rig.rows.accept(new NewTask(ID, spec, null));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        TaskId unknown = new TaskId("no-such");

        assertThatThrownBy(() -> rig.tasks.find(unknown))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("no-such");
        assertThatThrownBy(() -> rig.tasks.cancel(unknown)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> rig.again.again(unknown)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> rig.tasks.await(unknown, LEASE)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> rig.models.find(new ModelId("no-such")))
                .isInstanceOfSatisfying(
                        NotFound.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.MODEL_NOT_FOUND));
    }

    @Test
    void awaitingReturnsAsSoonAsTheTaskHasEnded() {
        CompletableFuture<TaskRow> waiting =
                CompletableFuture.supplyAsync(() -> rig.tasks.await(ID, Duration.ofMinutes(1)));

        rig.rows.apply(new Transition.Claim(ID, 0, "a process", LEASE));
        rig.rows.apply(new Transition.Fail(ID, 1, new Outcome.Failed(RefusalCode.INTERNAL, "no")));

        assertThat(waiting.join().state()).isEqualTo(TaskState.TASK_ERROR);
    }

    @Test
    void awaitingReadsTheRowOnceForEachChangeAndOnceMoreWhenItIsToEnd() {
        AtomicInteger reads = new AtomicInteger();
        TaskStore counted = new ForwardingTaskStore() {
            @Override
            public TaskStore store() {
                return rig.rows;
            }

            @Override
            public Optional<TaskRow> find(TaskId id) {
                reads.incrementAndGet();
                return rig.rows.find(id);
            }
        };
        TaskEvents events = new TaskEvents();
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch waits = new CountDownLatch(1);
        Tasks tasks = new Tasks(counted, events, rig.runs);
        CompletableFuture<TaskRow> waiting =
                CompletableFuture.supplyAsync(() -> tasks.await(ID, Duration.ofMinutes(1), () -> {
                    waits.countDown();
                    return ended.get();
                }));

        assertThat(assertDoesNotThrow(() -> waits.await(1, TimeUnit.MINUTES))).isTrue();
        assertThat(events.watched()).isTrue();
        ended.set(true);

        assertThat(waiting.join().state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(reads).hasValueLessThanOrEqualTo(2);
        assertThat(events.watched()).isFalse();
    }

    @Test
    void awaitingWithoutPatienceReturnsTheRowAsItIs() {
        assertThat(rig.tasks.await(ID, Duration.ZERO).state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(rig.tasks.await(ID, Duration.ofMillis(5)).state()).isEqualTo(TaskState.TASK_RECEIVED);
    }

    @Test
    void aWaitingTaskIsCancelledAtOnceAndCancellingAgainChangesNothing() {
        assertThat(rig.tasks.cancel(ID).state()).isEqualTo(TaskState.TASK_CANCELLED);
        assertThat(rig.tasks.cancel(ID).state()).isEqualTo(TaskState.TASK_CANCELLED);
    }

    @Test
    void aRunningTaskIsAskedToStop() {
        rig.rows.apply(new Transition.Claim(ID, 0, "another process", LEASE));

        TaskRow row = rig.tasks.cancel(ID);

        assertThat(row.state()).isEqualTo(TaskState.TASK_STARTED);
        assertThat(row.cancelRequested()).isTrue();
    }

    @Test
    void anEndedTaskCannotBeCancelledButTriedAgain() {
        rig.rows.apply(new Transition.Claim(ID, 0, "a process", LEASE));
        rig.rows.apply(new Transition.Fail(ID, 1, new Outcome.Failed(RefusalCode.INTERNAL, "no")));

        assertThatThrownBy(() -> rig.tasks.cancel(ID))
                .isInstanceOfSatisfying(
                        NotReady.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.WRONG_STATE))
                .hasMessageContaining("TASK_ERROR");
        assertThat(rig.again.again(ID).state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(rig.tasks.find(ID).lease().attempts()).isZero();
    }

    @Test
    void onlyWhatFailedOrWasCancelledCanBeTriedAgain() {
        assertThatThrownBy(() -> rig.again.again(ID))
                .isInstanceOfSatisfying(
                        NotReady.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.WRONG_STATE))
                .hasMessageContaining("TASK_RECEIVED");
        rig.tasks.cancel(ID);
        assertThat(rig.again.again(ID).state()).isEqualTo(TaskState.TASK_RECEIVED);
    }

    @Test
    void countsKnowEveryState() {
        assertThat(rig.tasks.counts().states())
                .containsOnlyKeys(TaskState.values())
                .containsEntry(TaskState.TASK_RECEIVED, 1L);
    }

    @Test
    void aModelInTrainingCannotBeDeleted() {
        assertThatThrownBy(() -> rig.models.delete(MODEL))
                .isInstanceOfSatisfying(
                        NotReady.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.WRONG_STATE));

        rig.tasks.cancel(ID);
        rig.models.delete(MODEL);
        assertThatThrownBy(() -> rig.tasks.find(ID)).isInstanceOf(NotFound.class);
    }

    @Test
    void modelsAreListedWithTheirMetricsAndFoundWithTheirReport() {
        rig.rows.apply(new Transition.Claim(ID, 0, "a process", LEASE));
        assertThat(rig.models.find(MODEL).metrics()).isNull();
        Outcome.Completed done = new Outcome.Completed(new Artifact("models/t-1/1.tasuki", "00", 1), "{\"rmse\":1.5}");
        rig.rows.apply(new Transition.Complete(ID, 1, done, "{\"trees\":3}"));

        assertThat(rig.models.list(TaskQuery.newest(10))).singleElement().satisfies(model -> {
            assertThat(model.metrics().toString()).isEqualTo("{\"rmse\":1.5}");
            assertThat(model.report()).isNull();
        });
        assertThat(rig.models.find(MODEL).report().toString()).isEqualTo("{\"trees\":3}");
    }
}
