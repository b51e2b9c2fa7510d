package dev.tasuki.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.Rig;
import dev.tasuki.core.foreign.ForeignRuns;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a request to finish comes to the run, and what it finds if there is none. */
class FinishRequestTest {
    private static final TaskId ID = new TaskId("t-1");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private ScriptedWork.Script script = (row, control) -> Optional.of(ScriptedWork.PRODUCT);
    private final ScriptedWork work = new ScriptedWork((row, control) -> script.run(row, control));
    private final Rig rig = new Rig(work, new MemoryObjectStore(), Duration.ofSeconds(5));
    private final CancelPoller poller = new CancelPoller(rig.rows, rig.runs, "this process", rig.clock);

    @AfterEach
    void close() {
        assertThat(rig.runs.size()).as("runs left behind").isZero();
        rig.close();
    }

    @Test
    void aRunInThisProcessHearsOfItAtOnceAndEndsWithItsModel() {
        accept();
        script = (row, control) -> {
            assertThat(control.finishing()).isEmpty();
            assertThat(rig.tasks.finish(ID).finishRequested()).isTrue();
            assertThat(control.finishing()).contains(FinishReason.REQUESTED);
            assertThat(control.stopped()).isFalse();
            assertThat(rig.tasks.finish(ID).state()).as("again").isEqualTo(TaskState.TASK_STARTED);
            return Optional.of(ScriptedWork.PRODUCT);
        };

        deliver();

        assertThat(row().state()).isEqualTo(TaskState.TASK_COMPLETED);
        refused("TASK_COMPLETED and cannot be finished: it has ended, and its model is there");
    }

    @Test
    void aRunElsewhereHearsOfItWithTheHeartbeat() {
        accept();
        script = (row, control) -> {
            rig.rows.apply(new Transition.Finish(ID));
            assertThat(control.finishing()).isEmpty();
            rig.clock.move(Duration.ofSeconds(10));
            rig.heartbeats.beat();
            assertThat(control.finishing()).contains(FinishReason.REQUESTED);
            return Optional.of(ScriptedWork.PRODUCT);
        };

        deliver();

        assertThat(row().state()).isEqualTo(TaskState.TASK_COMPLETED);
    }

    @Test
    void theChangeLogBringsItSooner() {
        accept();
        Change.Facts facts = Change.Facts.of(row());
        script = (row, control) -> {
            rig.rows.apply(new Transition.Finish(ID));
            poller.turn();
            assertThat(control.finishing()).isEmpty();
            poller.hear(new Change(8, rig.clock.instant(), Change.Kind.FINISH_REQUESTED, ID, facts));
            poller.turn();
            assertThat(control.finishing()).contains(FinishReason.REQUESTED);
            return Optional.of(ScriptedWork.PRODUCT);
        };

        deliver();

        assertThat(row().state()).isEqualTo(TaskState.TASK_COMPLETED);
    }

    @Test
    void theRunThatFollowsAKillHearsOfItBeforeItBegins() {
        accept();
        script = (row, control) -> {
            rig.tasks.finish(ID);
            throw new OutOfMemoryError("as if the process were killed");
        };
        assertThatThrownBy(this::deliver).isInstanceOf(OutOfMemoryError.class);
        rig.clock.move(Duration.ofSeconds(31));
        script = (row, control) -> {
            assertThat(control.finishing()).contains(FinishReason.REQUESTED);
            return Optional.of(ScriptedWork.PRODUCT);
        };

        deliver();

        assertThat(row().state()).isEqualTo(TaskState.TASK_COMPLETED);
        assertThat(row().lease().attempts()).isEqualTo(2);
    }

    @Test
    void whatWasGivenBackIsStillToFinish() {
        accept();
        rig.rows.apply(new Transition.Claim(ID, 0, "another process", LEASE));
        rig.tasks.finish(ID);
        rig.rows.apply(new Transition.GiveBack(ID, 1, Duration.ZERO, false));

        assertThat(rig.tasks.finish(ID).state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row().finishRequested()).isTrue();
    }

    @Test
    void onlyWhatRunsCanBeFinished() {
        assertThatThrownBy(() -> rig.tasks.finish(ID)).isInstanceOf(NotFound.class);
        accept();
        assertThat(refused("TASK_RECEIVED and cannot be finished: it has not begun")
                        .retryAfter())
                .isPresent();
        rig.rows.apply(new Transition.Claim(ID, 0, "another process", LEASE));
        rig.rows.apply(new Transition.Cancel(ID));
        refused("TASK_STARTED and cannot be finished: it was cancelled and stops");
        rig.rows.apply(new Transition.Stopped(ID, 1));
        refused("TASK_CANCELLED and cannot be finished: it has ended");
        rig.rows.apply(new Transition.Retry(ID));
        rig.rows.apply(new Transition.Claim(ID, 1, ForeignRuns.OWNER, LEASE));
        refused("TASK_STARTED and cannot be finished: a foreign consumer trains it");
        rig.rows.apply(new Transition.Fail(ID, 2, new Outcome.Failed(RefusalCode.INTERNAL, "no")));
        assertThat(refused("TASK_ERROR and cannot be finished: it has ended").retryAfter())
                .isEmpty();
    }

    @Test
    void aCancelOutranksIt() {
        accept();
        script = (row, control) -> {
            rig.tasks.finish(ID);
            rig.tasks.cancel(ID);
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };

        deliver();

        assertThat(row().state()).isEqualTo(TaskState.TASK_CANCELLED);
    }

    @Test
    void aRunThatKeepsWhatItHasIsNotStoppedWhenItsTimeIsUp() {
        accept();
        script = (row, control) -> {
            control.keepAtTimeout();
            rig.clock.move(Duration.ofHours(6).minusMillis(1));
            poller.look();
            assertThat(control.finishing()).isEmpty();
            rig.clock.move(Duration.ofMillis(1));
            poller.look();
            assertThat(control.finishing()).contains(FinishReason.TIMED_OUT);
            assertThat(control.stopped()).isFalse();
            rig.tasks.finish(ID);
            assertThat(control.finishing()).as("the first reason counts").contains(FinishReason.TIMED_OUT);
            return Optional.of(ScriptedWork.PRODUCT);
        };

        deliver();

        assertThat(row().state()).isEqualTo(TaskState.TASK_COMPLETED);
    }

    @Test
    void itDoesNotKeepOnForEver() {
        accept();
        script = (row, control) -> {
            control.keepAtTimeout();
            rig.clock.move(Duration.ofHours(12).minusMillis(1));
            poller.look();
            assertThat(control.stopped()).isFalse();
            rig.clock.move(Duration.ofMillis(1));
            poller.look();
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };

        deliver();

        assertThat(row().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(RefusalCode.RUN_TIMED_OUT));
    }

    private void accept() {
        rig.rows.accept(ScriptedWork.task("t-1", Instant.parse("2026-01-01T00:00:00Z")));
    }

    private void deliver() {
        byte[] body = Rig.utf8("t-1");
        Message message = new Message(TaskKind.TRAIN.queue(), body, "c-1", null, null, true, Map.of());
        rig.train.handle(new Delivery(message, 1, () -> {}));
    }

    private TaskRow row() {
        return rig.rows.find(ID).orElseThrow();
    }

    private NotReady refused(String why) {
        NotReady[] refusal = new NotReady[1];
        assertThatThrownBy(() -> rig.tasks.finish(ID))
                .isInstanceOfSatisfying(NotReady.class, thrown -> refusal[0] = thrown)
                .hasMessageContaining("is in state " + why);
        assertThat(refusal[0].code()).isEqualTo(RefusalCode.WRONG_STATE);
        return refusal[0];
    }
}
