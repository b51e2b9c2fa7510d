package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.tasuki.core.Rig;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Transition;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingsTest {
    private final Rig rig = new Rig();
    private final TrainRequest published = TrainRequest.parse(Rig.utf8(Rig.TRAIN));

    @BeforeEach
    void sample() {
        rig.datasets.installSample();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anAcceptedTrainingIsARowAndAMessage() {
        TaskRow row = rig.trainings.submit(published, null);

        TaskRow stored = rig.tasks.find(row.id());
        assertThat(stored.state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(stored.spec().pin()).isNotNull();
        assertThat(stored.times().published()).isNotNull();
        assertThat(stored.spec().payload()).contains("\"model_id\":\"" + row.id() + "\"");
        assertThat(ready()).isEqualTo(1);
        assertThat(row.id().value()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void eachTrainingHasAnIdOfItsOwn() {
        Set<Object> ids = new HashSet<>();
        IntStream.range(0, 50)
                .forEach(i -> ids.add(rig.trainings.submit(published, null).id()));

        assertThat(ids).hasSize(50);
    }

    @Test
    void aBrokerThatIsAwayDoesNotKeepATrainingFromBeingAccepted() {
        rig.broker.close();

        TaskRow row = rig.trainings.submit(published, null);

        assertThat(rig.tasks.find(row.id()).state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(rig.tasks.find(row.id()).times().published()).isNull();
    }

    @Test
    void theSameKeyAndRequestIsTheSameTask() {
        TaskRow first = rig.trainings.submit(published, "order-7");
        TrainRequest spelledOtherwise = TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", ", \"test_size\": 0.20}")));

        assertThat(rig.trainings.submit(spelledOtherwise, "order-7").id()).isEqualTo(first.id());
        assertThat(rig.trainings.submit(published, "order-8").id()).isNotEqualTo(first.id());
        assertThat(ready()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"run_at\": \"{later}\"", "\"expires_at\": \"{later}\"", "\"timeout_s\": 60", "\"priority\": 6"
            })
    void anotherScheduleIsAnotherRequest(String field) {
        rig.trainings.submit(published, "order-7");
        String given =
                field.replace("{later}", rig.clock.instant().plusSeconds(3600).toString());
        TrainRequest other = TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", ", " + given + "}")));

        assertThatThrownBy(() -> rig.trainings.submit(other, "order-7")).isInstanceOf(InvalidRequest.class);
        TaskRow first = rig.trainings.submit(other, "order-8");
        assertThat(rig.trainings.submit(other, "order-8").id()).isEqualTo(first.id());
    }

    @Test
    void aTrainingForLaterIsPublishedWhenItIsDue() {
        String start = rig.clock.instant().plusSeconds(3600).toString();
        TrainRequest later = TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", ", \"run_at\": \"" + start + "\"}")));

        TaskRow row = rig.trainings.submit(later, null);
        rig.relay.run();
        assertThat(ready()).isZero();
        rig.clock.move(Duration.ofSeconds(3600));
        rig.relay.run();

        assertThat(ready()).isEqualTo(1);
        assertThat(rig.tasks.find(row.id()).spec().runAt()).isEqualTo(start);
    }

    @Test
    void theSameKeyForAnotherRequestIsAConflict() {
        TaskRow first = rig.trainings.submit(published, "order-7");
        TrainRequest other = TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", ", \"test_size\": 0.3}")));

        InvalidRequest refusal =
                catchThrowableOfType(InvalidRequest.class, () -> rig.trainings.submit(other, "order-7"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.IDEMPOTENCY_CONFLICT);
        assertThat(refusal.detail()).contains(first.id().value());
        assertThat(rig.rows.counts().states()).containsEntry(TaskState.TASK_RECEIVED, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "tab\t", "ümlaut", "nul\u0000"})
    void aKeyThatIsNoneIsRefused(String key) {
        InvalidRequest refusal = catchThrowableOfType(InvalidRequest.class, () -> rig.trainings.submit(published, key));

        assertThat(refusal.fields().getFirst().loc()).containsExactly("header", "Idempotency-Key");
    }

    @Test
    void aKeyOf255CharactersIsTheLongest() {
        rig.trainings.submit(published, "k".repeat(255));

        assertThatThrownBy(() -> rig.trainings.submit(published, "k".repeat(256)))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void anUnknownDatasetIsNotFound() {
        TrainRequest request = TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("diabetes", "no-such")));

        assertThatThrownBy(() -> rig.trainings.submit(request, null))
                .isInstanceOfSatisfying(
                        NotFound.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.DATASET_NOT_FOUND))
                .hasMessageContaining("no-such");
    }

    @Test
    void columnsThatAreNotThereAreAllNamed() {
        TrainRequest request = TrainRequest.parse(Rig.utf8(
                Rig.TRAIN.replace("\"bmi\"", "\"bmx\"").replace("\"target\": \"target\"", "\"target\": \"tarket\"")));

        assertThatThrownBy(() -> rig.trainings.submit(request, null))
                .isInstanceOfSatisfying(
                        InvalidRequest.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.UNKNOWN_COLUMN))
                .hasMessageContaining("\"bmx\" (did you mean \"bmi\"?)")
                .hasMessageContaining("\"tarket\" (did you mean \"target\"?)")
                .hasMessageContaining("age, sex, bmi");
    }

    @Test
    void theColumnsOfAReplacedDatasetAreReadAnew() {
        rig.trainings.submit(published, null);
        rig.datasets.put(Datasets.SAMPLE, new ByteArrayInputStream(Rig.utf8("other\n1\n")));

        assertThatThrownBy(() -> rig.trainings.submit(published, null)).hasMessageContaining("its columns are other");
    }

    @Test
    void theBacklogIsBoundedAndSaysWhenToComeBack() {
        IntStream.range(0, 100).forEach(i -> rig.trainings.submit(published, null));

        assertThatThrownBy(() -> rig.trainings.submit(published, null)).isInstanceOfSatisfying(TooBusy.class, busy -> {
            assertThat(busy.detail()).contains("100");
            assertThat(busy.retryAfter()).contains(Duration.ofSeconds(5));
        });
        assertThat(rig.rows.counts().states()).containsEntry(TaskState.TASK_RECEIVED, 100L);
    }

    @Test
    void aRepetitionIsAnsweredHoweverFullTheQueueIs() {
        TaskRow first = rig.trainings.submit(published, "order-7");
        IntStream.range(1, 100).forEach(i -> rig.trainings.submit(published, null));
        rig.datasets.delete(Datasets.SAMPLE);

        assertThat(rig.trainings.submit(published, "order-7").id()).isEqualTo(first.id());
        assertThatThrownBy(() -> rig.trainings.submit(published, "order-8")).isInstanceOf(TooBusy.class);
    }

    @Test
    void whatIsRefusedTakesNoPlace() {
        TrainRequest nowhere = TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("diabetes", "no-such")));
        TrainRequest other = TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", ", \"test_size\": 0.3}")));
        rig.trainings.submit(published, "order-7");
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> rig.trainings.submit(nowhere, null)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> rig.trainings.submit(other, "order-7")).isInstanceOf(InvalidRequest.class);
            rig.trainings.submit(published, "order-7");
        }

        IntStream.range(1, 100).forEach(i -> rig.trainings.submit(published, null));
        assertThatThrownBy(() -> rig.trainings.submit(published, null)).isInstanceOf(TooBusy.class);
    }

    @Test
    void whatIsScheduledForLaterLeavesTheQueueOpen() {
        IntStream.range(0, 101).forEach(i -> rig.trainings.submit(at("run_at", Duration.ofDays(1)), null));
        rig.clock.move(Duration.ofSeconds(2));

        TaskRow row = rig.trainings.submit(published, null);

        assertThat(row.state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(rig.rows.counts().scheduled()).isEqualTo(101);
        assertThat(rig.rows.counts().due()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run_at", "expires_at"})
    @Tag("bound:run_ahead")
    void aTimeMayLieNinetyDaysAheadAndNoFurther(String field) {
        Duration furthest = Duration.ofDays(Limits.RUN_AHEAD.value());
        TaskRow row = rig.trainings.submit(at(field, furthest), null);

        assertThat(row.state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThatThrownBy(() -> rig.trainings.submit(at(field, furthest.plusMillis(1)), null))
                .isInstanceOfSatisfying(InvalidRequest.class, refusal -> {
                    assertThat(refusal.fields().getFirst().loc()).containsExactly("body", field);
                    assertThat(refusal.detail())
                            .contains(
                                    "at most 90 days ahead",
                                    rig.clock
                                            .instant()
                                            .plus(furthest)
                                            .plusMillis(1)
                                            .toString());
                });
    }

    private TrainRequest at(String field, Duration ahead) {
        String time = rig.clock.instant().plus(ahead).toString();
        return TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", ", \"" + field + "\": \"" + time + "\"}")));
    }

    @Test
    void aBacklogThatIsWorkedOffTakesNewOnesAndKnowsItsRate() {
        IntStream.range(0, 100).forEach(i -> rig.trainings.submit(published, null));
        rig.clock.move(Duration.ofSeconds(1));
        assertThatThrownBy(() -> rig.trainings.submit(published, null)).isInstanceOf(TooBusy.class);
        rig.tasks.list(TaskQuery.newest(2)).forEach(row -> rig.tasks.cancel(row.id()));
        rig.clock.move(Duration.ofSeconds(1));

        rig.trainings.submit(published, null);
        rig.trainings.submit(published, null);

        assertThatThrownBy(() -> rig.trainings.submit(published, null))
                .isInstanceOfSatisfying(
                        TooBusy.class, busy -> assertThat(busy.retryAfter()).contains(Duration.ofSeconds(5)));
    }

    @Test
    void aDatasetReplacedOrDeletedAfterAcceptanceEndsTheTrainingInError() {
        TaskRow replaced = rig.trainings.submit(published, null);
        rig.datasets.put(Datasets.SAMPLE, new ByteArrayInputStream(Rig.utf8("other\n1\n")));
        try (Consumers consumers = rig.consume()) {
            assertFailed(replaced, RefusalCode.DATASET_CHANGED, "replaced");
            rig.datasets.delete(Datasets.SAMPLE);
            rig.again.again(replaced.id());
            rig.relay.run();

            assertFailed(replaced, RefusalCode.DATASET_CHANGED, "deleted");
            assertThat(consumers).isNotNull();
        }
    }

    @Test
    void theSameBytesPutAgainAreTheDatasetThatTheTrainingWasAcceptedFor() {
        byte[] csv = Rig.utf8("a,y\n1,2\n2,3\n3,4\n4,5\n5,6\n");
        DatasetId id = new DatasetId("again");
        rig.datasets.put(id, new ByteArrayInputStream(csv));
        TaskRow accepted = rig.trainings.submit(
                TrainRequest.parse(Rig.utf8("{\"dataset_id\":\"again\",\"features\":[\"a\"],\"target\":\"y\"}")), null);

        rig.datasets.put(id, new ByteArrayInputStream(csv));

        try (Consumers consumers = rig.consume()) {
            assertThat(rig.ended(accepted.id()).state()).isEqualTo(TaskState.TASK_COMPLETED);
            assertThat(consumers).isNotNull();
        }
    }

    @Test
    void aForeignMessageForADatasetThatIsNotThereEndsInErrorOnRecord() {
        try (Consumers consumers = rig.consume()) {
            rig.broker.publish(Message.durable(
                    TaskKind.TRAIN.queue(),
                    Rig.utf8("{\"model_id\":\"m-1\",\"dataset_id\":\"none\",\"features\":[\"a\"],\"target\":\"y\"}"),
                    "c"));
            await().atMost(Duration.ofMinutes(2)).until(() -> rig.rows.counts().in(TaskState.TASK_ERROR) == 1);
            Outcome.Failed failed =
                    (Outcome.Failed) rig.tasks.find(new TaskId("m-1")).outcome();
            assertThat(failed.code()).isEqualTo(RefusalCode.DATASET_NOT_FOUND);
            assertThat(consumers).isNotNull();
        }
    }

    @Test
    void aCancelInTheMiddleOfAFitEndsIt() {
        TrainRequest endless = TrainRequest.parse(
                Rig.utf8(Rig.TRAIN.replace("}", ", \"params\": {\"n_estimators\": 100000, \"max_depth\": null}}")));
        TaskRow row = rig.trainings.submit(endless, null);
        try (Consumers consumers = rig.consume()) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> rig.tasks.find(row.id()).progress().text().startsWith("tree 5"));

            rig.tasks.cancel(row.id());

            assertThat(rig.ended(row.id()).state()).isEqualTo(TaskState.TASK_CANCELLED);
            assertThat(rig.objects.list("models/")).isEmpty();
            assertThat(consumers).isNotNull();
        }
    }

    @Test
    void aLeaseLostInTheMiddleOfAFitEndsItWithoutATrace() {
        TrainRequest endless = TrainRequest.parse(
                Rig.utf8(Rig.TRAIN.replace("}", ", \"params\": {\"n_estimators\": 100000, \"max_depth\": null}}")));
        TaskRow row = rig.trainings.submit(endless, null);
        try (Consumers consumers = rig.consume()) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> rig.tasks.find(row.id()).progress().text().startsWith("tree 5"));
            rig.clock.move(Duration.ofSeconds(31));
            rig.rows.apply(new Transition.Claim(row.id(), 1, "another process", Duration.ofHours(1)));

            rig.heartbeats.beat();

            await().atMost(Duration.ofMinutes(2)).until(() -> rig.runs.size() == 0);
            assertThat(rig.tasks.find(row.id()).lease().owner()).isEqualTo("another process");
            assertThat(rig.objects.list("models/")).isEmpty();
            assertThat(consumers).isNotNull();
        }
    }

    private void assertFailed(TaskRow row, RefusalCode code, String word) {
        TaskRow ended = rig.ended(row.id());
        assertThat(ended.state()).isEqualTo(TaskState.TASK_ERROR);
        Outcome.Failed failed = (Outcome.Failed) ended.outcome();
        assertThat(failed.code()).isEqualTo(code);
        assertThat(failed.detail()).contains(word);
    }

    private long ready() {
        return rig.broker.status().queues().stream()
                .mapToLong(QueueStatus::ready)
                .sum();
    }
}
