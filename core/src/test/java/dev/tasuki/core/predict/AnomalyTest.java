package dev.tasuki.core.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anomalies from the client's bytes to the answer: a training without a target, and rows that are unlike the others. */
class AnomalyTest {
    private static final String TRAIN =
            "{\"dataset_id\":\"t\",\"features\":[\"a\",\"b\"],\"algorithm\":\"IsolationForest\","
                    + "\"params\":{\"contamination\":0.05}";

    private final Rig rig = new Rig();
    private final Consumers consumers = rig.consume();

    @BeforeEach
    void table() {
        SplittableRandom random = new SplittableRandom(6);
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int row = 0; row < 400; row++) {
            csv.append(random.nextDouble())
                    .append(',')
                    .append(random.nextDouble())
                    .append('\n');
        }
        rig.datasets.put(new DatasetId("t"), new ByteArrayInputStream(Rig.utf8(csv.toString())));
    }

    @AfterEach
    void close() {
        consumers.close();
        rig.close();
    }

    private TaskRow trained() {
        TrainRequest request = TrainRequest.parse(Rig.utf8(TRAIN + "}"));
        TaskRow row = rig.ended(rig.trainings.submit(request, null).id());
        assertThat(row.state()).isEqualTo(TaskState.TASK_COMPLETED);
        return row;
    }

    private JsonNode predict(TaskRow model, String input) {
        String body = "{\"model_id\":\"" + model.id() + "\",\"dataset_id\":\"t\",\"input_data\":" + input + "}";
        return Json.stored(new String(rig.predictions.predict(Rig.utf8(body)).json(), StandardCharsets.UTF_8));
    }

    @Test
    void aRowFarFromTheOthersIsAnOutlier() {
        TaskRow model = trained();

        JsonNode one = predict(model, "{\"a\":40,\"b\":-40}");
        JsonNode two = predict(model, "[{\"a\":0.5,\"b\":0.5},{\"a\":40,\"b\":-40}]");

        assertThat(one.get("outlier").booleanValue()).isTrue();
        assertThat(one.get("score").doubleValue()).isBetween(-1.0, -0.6);
        assertThat(one.get("pred_proba")).isEqualTo(one.get("score"));
        assertThat(two.get("outlier").toString()).isEqualTo("[false,true]");
        assertThat(two.get("score").get(1)).isEqualTo(one.get("score"));
        assertThat(two.get("score").get(0).doubleValue())
                .isGreaterThan(two.get("score").get(1).doubleValue());
        assertThat(two.get("pred_proba")).isEqualTo(two.get("score"));
    }

    @Test
    void aRowThatCannotBeScoredHasNeither() {
        JsonNode rows = predict(trained(), "[{\"a\":\"x\",\"b\":0.5},{\"a\":40,\"b\":-40}],\"each_row\":true");

        assertThat(rows.get("outlier").toString()).isEqualTo("[null,true]");
        assertThat(rows.get("score").get(0).isNull()).isTrue();
    }

    @Test
    void theReportTellsOfRowsThatTheForestHasNotSeen() {
        JsonNode report = rig.models.find(new ModelId(trained().id().value())).report();

        assertThat(report.get("target").isNull()).isTrue();
        assertThat(report.get("target_type").textValue()).isEqualTo("none");
        assertThat(report.path("metrics").path("outlier_share").doubleValue()).isBetween(0.0, 0.25);
        assertThat(report.path("metrics").path("mean_score").doubleValue()).isBetween(-0.6, -0.3);
        assertThat(report.path("evaluation").has("baseline")).isFalse();
        assertThat(report.path("sample").path("predicted")).hasSize(80);
        assertThat(report.path("equality").textValue()).isEqualTo("1.0E-14");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"target\":\"b\"", "\"stratify\":true", "\"cv\":3", "\"permutation_importance\":2"})
    void whatNeedsATargetIsRefused(String member) {
        String name = member.substring(1, member.indexOf('"', 1));

        assertThatThrownBy(() -> TrainRequest.parse(Rig.utf8(TRAIN + "," + member + "}")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("learns without a target: leave " + name + " out");
    }

    @Test
    void everyOtherAlgorithmStillNeedsOne() {
        assertThatThrownBy(() -> TrainRequest.parse(
                        Rig.utf8("{\"dataset_id\":\"t\",\"features\":[\"a\"],\"algorithm\":\"Ridge\"}")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("Field required");
    }
}
