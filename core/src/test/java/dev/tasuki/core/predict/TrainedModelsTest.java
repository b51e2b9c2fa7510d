package dev.tasuki.core.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which models are known, and for how long it is believed that one is there. */
class TrainedModelsTest {
    private final Rig rig = new Rig();
    private final Consumers consumers = rig.consume();

    @BeforeEach
    void sample() {
        rig.datasets.installSample();
    }

    @AfterEach
    void close() {
        consumers.close();
        rig.close();
    }

    @Test
    void aModelIsLoadedOnceAndTwoWithTheSameBytesShareIt() {
        TaskRow model = trained(Rig.TRAIN);
        TaskRow twin = trained(Rig.TRAIN);
        predict(model, Rig.INPUT);
        predict(model, Rig.INPUT);
        predict(twin, Rig.INPUT);

        assertThat(((Outcome.Completed) model.outcome()).artifact().sha256())
                .isEqualTo(((Outcome.Completed) twin.outcome()).artifact().sha256());
        assertThat(rig.telemetry.value(Telemetry.Count.MODELS_LOADED)).isEqualTo(1);
        assertThat(rig.telemetry.value(Telemetry.Count.MODEL_HITS)).isEqualTo(2);
    }

    @Test
    void aDeletedModelIsNotAskedAnyMore() {
        TaskRow model = trained(Rig.TRAIN);
        predict(model, Rig.INPUT);

        rig.models.delete(id(model));

        assertThatThrownBy(() -> predict(model, Rig.INPUT)).isInstanceOf(NotFound.class);
        assertThat(rig.objects.list("models/")).isEmpty();
    }

    @Test
    void aModelDeletedByAnotherProcessIsNotAskedFiveSecondsLater() {
        TaskRow model = trained(Rig.TRAIN);
        TrainedModels elsewhere = new TrainedModels(rig.rows, new TaskEvents(), rig.clock);
        elsewhere.artifact(id(model));
        rig.rows.apply(new Transition.Remove(model.id()));

        assertThat(elsewhere.artifact(id(model))).isNotNull();
        rig.clock.move(Duration.ofSeconds(5));
        assertThatThrownBy(() -> elsewhere.artifact(id(model))).isInstanceOf(NotFound.class);
    }

    private TaskRow trained(String body) {
        TaskRow row = rig.ended(
                rig.trainings.submit(TrainRequest.parse(Rig.utf8(body)), null).id());
        assertThat(row.state()).isEqualTo(TaskState.TASK_COMPLETED);
        return row;
    }

    private void predict(TaskRow model, String input) {
        rig.predictions.predict(Rig.utf8(
                "{\"model_id\":\"" + model.id() + "\",\"dataset_id\":\"diabetes\",\"input_data\":" + input + "}"));
    }

    private static ModelId id(TaskRow row) {
        return new ModelId(row.id().value());
    }
}
