package dev.tasuki.core.use;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.predict.PredictReply;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SampleModelTest {
    private static final TaskId DEMO = new TaskId("diabetes-demo");

    private final Rig rig = new Rig();
    private final MemoryObjectStore marks = new MemoryObjectStore(rig.clock);

    @AfterEach
    void close() {
        marks.close();
        rig.close();
    }

    @Test
    void itIsAnOrdinaryTrainingOfThePublishedRequest() {
        rig.datasets.installSample();

        model().install();

        TaskRow row = rig.tasks.find(DEMO);
        assertThat(TrainRequest.parseMessage(Rig.utf8(row.spec().payload())).canonical())
                .isEqualTo(TrainRequest.parse(Rig.utf8(Rig.TRAIN)).canonical());
        assertThat(row.spec().dataset()).isEqualTo(Datasets.SAMPLE);
        assertThat(row.times().published()).isNotNull();
    }

    @Test
    void itAnswersThePublishedPrediction() {
        rig.datasets.installSample();
        model().install();
        try (Consumers consumers = rig.consume()) {
            assertThat(rig.ended(DEMO).state()).isEqualTo(TaskState.TASK_COMPLETED);
            PredictReply reply = rig.predictions.predict(
                    Rig.utf8("{\"model_id\":\"diabetes-demo\",\"input_data\":" + Rig.INPUT + "}"));
            assertThat(new String(reply.json(), StandardCharsets.UTF_8)).contains("208.6445780005619");
        }
    }

    @Test
    void startingAgainOrTwiceMakesNoSecondOne() {
        rig.datasets.installSample();

        model().install();
        model().install();
        new SampleModel(named(), new MemoryObjectStore(rig.clock), Keys.STANDARD).install();

        assertThat(rows()).extracting(TaskRow::id).containsExactly(DEMO);
    }

    @Test
    void oneThatWasDeletedDoesNotComeBack() {
        rig.datasets.installSample();
        model().install();
        rig.tasks.cancel(DEMO);
        rig.models.delete(SampleModel.id());

        model().install();

        assertThat(rows()).isEmpty();
    }

    @Test
    void aReplacedOrMissingSampleGetsNoModel() {
        model().install();
        assertThat(rows()).isEmpty();

        rig.datasets.put(Datasets.SAMPLE, new ByteArrayInputStream(Rig.utf8("a,b\n1,2\n")));
        new SampleModel(named(), new MemoryObjectStore(rig.clock), Keys.STANDARD).install();

        assertThat(rows()).isEmpty();
    }

    private List<TaskRow> rows() {
        return rig.tasks.list(new TaskQuery(TaskFilter.of(Set.of()), OptionalLong.empty(), 10));
    }

    private SampleModel model() {
        return new SampleModel(named(), marks, Keys.STANDARD);
    }

    private Trainings named() {
        return new Trainings(
                rig.rows,
                Publishing.atOnce(rig.rows, rig.broker),
                rig.datasets,
                new Backlog(rig.rows, 100, rig.clock),
                new Trainings.Context(rig.clock, rig.telemetry, SampleModel::id));
    }
}
