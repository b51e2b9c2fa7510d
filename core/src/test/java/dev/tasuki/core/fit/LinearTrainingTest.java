package dev.tasuki.core.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.request.TrainingPlan;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A linear model gets a number for each category and means for gaps, and its report says how near it promises to be. */
class LinearTrainingTest {
    private static final DatasetId TABLE = new DatasetId("t");

    private final Rig rig = new Rig();
    private String csv = "";

    @BeforeEach
    void table() {
        StringBuilder text = new StringBuilder("size,colour,price\n");
        for (int row = 0; row < 60; row++) {
            String size = row % 10 == 0 ? "" : Integer.toString(row);
            String colour = row % 3 == 0 ? "red" : row % 3 == 1 ? "green" : "blue";
            text.append(size).append(',').append(colour).append(',');
            text.append(2 * row + (row % 3) * 100).append('\n');
        }
        csv = text.toString();
        rig.datasets.put(TABLE, new ByteArrayInputStream(Rig.utf8(csv)));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static TrainRequest request(String algorithm) {
        return TrainRequest.parse(Rig.utf8(
                "{\"dataset_id\":\"t\",\"features\":[\"size\",\"colour\"],\"target\":\"price\",\"algorithm\":\""
                        + algorithm + "\"}"));
    }

    private JsonNode report(String algorithm) {
        LocalFitter.Source source = new LocalFitter.Source(TABLE, "", new ByteArrayInputStream(Rig.utf8(csv)));
        return LocalFitter.alone(1)
                .learn(source, request(algorithm), RunControl.NONE)
                .orElseThrow()
                .report();
    }

    @Test
    void codesWithoutAnOrderBecomeANumberEach() {
        JsonNode report = report("Ridge");

        assertThat(report.path("preprocess").toString())
                // A mean, where a median would be whole or half.
                .containsPattern("for which stands the value \\d+\\.\\d{3,}")
                .contains("3 categories, each with a column that says where it is");
        assertThat(report.path("equality").asText()).isEqualTo("1.0E-9");
        assertThat(report("RandomForestRegressor").path("equality").asText()).isEqualTo("exact");
        // The colours' prices are no line, whatever their order: only a number for each explains them.
        assertThat(report.path("metrics").path("r2").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void thePlanSaysTheSameBefore() {
        TrainingPlan plan = rig.trainings.plan(new TrainRequest.Parsed(request("LinearRegression"), List.of()), null);

        assertThat(plan.preprocess().toString())
                .contains("missing ones filled in (mean)")
                .contains("3 categories, each with a column that says where it is");
    }
}
