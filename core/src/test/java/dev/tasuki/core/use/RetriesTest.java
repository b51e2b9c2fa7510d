package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trying again: as it was, mended, and many at a rate. */
class RetriesTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final TaskFilter FAILED = TaskFilter.of(Set.of(TaskState.TASK_ERROR));

    private final Rig rig = new Rig();

    @BeforeEach
    void store() {
        rig.datasets.installSample();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whoComesSecondIsToldWhatTheTaskIsDoingNow() {
        TaskId id = cancelled("{}");
        rig.again.again(id);

        assertThatThrownBy(() -> rig.again.again(id))
                .isInstanceOfSatisfying(
                        NotReady.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.WRONG_STATE))
                .hasMessageContaining("TASK_RECEIVED");
        assertThatThrownBy(() -> rig.again.mended(id, Rig.utf8("{\"priority\":9}")))
                .isInstanceOf(NotReady.class)
                .hasMessageContaining("TASK_RECEIVED");
    }

    @Test
    @Tag("bound:run_ahead")
    void aMendedTaskMayStartNinetyDaysAheadAndNoLater() {
        TaskId id = cancelled("{}");
        Instant furthest = rig.clock.instant().plus(Duration.ofDays(Limits.RUN_AHEAD.value()));
        String beyond = "{\"run_at\":\"" + furthest.plusMillis(1) + "\"}";

        assertThatThrownBy(() -> rig.again.mended(id, Rig.utf8(beyond)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("at most 90 days ahead");
        assertThat(rig.again
                        .mended(id, Rig.utf8("{\"run_at\":\"" + furthest + "\"}"))
                        .spec()
                        .runAt())
                .isEqualTo(furthest);
    }

    @Test
    void aCompletedTaskIsNeverTriedAgainAndSaysSo() {
        TaskId id = submit("{}").id();
        rig.rows.apply(new Transition.Claim(id, 0, "a process", LEASE));
        rig.rows.apply(new Transition.Complete(
                id, 1, new Outcome.Completed(new Artifact("k", "0".repeat(64), 1), "{}"), "{}"));

        assertThatThrownBy(() -> rig.again.again(id)).isInstanceOfSatisfying(NotReady.class, RetriesTest::forGood);
        assertThatThrownBy(() -> rig.again.mended(id, Rig.utf8("{}")))
                .isInstanceOfSatisfying(NotReady.class, RetriesTest::forGood);
        assertThatThrownBy(() -> rig.tasks.cancel(id)).isInstanceOfSatisfying(NotReady.class, RetriesTest::forGood);
    }

    private static void forGood(NotReady refusal) {
        assertThat(refusal.code()).isEqualTo(RefusalCode.WRONG_STATE);
        assertThat(refusal.retryable()).isFalse();
        assertThat(refusal.retryAfter()).isEmpty();
    }

    @Test
    void aRowThatWasRemovedIsNotFound() {
        TaskId id = cancelled("{}");
        rig.rows.apply(new Transition.Remove(id));

        assertThatThrownBy(() -> rig.again.again(id)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> rig.again.mended(id, Rig.utf8("{}"))).isInstanceOf(NotFound.class);
    }

    @Test
    void namedFieldsTakeThePlaceOfTheFormerOnesAndTheOthersStay() {
        TaskId id = cancelled("""
                {"dataset_id":"diabetes","features":["age","bmi"],"target":"target","name":"first","tags":["a"],
                 "params":{"n_estimators":7},"test_size":0.5,"priority":2,"timeout_s":1.5,
                 "expires_at":"%s"}""".formatted(rig.clock.instant().plusSeconds(60)));
        Instant start = rig.clock.instant().plus(Duration.ofDays(90));

        TaskRow row = rig.again.mended(id, Rig.utf8("""
                        {"features":["bmi","s5"],"params":{"max_depth":2},"name":null,"tags":["b"],"priority":9,
                         "run_at":"%s"}""".formatted(start)));

        assertThat(Json.stored(row.spec().payload())).isEqualTo(Json.stored("""
                                {"model_id":"%s","dataset_id":"diabetes","features":["bmi","s5"],"target":"target",
                                 "params":{"max_depth":2},"test_size":0.5,"tags":["b"],"run_at":"%s",
                                 "timeout_s":1.5,"priority":9}""".formatted(id, start)));
        assertThat(row.spec().schedule()).isEqualTo(new Schedule(start, start, null, Duration.ofMillis(1500), 9, 1));
        assertThat(row.spec().name()).isNull();
        assertThat(row.spec().tags()).containsExactly("b");
        assertThat(row.state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row.lease().attempts()).isZero();
    }

    @Test
    void aMendedTaskIsTrainedAsItAsksNow() {
        TaskId id = cancelled("{\"params\":{\"n_estimators\":3}}");
        rig.again.mended(id, Rig.utf8("{\"params\":{\"n_estimators\":5}}"));
        rig.relay.run();
        try (var consumers = rig.consume()) {
            TaskRow done = rig.tasks.await(id, Duration.ofMinutes(1));

            assertThat(done.state()).isEqualTo(TaskState.TASK_COMPLETED);
            assertThat(Json.stored(rig.rows.report(done.id()).orElseThrow())
                            .findValue("n_estimators")
                            .asInt())
                    .isEqualTo(5);
            assertThat(consumers).isNotNull();
        }
    }

    @Test
    void anEmptyChangeTakesTheDatasetAsItIsNow() {
        TaskId id = cancelled("{}");
        rig.datasets.put(Datasets.SAMPLE, new ByteArrayInputStream(Rig.utf8("age,target\n1,2\n3,4\n5,6\n")));
        assertThatThrownBy(() -> rig.again.mended(id, Rig.utf8("{}")))
                .isInstanceOfSatisfying(
                        InvalidRequest.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.UNKNOWN_COLUMN));
        assertThat(rig.tasks.find(id).state()).isEqualTo(TaskState.TASK_CANCELLED);
        var former = rig.tasks.find(id).spec().pin();

        TaskRow row = rig.again.mended(id, Rig.utf8("{\"features\":[\"age\"]}"));

        assertThat(row.spec().pin()).isNotNull().isNotEqualTo(former);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model_id\":\"other\"} | frozen_field | model_id",
                "{\"expires_at\":\"2126-01-01T00:00:00Z\"} | frozen_field | expires_at",
                "{\"timout_s\":5} | extra_forbidden | timout_s",
                "{\"target\":null} | missing | target",
                "{\"target\":\"age\"} | target_among_features | target",
                "{\"priority\":10} | less_than_equal | priority",
                "{\"timeout_s\":0} | greater_than | timeout_s",
                "{\"features\":[]} | too_short | features"
            })
    void aChangeThatIsWrongIsRefusedAsInANewRequest(String changes, String type, String field) {
        TaskId id = cancelled("{}");

        assertThatThrownBy(() -> rig.again.mended(id, Rig.utf8(changes)))
                .isInstanceOfSatisfying(InvalidRequest.class, wrong -> {
                    FieldProblem problem = wrong.fields().getFirst();
                    assertThat(problem.type()).isEqualTo(type);
                    assertThat(problem.loc()).isEqualTo(List.of("body", field));
                });
        assertThat(rig.tasks.find(id).state()).isEqualTo(TaskState.TASK_CANCELLED);
    }

    @Test
    void whatAClientReadsOfATaskItMaySendBack() {
        TaskId id = cancelled("{}");

        TaskRow row = rig.again.mended(id, Rig.utf8(rig.tasks.find(id).spec().payload()));

        assertThat(row.spec().payload()).isEqualTo(rig.tasks.find(id).spec().payload());
        assertThatThrownBy(() -> rig.again.mended(id, Rig.utf8("[]"))).isInstanceOf(NotReady.class);
    }

    /** The claim was about to be made when the task was cancelled and mended: it must not run as it was. */
    @Test
    void nobodyClaimsAMendedTaskForWhatItWas() {
        TaskId id = submit("{}").id();
        Transition claim = new Transition.Claim(id, 0, "slow", LEASE);
        rig.tasks.cancel(id);
        rig.again.mended(id, Rig.utf8("{\"params\":{\"n_estimators\":5}}"));

        assertThat(rig.rows.apply(claim)).isFalse();
    }

    @Test
    void manyStartOneAfterAnotherOldestFirst() {
        List<TaskId> failed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            failed.add(failed("{}", RefusalCode.INTERNAL));
        }
        TaskId cancelled = cancelled("{}");

        Retries.PutBack done = rig.again.all(FAILED, 2);

        Instant now = rig.clock.instant();
        assertThat(done).isEqualTo(new Retries.PutBack(5, Optional.of(now.plusSeconds(2)), false));
        for (int i = 0; i < 5; i++) {
            assertThat(rig.tasks.find(failed.get(i)).spec().runAt()).isEqualTo(now.plusMillis(500L * i));
        }
        assertThat(rig.tasks.find(cancelled).state()).isEqualTo(TaskState.TASK_CANCELLED);
        assertThat(rig.again.all(FAILED, 2)).isEqualTo(new Retries.PutBack(0, Optional.empty(), false));
    }

    @Test
    void manyAreChosenByStateDatasetTagAndCode() {
        TaskId internal = failed("{\"tags\":[\"x\"]}", RefusalCode.INTERNAL);
        TaskId crashed = failed("{\"tags\":[\"x\"]}", RefusalCode.TOO_MANY_ATTEMPTS);
        TaskId stopped = cancelled("{\"tags\":[\"y\"]}");

        assertThat(all(FAILED.states(), "x", RefusalCode.TOO_MANY_ATTEMPTS)).isEqualTo(1);
        assertThat(rig.tasks.find(crashed).state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(all(Set.of(TaskState.TASK_ERROR, TaskState.TASK_CANCELLED), "y", null))
                .isEqualTo(1);
        assertThat(rig.tasks.find(stopped).state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(all(FAILED.states(), "none", null)).isZero();
        assertThat(rig.tasks.find(internal).state()).isEqualTo(TaskState.TASK_ERROR);
        assertThatThrownBy(() -> all(Set.of(TaskState.TASK_COMPLETED), "x", null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStoreThatFailsOnTheWayKeepsWhatWasPutBack() {
        for (int i = 0; i < 40; i++) {
            failed("{}", RefusalCode.INTERNAL);
        }
        AtomicInteger left = new AtomicInteger(10);
        TaskStore failing = new FailingAfter(rig.rows, left);

        assertThatThrownBy(() -> new Retries(failing, rig.datasets, rig.clock).all(FAILED, 100))
                .isInstanceOf(Unavailable.class);

        assertThat(rig.tasks.counts().states()).containsEntry(TaskState.TASK_RECEIVED, 10L);
        assertThat(rig.again.all(FAILED, 100).count()).isEqualTo(30);
    }

    /** Accepted by somebody who did not look into the file. */
    @Test
    void whatCouldOnlyFailAgainIsRefusedWithAllItsColumns() {
        rig.datasets.put(new DatasetId("people"), stream("city,age,y\nKyoto,,1\nNara,2,3\n"));
        TaskId id = unread("\"city\",\"age\"");

        assertThatThrownBy(() -> rig.again.again(id))
                .isInstanceOfSatisfying(
                        InvalidRequest.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.NOT_A_NUMBER))
                .hasMessageContaining(
                        "task " + id + " would fail again: dataset people: 1 of 2 rows of \"age\" has no value")
                .hasMessageContaining("\"city\" is text, e.g. \"Kyoto\" in line 2");
        assertThat(rig.tasks.find(id).state()).isEqualTo(TaskState.TASK_CANCELLED);
        rig.datasets.put(new DatasetId("people"), stream("city,age,y\n1,1,1\n2,2,3\n"));
        assertThat(rig.again.again(id).state())
                .as("another version is there: the run will say so")
                .isEqualTo(TaskState.TASK_RECEIVED);
    }

    @Test
    void ofManyThoseThatCouldOnlyFailAgainAreCountedApart() throws IOException {
        rig.objects.put(Keys.STANDARD.dataset(new DatasetId("people")), stream("city,age,y\nKyoto,1,1\nNara,2,3\n"));
        TaskId good = unread("\"age\"");
        List<TaskId> bad =
                IntStream.range(0, 25).mapToObj(i -> unread("\"city\"")).toList();

        Retries.PutBack done = rig.again.all(TaskFilter.of(Set.of(TaskState.TASK_CANCELLED)), 10);

        assertThat(done.count()).isEqualTo(1);
        assertThat(done.hopeless()).isEqualTo(25);
        assertThat(done.examples()).hasSize(Limits.PROBLEMS_SHOWN.intValue());
        assertThat(done.examples().getFirst().id()).isEqualTo(bad.getLast());
        assertThat(done.examples().getFirst().why().detail()).contains("\"city\" is text");
        assertThat(rig.tasks.find(good).state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(rig.tasks.find(bad.getFirst()).state()).isEqualTo(TaskState.TASK_CANCELLED);
    }

    /** A cancelled training on columns that nobody has looked into. */
    private TaskId unread(String features) {
        Datasets blind = new Datasets(rig.objects, Keys.STANDARD, Limits.DATASET_BYTES.value(), 0);
        Trainings trainings = new Trainings(
                rig.rows,
                Publishing.atOnce(rig.rows, rig.broker),
                blind,
                new Backlog(rig.rows, 100, rig.clock),
                new Trainings.Context(rig.clock, rig.telemetry));
        TaskId id = trainings
                .submit(
                        TrainRequest.parse(Rig.utf8(
                                "{\"dataset_id\":\"people\",\"features\":[%s],\"target\":\"y\",\"preprocess\":\"none\"}"
                                        .formatted(features))),
                        null)
                .id();
        rig.tasks.cancel(id);
        return id;
    }

    private static ByteArrayInputStream stream(String csv) {
        return new ByteArrayInputStream(Rig.utf8(csv));
    }

    private record FailingAfter(TaskStore store, AtomicInteger left) implements ForwardingTaskStore {
        @Override
        public boolean apply(Transition transition) {
            if (left.getAndDecrement() <= 0) {
                throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "away", Duration.ofSeconds(1));
            }
            return store.apply(transition);
        }
    }

    private int all(Set<TaskState> states, String tag, RefusalCode code) {
        TaskFilter which = new TaskFilter(states, Optional.empty(), Optional.of(tag), Optional.ofNullable(code));
        return rig.again.all(which, 10).count();
    }

    private TaskId failed(String more, RefusalCode code) {
        TaskId id = submit(more).id();
        rig.rows.apply(new Transition.Claim(id, 0, "w", LEASE));
        rig.rows.apply(new Transition.Fail(id, 1, new Outcome.Failed(code, "no")));
        return id;
    }

    private TaskId cancelled(String more) {
        TaskId id = submit(more).id();
        rig.tasks.cancel(id);
        return id;
    }

    /** The published request with these fields on top. */
    private TaskRow submit(String more) {
        var request = (ObjectNode) Json.stored(Rig.TRAIN);
        Json.stored(more).properties().forEach(field -> request.set(field.getKey(), field.getValue()));
        return rig.trainings.submit(TrainRequest.parse(Json.bytes(request)), null);
    }
}
