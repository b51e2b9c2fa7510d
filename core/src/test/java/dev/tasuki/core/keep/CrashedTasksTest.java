package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.run.CancelPoller;
import dev.tasuki.core.run.ScriptedWork;
import dev.tasuki.core.run.WorkerDied;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tasks that end their processes, take too long, or need too much memory. */
class CrashedTasksTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<String> ran = new ArrayList<>();
    private ScriptedWork.Script script = (row, control) -> Optional.of(ScriptedWork.PRODUCT);
    private final Rig rig = new Rig(
            new ScriptedWork((row, control) -> {
                ran.add(row.id().value());
                return script.run(row, control);
            }),
            new MemoryObjectStore(),
            Duration.ofSeconds(5));

    @AfterEach
    void close() {
        assertThat(rig.runs.size()).as("runs left behind").isZero();
        rig.close();
    }

    @Test
    void aTaskUnderWhichTwoProcessesDiedWaitsUntilNothingElseDoes() {
        accept("deadly");
        crash("deadly", 2);
        accept("b");
        accept("c");

        deliver("deadly");
        deliver("deadly");
        assertThat(ran).containsExactly("b", "c");
        assertThat(row("deadly").state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row("deadly").times().published()).isNull();

        deliver("deadly");
        assertThat(ran).containsExactly("b", "c", "deadly");
    }

    @Test
    void oneDeathIsNoReasonToWait() {
        accept("unlucky");
        crash("unlucky", 1);
        accept("b");

        deliver("unlucky");

        assertThat(ran).containsExactly("unlucky");
    }

    @Test
    void amongTasksThatEndedProcessesTheOneNamedIsTaken() {
        accept("a");
        crash("a", 2);
        accept("b");
        crash("b", 2);

        deliver("b");

        assertThat(ran).containsExactly("b");
    }

    @Test
    void aTaskWhoseOwnProcessDiedHasUsedAnAttempt() {
        accept("t");
        script = (row, control) -> {
            throw new WorkerDied("it was killed by signal 9");
        };

        deliver("t");
        assertThat(row("t").state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row("t").lease().attempts()).isEqualTo(1);
        deliver("t");
        deliver("t");

        assertThat(failure("t").code()).isEqualTo(RefusalCode.TOO_MANY_ATTEMPTS);
        assertThat(failure("t").detail())
                .startsWith("the training ended its process 3 times")
                .contains("--isolate-fits");
    }

    @Test
    void ofAllRunsTheOneThatNeedsMostIsStoppedWhenThereIsNoMemory() {
        accept("large");
        script = (row, control) -> {
            control.needs(1_000);
            assertThat(rig.runs.stopLargest()).contains(row.id());
            assertThat(rig.runs.stopLargest()).isEmpty();
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };

        deliver("large");

        assertThat(failure("large").code()).isEqualTo(RefusalCode.TOO_COSTLY);
        assertThat(failure("large").detail()).startsWith("this process ran out of memory");
    }

    @Test
    @Tag("bound:run_time")
    void aTaskThatNamesNoTimeRunsForTheStandardTimeAndNotASecondLonger() {
        Duration most = Duration.ofSeconds(Limits.RUN_TIME.value());
        CancelPoller watchman = new CancelPoller(rig.rows, rig.runs, "this process", rig.clock);
        accept("t");
        script = (row, control) -> {
            rig.clock.move(most.minusSeconds(1));
            watchman.look();
            assertThat(control.stopped()).isFalse();
            rig.clock.move(Duration.ofSeconds(1));
            watchman.look();
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };

        deliver("t");

        assertThat(failure("t").code()).isEqualTo(RefusalCode.RUN_TIMED_OUT);
        assertThat(failure("t").detail()).contains("21600.0 seconds").contains("--max-run-time");
    }

    private void accept(String id) {
        rig.rows.accept(ScriptedWork.task(id, rig.clock.instant()));
        rig.rows.apply(new Transition.Published(new TaskId(id)));
    }

    /** Claimed by processes that are gone, and given back by the rescuer. */
    private void crash(String id, int times) {
        for (int i = 0; i < times; i++) {
            TaskRow row = row(id);
            assertThat(rig.rows.apply(
                            new Transition.Claim(row.id(), row.lease().epoch(), "gone " + i, Duration.ofSeconds(30))))
                    .isTrue();
            rig.clock.move(HOUR);
            assertThat(rig.rescuer.run()).isTrue();
        }
    }

    private void deliver(String id) {
        rig.train.handle(new Delivery(Message.durable(TaskKind.TRAIN.queue(), Rig.utf8(id), id), 1, () -> {}));
    }

    private TaskRow row(String id) {
        return rig.rows.find(new TaskId(id)).orElseThrow();
    }

    private Outcome.Failed failure(String id) {
        assertThat(row(id).state()).isEqualTo(TaskState.TASK_ERROR);
        return (Outcome.Failed) Objects.requireNonNull(row(id).outcome());
    }
}
