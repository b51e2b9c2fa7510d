package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.server.view.Examples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Explanations and intervals over HTTP. */
class ExplainRoutesTest {
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

    private static void fits(Http.Answer answer) {
        Documented document = new Documented(http.get("/openapi.json").json());
        String content = document.answer("post /predict", answer.status(), answer.header("Content-Type"));
        assertThat(document.problems(content + "/schema", answer.json())).isEmpty();
    }

    @Test
    void theDocumentsExampleIsWhatComesOut() {
        String model = http.trained();

        Http.Answer answer = http.post("/predict", Examples.PREDICT_MORE.replace(Examples.MODEL, model));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(Json.stored(Examples.PREDICT_MORE_ANSWER));
        fits(answer);
    }

    @Test
    void aClassifierIsExplainedAndHasNoInterval() {
        String id = http.accepted(Http.TRAIN.replaceFirst(
                "\\{", "{\"algorithm\":\"RandomForestClassifier\",\"params\":{\"n_estimators\":5},"));
        assertThat(http.get("/tasks/" + id + "?wait=60").json().path("state").asText())
                .isEqualTo("TASK_COMPLETED");

        String asked = Http.predict(id, Http.INPUT).replaceFirst("\\{", "{\"explain\":true,");
        Http.Answer answer = http.post("/predict", asked);
        Http.Answer refusal = http.post("/predict", asked.replaceFirst("\\{", "{\"interval\":0.9,"));

        JsonNode explanation = answer.json().at("/message/explanation");
        assertThat(explanation.path("of")).isEqualTo(answer.json().at("/message/classes"));
        assertThat(explanation.path("contributions"))
                .hasSameSizeAs(answer.json().at("/message/pred_proba"));
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.json().path("code").asText()).isEqualTo("no_interval");
        fits(answer);
        fits(refusal);
    }

    @Test
    void whatCannotBeExplainedIs422() {
        String id = http.accepted("{\"dataset_id\":\"diabetes\",\"features\":[\"bmi\",\"bp\"],"
                + "\"algorithm\":\"IsolationForest\",\"params\":{\"n_estimators\":5}}");
        assertThat(http.get("/tasks/" + id + "?wait=60").json().path("state").asText())
                .isEqualTo("TASK_COMPLETED");

        Http.Answer refusal = http.post(
                "/predict", "{\"model_id\":\"" + id + "\",\"input_data\":{\"bmi\":1,\"bp\":1},\"explain\":true}");

        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.json().path("code").asText()).isEqualTo("not_explainable");
        fits(refusal);
    }
}
