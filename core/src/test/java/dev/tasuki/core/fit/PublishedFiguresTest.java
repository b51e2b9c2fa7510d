package dev.tasuki.core.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.predict.PredictReply;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.use.ModelView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PublishedFiguresTest {
    @Test
    void theSampleTrainsAndPredictsToTheLastDigit() {
        try (Rig rig = new Rig();
                Consumers consumers = rig.consume()) {
            rig.datasets.installSample();

            TaskRow received = rig.trainings.submit(TrainRequest.parse(Rig.utf8(Rig.TRAIN)), null);
            TaskRow ended = rig.ended(received.id());
            PredictReply reply = rig.predictions.predict(Rig.utf8("{\"model_id\":\"" + received.id()
                    + "\",\"dataset_id\":\"diabetes\",\"input_data\":" + Rig.INPUT + "}"));

            assertThat(ended.state()).isEqualTo(TaskState.TASK_COMPLETED);
            ModelView model = rig.models.find(new ModelId(received.id().value()));
            assertThat(model.metrics().get("rmse").doubleValue()).isEqualTo(53.03900735084424);
            assertThat(new String(reply.json(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}");
            assertThat(consumers).isNotNull();
        }
    }
}
