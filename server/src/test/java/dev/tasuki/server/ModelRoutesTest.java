package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelRoutesTest {
    private static LiveServer live;
    private static Http http;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        http = live.http;
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void aModelShowsItsMetricsParametersFeaturesAndData() {
        JsonNode model = http.get("/models/" + http.trained()).json();

        assertThat(model.path("state").asText()).isEqualTo("TASK_COMPLETED");
        assertThat(model.path("algorithm").asText()).isEqualTo("RandomForestRegressor");
        assertThat(model.at("/metrics/rmse").doubleValue()).isEqualTo(53.03900735084424);
        assertThat(model.at("/parameters/n_estimators").asInt()).isEqualTo(100);
        assertThat(model.at("/parameters/max_depth").asInt()).isEqualTo(3);
        assertThat(model.at("/parameters/min_samples_leaf").asInt()).isEqualTo(1);
        assertThat(model.path("features")).hasSize(9);
        assertThat(model.at("/features/1/name").asText()).isEqualTo("bmi");
        assertThat(model.at("/features/1/importance").doubleValue()).isBetween(0.3, 0.6);
        assertThat(model.at("/features/1/min").doubleValue()).isNegative();
        assertThat(model.at("/features/1/max").doubleValue()).isPositive();
        assertThat(model.at("/dataset/rows").asInt()).isEqualTo(442);
        assertThat(model.at("/dataset/sha256").asText()).hasSize(64);
        assertThat(model.at("/split/test_rows").asInt()).isEqualTo(89);
        assertThat(model.path("trees").asInt()).isEqualTo(100);
        assertThat(model.at("/sample/actual")).hasSize(89);
        assertThat(model.at("/artifact/sha256").asText()).hasSize(64);
        assertThat(model.at("/times/finished").asText()).endsWith("Z");
        assertThat(model.path("error").isNull()).isTrue();
    }

    @Test
    void aModelInTrainingHasItsRequestAndNoMetrics() {
        try (LiveServer quiet = new LiveServer()) {
            String id = quiet.http.accepted(Http.TRAIN);

            JsonNode model = quiet.http.get("/models/" + id).json();
            Http.Answer delete = quiet.http.delete("/models/" + id);

            assertThat(model.path("state").asText()).isEqualTo("TASK_RECEIVED");
            assertThat(model.path("metrics").isNull()).isTrue();
            assertThat(model.at("/request/target").asText()).isEqualTo("target");
            assertThat(delete.status()).isEqualTo(409);
            assertThat(delete.code()).isEqualTo("wrong_state");
            assertThat(delete.words()).contains("cancel");
        }
    }

    @Test
    void aModelWhoseTrainingFailedSaysWhy() {
        http.put("/datasets/lonely", "age,target\n" + "1,many\n".repeat(9) + "2,one\n");
        String id = http.accepted(
                "{\"dataset_id\":\"lonely\",\"features\":[\"age\"],\"target\":\"target\",\"stratify\":true}");
        http.get("/tasks/" + id + "?wait=60");

        JsonNode model = http.get("/models/" + id).json();

        assertThat(model.path("state").asText()).isEqualTo("TASK_ERROR");
        assertThat(model.at("/error/code").asText()).isEqualTo("invalid_parameter");
        assertThat(model.at("/error/detail").asText()).contains("stratify");
    }

    @Test
    void theListHasMetricsAndNoReports() {
        String id = http.trained();

        JsonNode newest = http.get("/models?state=completed&limit=1").json();

        assertThat(newest.at("/models/0/model_id").asText()).isEqualTo(id);
        assertThat(newest.at("/models/0/metrics/rmse").doubleValue()).isEqualTo(53.03900735084424);
        assertThat(newest.at("/models/0").has("features")).isFalse();
    }

    @Test
    void theListIsFilteredByWhatModelsAreOf() {
        String id = http.trained();

        JsonNode forests = http.get("/models?algorithm=Ridge,RandomForestRegressor&limit=1")
                .json();
        assertThat(forests.at("/models/0/model_id").asText())
                .as("no algorithm was named")
                .isEqualTo(id);
        assertThat(forests.at("/models/0/algorithm").asText()).isEqualTo("RandomForestRegressor");
        assertThat(http.get("/models?algorithm=Ridge").json().path("models")).isEmpty();
        Http.Answer wrong = http.get("/models?algorithm=RandomForestRegresor");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().at("/detail/0/msg").asText()).endsWith("; did you mean RandomForestRegressor?");
    }

    @Test
    void deleteRemovesTheModelAndItsArtifact() {
        String id = http.trained();

        Http.Answer delete = http.delete("/models/" + id);

        assertThat(delete.status()).isEqualTo(204);
        assertThat(http.get("/models/" + id).code()).isEqualTo("model_not_found");
        assertThat(http.delete("/models/" + id).status()).isEqualTo(404);
        assertThat(live.objects.list("models/" + id)).isEmpty();
        assertThat(http.post("/predict", Http.predict(id, Http.INPUT)).code()).isEqualTo("model_not_found");
    }

    @Test
    void idsThatAreNoNamesAreRefused() {
        assertThat(http.get("/models/%2e%2e").json().at("/detail/0/loc")).hasToString("[\"path\",\"model_id\"]");
        assertThat(http.get("/models/a%00b").status()).isEqualTo(422);
        assertThat(http.get("/models/" + "m".repeat(300)).status()).isEqualTo(422);
        assertThat(http.get("/models/nobody").words()).contains("nobody");
    }
}
