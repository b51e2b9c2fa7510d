package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.TooBusy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trainings whose sender chose the id and waits for an answer. */
class TrainingOriginsTest {
    private static final TaskId ID = new TaskId("bd8ebc38-0644-4ca9-be74-0c4e0d388e8d");
    private static final Origin ORIGIN = new Origin("letters", "{\"reply_to\":\"desk-7\"}");

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
    void itIsATrainingLikeAnyOtherUnderItsSendersId() {
        Acceptance accepted = rig.trainings.accept(published, ID, ORIGIN);

        assertThat(accepted).isInstanceOf(Acceptance.Created.class);
        TaskRow stored = rig.tasks.find(ID);
        assertThat(stored.spec().origin()).isEqualTo(ORIGIN);
        assertThat(stored.spec().pin()).isNotNull();
        assertThat(stored.spec().payload())
                .contains("\"model_id\":\"" + ID + "\"")
                .doesNotContain("desk-7");
        assertThat(stored.times().published()).isNotNull();
        assertThat(ready()).isEqualTo(1);
        assertThat(rig.telemetry.value(Telemetry.Count.TRAININGS_ACCEPTED)).isEqualTo(1);
        try (Consumers consumers = rig.consume()) {
            TaskRow ended = rig.ended(ID);
            assertThat(ended.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Completed.class,
                            done -> assertThat(done.metrics()).contains("53.03900735084424"));
            assertThat(ended.answerOwed()).isTrue();
        }
    }

    @Test
    void sentAgainItIsTheSameTaskWhateverHasChanged() {
        TaskRow first = rig.trainings.accept(published, ID, ORIGIN).row();
        rig.tasks.cancel(ID);
        rig.datasets.delete(new DatasetId("diabetes"));

        Acceptance again = rig.trainings.accept(published, new TaskId("BD8EBC38-0644-4ca9-be74-0c4e0d388e8d"), ORIGIN);

        assertThat(again).isInstanceOf(Acceptance.Repeated.class);
        assertThat(again.row().id()).isEqualTo(first.id());
        assertThat(again.row().state()).isEqualTo(TaskState.TASK_CANCELLED);
        assertThat(again.row().spec().origin()).isEqualTo(ORIGIN);
        assertThat(ready()).isEqualTo(1);
        assertThat(rig.telemetry.value(Telemetry.Count.TRAININGS_ACCEPTED)).isEqualTo(1);
        assertThatThrownBy(() -> rig.trainings.accept(published, new TaskId("unknown"), ORIGIN))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void theIdOfATaskThatCameAnotherWayIsTold() {
        TaskRow other = rig.trainings.submit(published, null);

        Acceptance again = rig.trainings.accept(published, other.id(), ORIGIN);

        assertThat(again).isInstanceOf(Acceptance.Repeated.class);
        assertThat(again.row().spec().origin()).isNull();
        assertThat(rig.tasks.find(other.id()).spec().origin()).isNull();
    }

    @Test
    void itIsCheckedAsAnyOther() {
        TrainRequest unknown = TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("\"s6\"", "\"s66\"")));

        assertThatThrownBy(() -> rig.trainings.accept(unknown, ID, ORIGIN))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.UNKNOWN_COLUMN));
        assertThat(rig.rows.find(ID)).isEmpty();
    }

    @Test
    void aFullBacklogRefusesWhatIsNewAndRepeatsWhatIsKnown() {
        rig.trainings.accept(published, ID, ORIGIN);
        for (int i = 1; i < 100; i++) {
            rig.trainings.submit(published, null);
        }
        rig.clock.move(Duration.ofSeconds(2));

        assertThatThrownBy(() -> rig.trainings.accept(published, new TaskId("one-too-many"), ORIGIN))
                .isInstanceOf(TooBusy.class);
        assertThat(rig.trainings.accept(published, ID, ORIGIN)).isInstanceOf(Acceptance.Repeated.class);
    }

    private long ready() {
        return rig.broker.status().queues().stream()
                .mapToLong(QueueStatus::ready)
                .sum();
    }
}
