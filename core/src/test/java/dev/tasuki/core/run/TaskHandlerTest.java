package dev.tasuki.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskHandlerTest {
    private static final TaskId ID = new TaskId("t-1");

    private ScriptedWork.Script script = (row, control) -> Optional.of(ScriptedWork.PRODUCT);
    private final ScriptedWork work = new ScriptedWork((row, control) -> script.run(row, control));
    private final Rig rig = new Rig(work, new MemoryObjectStore(), Duration.ofSeconds(5));
    private final AtomicInteger handedOver = new AtomicInteger();
    private final List<String> replies = new ArrayList<>();

    @AfterEach
    void close() {
        assertThat(rig.runs.size()).as("runs left behind").isZero();
        rig.close();
    }

    @Test
    void aRunEndsWithItsArtifactStoredAndItsRowCompleted() {
        accept();

        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);
        TaskRow row = row();
        assertThat(row.state()).isEqualTo(TaskState.TASK_COMPLETED);
        Outcome.Completed done = (Outcome.Completed) row.outcome();
        assertThat(done.artifact().key()).isEqualTo("models/t-1/1.tasuki");
        assertThat(done.artifact().sha256())
                .isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
        assertThat(rig.objects.stat(done.artifact().key())).isPresent();
        assertThat(done.metrics()).isEqualTo("{\"rmse\":1.5}");
    }

    @Test
    void aRedeliveryOfAFinishedTaskIsDropped() {
        accept();
        handle(message("t-1", null));
        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);
        assertThat(work.runs).hasValue(1);
    }

    @Test
    void aMessageOfATaskThatAnotherConsumerHoldsIsDropped() {
        accept();
        rig.rows.apply(new Transition.Claim(ID, 0, "another process", Duration.ofSeconds(30)));

        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);
        assertThat(work.runs).hasValue(0);
    }

    @Test
    void aLapsedClaimIsTakenOver() {
        accept();
        rig.rows.apply(new Transition.Claim(ID, 0, "a dead process", Duration.ofSeconds(30)));
        rig.clock.move(Duration.ofSeconds(31));

        handle(message("t-1", null));

        assertThat(row().state()).isEqualTo(TaskState.TASK_COMPLETED);
        assertThat(((Outcome.Completed) row().outcome()).artifact().key()).isEqualTo("models/t-1/2.tasuki");
        assertThat(row().lease().attempts()).isEqualTo(2);
    }

    @Test
    void aForeignMessageMakesItsRowAndIsAnsweredAtOnce() {
        try (var queue = rig.broker.openReplyQueue(reply -> replies.add(text(reply)))) {
            script = (row, control) -> {
                assertThat(replies).containsExactly("{\"status\":\"TASK_RECEIVED\",\"model_id\":\"t-1\"}");
                return Optional.of(ScriptedWork.PRODUCT);
            };

            Settlement settlement = handle(message("t-1", queue.name()));

            assertThat(settlement).isEqualTo(Settlement.ACCEPT);
            assertThat(row().state()).isEqualTo(TaskState.TASK_COMPLETED);
            assertThat(replies).hasSize(1);
        }
    }

    @Test
    void aForeignMessageWithoutReplyQueueIsDoneToo() {
        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);
        assertThat(row().state()).isEqualTo(TaskState.TASK_COMPLETED);
    }

    @Test
    void aMalformedMessageIsDiscardedAndItsSenderTold() {
        try (var queue = rig.broker.openReplyQueue(reply -> replies.add(text(reply)))) {
            Settlement settlement = handle(message("", queue.name()));

            assertThat(settlement).isInstanceOf(Settlement.Discard.class);
            assertThat(replies)
                    .singleElement()
                    .asString()
                    .contains("\"status\":\"TASK_ERROR\"", "\"code\":\"invalid_request\"");
            assertThat(rig.rows.counts().states().values()).containsOnly(0L);
        }
    }

    @Test
    void aMessageThatComesBeforeItsTimeIsUsedUpAndTheRelayBringsAnother() {
        rig.rows.accept(ScriptedWork.task("t-1", rig.clock.instant().plusSeconds(20)));
        rig.rows.apply(new Transition.Published(ID));
        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);
        rig.relay.run();
        assertThat(rig.telemetry.value(Telemetry.Count.RELAYED)).isZero();
        rig.clock.move(Duration.ofSeconds(20));
        rig.relay.run();
        assertThat(rig.telemetry.value(Telemetry.Count.RELAYED)).isEqualTo(1);
    }

    @Test
    void whatCanNeverBeDoneEndsInErrorAtOnce() {
        Map<RuntimeException, Class<? extends Settlement>> refusals = Map.of(
                InvalidRequest.content(RefusalCode.INVALID_DATASET, "line 3, column bmi: no"),
                Settlement.Accept.class,
                new NotFound(RefusalCode.DATASET_NOT_FOUND, "there is no dataset d"),
                Settlement.Accept.class,
                new Corrupt(RefusalCode.ARTIFACT_CORRUPT, "altered"),
                Settlement.Discard.class);
        int n = 0;
        for (var refusal : refusals.entrySet()) {
            String id = "never-" + n++;
            script = (row, control) -> {
                throw refusal.getKey();
            };

            assertThat(handle(message(id, null))).isInstanceOf(refusal.getValue());

            TaskRow row = rig.rows.find(new TaskId(id)).orElseThrow();
            assertThat(row.state()).isEqualTo(TaskState.TASK_ERROR);
            assertThat(((Outcome.Failed) row.outcome()).detail())
                    .isEqualTo(refusal.getKey().getMessage());
        }
    }

    @Test
    void aDefectEndsInErrorWithoutItsWords() {
        script = (row, control) -> {
            throw new ArithmeticException("secret");
        };

        assertThat(handle(message("t-1", null))).isInstanceOf(Settlement.Discard.class);
        Outcome.Failed failed = (Outcome.Failed) row().outcome();
        assertThat(failed.code()).isEqualTo(RefusalCode.INTERNAL);
        assertThat(failed.detail()).contains("c-1").doesNotContain("secret");
    }

    @Test
    void infrastructureThatFailsGivesTheAttemptBackForALittleLater() {
        script = (row, control) -> {
            throw new Unavailable(RefusalCode.STORE_UNAVAILABLE, "the store is away", Duration.ofSeconds(1));
        };
        for (int time = 1; time <= 5; time++) {
            Settlement settlement = handle(message("t-1", null));

            Duration delay = ((Settlement.Requeue) settlement).delay();
            TaskRow row = row();
            assertThat(row.state()).isEqualTo(TaskState.TASK_RECEIVED);
            assertThat(row.lease().attempts()).isZero();
            assertThat(row.times().published()).isNull();
            assertThat(row.spec().runAt()).isEqualTo(rig.clock.instant().plus(delay));
            rig.clock.move(delay);
        }
        script = (row, control) -> Optional.of(ScriptedWork.PRODUCT);
        handle(message("t-1", null));
        assertThat(row().state()).isEqualTo(TaskState.TASK_COMPLETED);
    }

    @Test
    void infrastructureThatFailsForADayEndsInError() {
        accept();
        rig.clock.move(Duration.ofHours(25));
        script = (row, control) -> {
            throw new Unavailable(RefusalCode.STORE_UNAVAILABLE, "the store is away", Duration.ofSeconds(1));
        };

        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);
        assertThat(row().state()).isEqualTo(TaskState.TASK_ERROR);
        assertThat(((Outcome.Failed) row().outcome()).detail()).contains("the store is away", "24 hours");
    }

    @Test
    void aRunThatKillsItsProcessIsTriedThreeTimes() {
        accept();
        script = (row, control) -> {
            throw new OutOfMemoryError("as if");
        };
        for (int crash = 1; crash <= 3; crash++) {
            assertThatThrownBy(() -> handle(message("t-1", null))).isInstanceOf(OutOfMemoryError.class);
            assertThat(row().state()).isEqualTo(TaskState.TASK_STARTED);
            assertThat(row().lease().attempts()).isEqualTo(crash);
            rig.clock.move(Duration.ofSeconds(31));
        }

        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);

        assertThat(work.runs).hasValue(3);
        Outcome.Failed failed = (Outcome.Failed) row().outcome();
        assertThat(failed.code()).isEqualTo(RefusalCode.TOO_MANY_ATTEMPTS);
        assertThat(failed.detail()).contains("3 times");
    }

    @Test
    void aCancelInThisProcessStopsTheRunThatGoesOn() {
        accept();
        script = (row, control) -> {
            assertThat(control.stopped()).isFalse();
            rig.tasks.cancel(ID);
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };

        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);

        assertThat(row().state()).isEqualTo(TaskState.TASK_CANCELLED);
        assertThat(rig.telemetry.value(Telemetry.Count.TRAININGS_CANCELLED)).isEqualTo(1);
    }

    @Test
    void aCancelInAnotherProcessComesBackWithTheHeartbeat() {
        accept();
        script = (row, control) -> {
            rig.rows.apply(new Transition.Cancel(ID));
            assertThat(control.stopped()).isFalse();
            rig.clock.move(Duration.ofSeconds(10));
            rig.heartbeats.beat();
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };

        handle(message("t-1", null));

        assertThat(row().state()).isEqualTo(TaskState.TASK_CANCELLED);
    }

    @Test
    void aTaskCancelledWhileNobodyHeldItIsNotRun() {
        accept();
        rig.rows.apply(new Transition.Claim(ID, 0, "a dead process", Duration.ofSeconds(30)));
        rig.rows.apply(new Transition.Cancel(ID));
        rig.clock.move(Duration.ofSeconds(31));

        handle(message("t-1", null));

        assertThat(row().state()).isEqualTo(TaskState.TASK_CANCELLED);
        assertThat(work.runs).hasValue(0);
    }

    @Test
    void aRunWhoseLeaseIsLostStopsAndWritesNothing() {
        accept();
        script = (row, control) -> {
            rig.clock.move(Duration.ofSeconds(31));
            assertThat(rig.rows.apply(new Transition.Claim(ID, 1, "another process", Duration.ofSeconds(30))))
                    .isTrue();
            rig.heartbeats.beat();
            assertThat(control.stopped()).isTrue();
            return Optional.of(ScriptedWork.PRODUCT);
        };

        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);

        assertThat(row().state()).isEqualTo(TaskState.TASK_STARTED);
        assertThat(row().lease().owner()).isEqualTo("another process");
        assertThat(rig.objects.list("models/")).isEmpty();
        assertThat(rig.telemetry.value(Telemetry.Count.TRAININGS_FENCED)).isEqualTo(1);
    }

    @Test
    void aRunWhoseTaskIsTakenOverInItsOwnProcessStopsToo() {
        accept();
        script = (row, control) -> {
            rig.clock.move(Duration.ofSeconds(31));
            script = (again, ours) -> Optional.of(ScriptedWork.PRODUCT);
            handle(message("t-1", null));
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };

        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);

        assertThat(((Outcome.Completed) row().outcome()).artifact().key()).isEqualTo("models/t-1/2.tasuki");
        assertThat(rig.telemetry.value(Telemetry.Count.TRAININGS_FENCED)).isEqualTo(1);
    }

    @Test
    void aCommitThatComesTooLateLeavesOnlyAnOrphan() {
        accept();
        script = (row, control) -> {
            rig.clock.move(Duration.ofSeconds(31));
            rig.rows.apply(new Transition.Claim(ID, 1, "another process", Duration.ofSeconds(30)));
            return Optional.of(ScriptedWork.PRODUCT);
        };

        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);

        assertThat(row().state()).isEqualTo(TaskState.TASK_STARTED);
        assertThat(row().outcome()).isNull();
        assertThat(rig.objects.list("models/"))
                .singleElement()
                .satisfies(o -> assertThat(o.key()).endsWith("/1.tasuki"));
        assertThat(rig.telemetry.value(Telemetry.Count.TRAININGS_FENCED)).isEqualTo(1);
    }

    @Test
    void aFailureThatComesTooLateIsNotWrittenEither() {
        accept();
        script = (row, control) -> {
            rig.clock.move(Duration.ofSeconds(31));
            rig.rows.apply(new Transition.Claim(ID, 1, "another process", Duration.ofSeconds(30)));
            throw InvalidRequest.content(RefusalCode.INVALID_DATASET, "no");
        };
        handle(message("t-1", null));
        assertThat(row().state()).isEqualTo(TaskState.TASK_STARTED);
    }

    @Test
    void aDrainGivesTheTaskBackWithoutCountingTheAttempt() {
        accept();
        script = (row, control) -> {
            rig.runs.drain();
            assertThat(control.stopped()).isTrue();
            return Optional.empty();
        };
        assertThat(handle(message("t-1", null))).isEqualTo(Settlement.ACCEPT);
        assertThat(row().state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row().lease().attempts()).isZero();
        assertThat(row().times().published()).isNull();
    }

    @Test
    void aLongRunTakesItsDeliveryOffTheBrokersHands() {
        accept();
        script = (row, control) -> {
            rig.clock.move(Duration.ofMinutes(9));
            rig.rows.apply(new Transition.Heartbeat(ID, 1, Duration.ofHours(1), row.progress()));
            rig.heartbeats.beat();
            assertThat(handedOver).hasValue(0);
            rig.clock.move(Duration.ofMinutes(1));
            rig.heartbeats.beat();
            assertThat(handedOver).hasValue(1);
            return Optional.of(ScriptedWork.PRODUCT);
        };
        handle(message("t-1", null));
        assertThat(row().state()).isEqualTo(TaskState.TASK_COMPLETED);
    }

    private void accept() {
        rig.rows.accept(ScriptedWork.task("t-1", Instant.parse("2026-01-01T00:00:00Z")));
    }

    private Settlement handle(Message message) {
        return rig.train.handle(new Delivery(message, 1, handedOver::incrementAndGet));
    }

    private TaskRow row() {
        return rig.rows.find(ID).orElseThrow();
    }

    private static Message message(String body, String replyTo) {
        return new Message(
                TaskKind.TRAIN.queue(), body.getBytes(StandardCharsets.UTF_8), "c-1", replyTo, null, true, Map.of());
    }

    private static String text(Message reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
