package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.WorkerDied;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Lease;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.Times;
import dev.tasuki.core.trainer.TrainerCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an attempt at a training makes of what it is told, with lists for a broker and its workers. */
final class CalledTaskTest {
    private static final Instant DUE = Instant.parse("2026-11-27T12:00:00Z");
    private static final TrainerSettings SETTINGS = new TrainerSettings(
            new CelerySettings(CelerySettings.broker("amqp://localhost//"), null, List.of(), "tasuki@ml1"),
            List.of("proj.*"),
            new CeleryRoutes(List.of(new CeleryRoutes.Route("proj.train*", "gpu"))),
            new TrainerSettings.Timing(Duration.ofNanos(1), 3, Duration.ofMinutes(1), Duration.ofMillis(1)));

    private final RecordedWire wire = new RecordedWire();
    private final Workers workers = new Workers();
    private final States states = new States();
    private final Watched control = new Watched();
    private Schedule schedule = new Schedule(DUE, DUE, null, Duration.ofSeconds(30), 9, 0);
    private Instant now = DUE;
    private boolean ended;

    private Optional<JsonNode> run() throws InterruptedException {
        TaskId id = new TaskId("m1");
        TaskSpec spec = new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("shop"), null, null, List.of(), schedule);
        TaskRow row = new TaskRow(
                id,
                1,
                1,
                spec,
                TaskState.TASK_STARTED,
                Lease.NEVER,
                false,
                false,
                false,
                Progress.NONE,
                new Times(DUE, null, null, null),
                null);
        TrainerCall call =
                new TrainerCall("celery:proj.train", row, 1, Json.object().put("model_id", "m1"));
        CeleryTrainer.Rows rows = new CeleryTrainer.Rows() {
            @Override
            public Instant now() {
                return now;
            }

            @Override
            public void cancel(TaskId cancelled) {
                control.stopped = true;
            }

            @Override
            public boolean ended(TaskId known) {
                return ended;
            }
        };
        CalledTask.Means means = new CalledTask.Means(wire, workers, SETTINGS, rows);
        TrainerMessage message = new TrainerMessage(TrainerMessage.id(call, 1), "proj.train", call);
        return new CalledTask(means, message, control, states).run();
    }

    @Test
    void theMessageIsThatOfCelerysSecondProtocol() throws InterruptedException {
        schedule = new Schedule(DUE, DUE, DUE.plusSeconds(60), Duration.ofSeconds(30), 9, 0);
        states.coming.add(new CallState.Done(Json.object().put("metrics", 1)));

        assertThat(run())
                .hasValueSatisfying(answer -> assertThat(answer.toString()).isEqualTo("{\"metrics\":1}"));

        Wire.Call call = wire.calls.getFirst();
        assertThat(call.route()).isEqualTo(new Wire.Route("", "gpu"));
        assertThat(call.replyTo()).isEqualTo("states of m1");
        assertThat(call.priority()).isEqualTo(9);
        assertThat(call.correlationId()).isEqualTo("m1." + DUE.toEpochMilli() + ".1");
        assertThat(call.headers().toString())
                .isEqualTo("{\"lang\":\"java\",\"task\":\"proj.train\",\"id\":\"m1.1795780800000.1\","
                        + "\"shadow\":null,\"eta\":null,"
                        + "\"expires\":\"2026-11-27T12:01:00.000000+00:00\",\"group\":null,"
                        + "\"group_index\":null,\"retries\":0,"
                        + "\"root_id\":\"m1.1795780800000.1\",\"parent_id\":null,\"argsrepr\":\"()\","
                        + "\"kwargsrepr\":\"{\\\"model_id\\\":\\\"m1\\\"}\",\"origin\":\"tasuki@ml1\",\"ignore_result\":false,"
                        + "\"timelimit\":[32,null]}");
        assertThat(new String(call.body(), StandardCharsets.UTF_8))
                .isEqualTo("[[], {\"model_id\": \"m1\"},"
                        + " {\"callbacks\": null, \"errbacks\": null, \"chain\": null, \"chord\": null}]");
        assertThat(states.notes).containsExactly(CallState.Note.SENT);
    }

    @Test
    void prioritiesAreThoseOfRabbit() {
        assertThat(List.of(0, 5, 6, 7, 8, 9).stream().map(TrainerMessage::priority))
                .containsExactly(0, 0, 3, 5, 7, 9);
    }

    @Test
    void whatWasSentBeforeIsFollowedAndNotSentAgain() throws InterruptedException {
        states.last = new CallState.Sent();
        states.coming.add(new CallState.Started("w1@vm"));
        states.coming.add(new CallState.Going(new Progress(0.5, "fitting", "half")));
        states.coming.add(new CallState.Again());
        states.coming.add(new CallState.Started("w2@vm"));
        states.coming.add(new CallState.Done(JsonNodeFactory.instance.textNode("x")));

        assertThat(run()).isPresent();

        assertThat(wire.calls).isEmpty();
        assertThat(control.told).containsExactly("on w1@vm", "half", "the trainer asked to be tried again", "on w2@vm");
    }

    @Test
    void anEndThatIsKnownIsTaken() throws InterruptedException {
        states.last = new CallState.Done(JsonNodeFactory.instance.textNode("x"));

        assertThat(run()).isPresent();
        assertThat(wire.calls).isEmpty();
    }

    @Test
    void aWorkerThatHasNotTheTaskAnyMoreIsDeadAfterThreeLooks() {
        states.coming.add(new CallState.Started("w1@vm"));
        workers.answers.add(Map.of("w1@vm", "active"));
        workers.answers.add(Map.of("w1@vm", ""));
        workers.answers.add(Map.of());
        workers.answers.add(Map.of("w1@vm", "active"));

        WorkerDied died = catchThrowableOfType(WorkerDied.class, this::run);

        assertThat(died).hasMessageContaining("the last that had it is w1@vm");
        // Seen twice at work; then three answers without the task, each looked at before the next question.
        assertThat(workers.asked).hasSize(4 + 3).containsOnly("w1@vm");
        assertThat(states.notes).containsExactly(CallState.Note.SENT, CallState.Note.LOST);
        assertThat(workers.revoked).containsExactly("m1." + DUE.toEpochMilli() + ".1 false");
    }

    @Test
    void aTaskThatNobodyHasBegunIsWaitedFor() throws InterruptedException {
        workers.answers.add(Map.of());
        workers.answers.add(Map.of("w1@vm", "reserved"));
        for (int i = 0; i < 20; i++) {
            workers.answers.add(Map.of("w1@vm", ""));
        }
        workers.whenAnswered = () -> states.coming.add(new CallState.Done(Json.object()));

        assertThat(run()).isPresent();
    }

    @Test
    void oneThatTellsNothingIsFoundByAsking() {
        workers.answers.add(Map.of("w1@vm", "", "w2@vm", "active"));

        WorkerDied died = catchThrowableOfType(WorkerDied.class, this::run);

        assertThat(died).hasMessageContaining("w2@vm");
        assertThat(workers.asked.getFirst()).isEmpty();
        assertThat(workers.asked.getLast()).isEqualTo("w2@vm");
    }

    @Test
    void oneThatNobodyBeginsExpires() {
        schedule = new Schedule(DUE, DUE, DUE.plusSeconds(60), null, 5, 0);
        now = DUE.plusSeconds(61);

        assertThat(catchThrowableOfType(TimedOut.class, this::run).code()).isEqualTo(RefusalCode.TASK_EXPIRED);
        states.coming.add(new CallState.Revoked(true));
        now = DUE;
        assertThat(catchThrowableOfType(TimedOut.class, this::run).code()).isEqualTo(RefusalCode.TASK_EXPIRED);
    }

    @Test
    void whatWasBegunInTimeDoesNotExpire() throws InterruptedException {
        schedule = new Schedule(DUE, DUE, DUE.plusSeconds(60), null, 5, 0);
        states.coming.add(new CallState.Started("w1@vm"));
        workers.answers.add(Map.of("w1@vm", "active"));
        workers.whenAnswered = () -> states.coming.add(new CallState.Done(Json.object()));
        now = DUE.plusSeconds(61);

        assertThat(run()).isPresent();
    }

    @Test
    void onceCancelledTheTaskIsTerminatedAndItsEndAwaited() throws InterruptedException {
        states.coming.add(new CallState.Started("w1@vm"));
        control.stopAfter = 1;
        workers.whenRevoked = () -> states.coming.add(new CallState.Revoked(false));

        assertThat(run()).isEmpty();

        assertThat(workers.revoked).containsExactly("m1." + DUE.toEpochMilli() + ".1 true");
        assertThat(states.last).isEqualTo(new CallState.Revoked(false));
    }

    @Test
    void oneThatIsGivenBackGoesOn() throws InterruptedException {
        states.coming.add(new CallState.Started("w1@vm"));
        control.stopAfter = 1;
        control.givenBack = true;

        assertThat(run()).isEmpty();
        assertThat(workers.revoked).isEmpty();
    }

    @Test
    void aLostClaimStopsTheTaskOnlyIfNobodyWantsIt() throws InterruptedException {
        control.stopped = true;
        control.claimLost = true;
        states.last = new CallState.Sent();

        assertThat(run()).isEmpty();
        assertThat(workers.revoked).isEmpty();

        ended = true;
        workers.whenRevoked = () -> states.coming.add(new CallState.Revoked(false));
        assertThat(run()).isEmpty();
        assertThat(workers.revoked).hasSize(1);
    }

    @Test
    void oneThatSomebodyElseRevokedIsCancelled() throws InterruptedException {
        states.coming.add(new CallState.Started("w1@vm"));
        states.coming.add(new CallState.Revoked(false));

        assertThat(run()).isEmpty();
        assertThat(control.stopped).isTrue();
        assertThat(workers.revoked).isEmpty();
    }

    /** A run that is watched. */
    private static final class Watched implements RunControl {
        private final List<String> told = new ArrayList<>();
        private boolean stopped;
        private boolean givenBack;
        private boolean claimLost;
        private int stopAfter = Integer.MAX_VALUE;

        @Override
        public void report(Progress progress) {
            told.add(progress.text());
            if (progress.text().startsWith("on ") && --stopAfter == 0) {
                stopped = true;
            }
            told.removeIf(text -> text.startsWith("waits for"));
        }

        @Override
        public boolean stopped() {
            return stopped;
        }

        @Override
        public boolean givenBack() {
            return givenBack;
        }

        @Override
        public boolean claimLost() {
            return claimLost;
        }
    }

    /** Answers each question by the next of a list, then by none. */
    private static final class Workers implements WorkerCommands {
        private final List<String> revoked = new ArrayList<>();
        private final List<String> asked = new ArrayList<>();
        private final Deque<Map<String, String>> answers = new ArrayDeque<>();
        private Runnable whenRevoked = () -> {};
        private Runnable whenAnswered = () -> {};

        @Override
        public void forget(String id) {
            throw new AssertionError("a run forgets nothing");
        }

        @Override
        public void revoke(String id, boolean terminate) {
            revoked.add(id + " " + terminate);
            whenRevoked.run();
        }

        @Override
        public Supplier<Map<String, String>> whoHas(String id, String node) {
            asked.add(node);
            Map<String, String> answer = answers.isEmpty() ? Map.of() : answers.removeFirst();
            if (answers.isEmpty()) {
                whenAnswered.run();
            }
            return () -> answer;
        }
    }

    /** Tells what is in a list. */
    private static final class States implements CallStates.Following {
        private final Deque<CallState> coming = new ArrayDeque<>();
        private final List<String> notes = new ArrayList<>();
        private @Nullable CallState last;

        @Override
        public @Nullable CallState last() {
            return last;
        }

        @Override
        public @Nullable CallState next(long millis) {
            CallState next = coming.poll();
            last = next == null ? last : next;
            return next;
        }

        @Override
        public void note(String status) {
            notes.add(status);
        }

        @Override
        public String replyTo() {
            return "states of m1";
        }

        @Override
        public void close() {
            coming.clear();
        }
    }
}
