package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Models side by side over HTTP. */
class CompareRoutesTest {
    private static LiveServer live;
    private static Http http;
    private static Documented document;
    private static String shallow;
    private static String deep;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        http = live.http;
        document = new Documented(http.get("/openapi.json").json());
        shallow = trained("\"name\":\"side\",\"cv\":3,\"params\":{\"n_estimators\":10,\"max_depth\":1}");
        deep = trained("\"name\":\"side\",\"cv\":3,\"params\":{\"n_estimators\":10,\"max_depth\":4}");
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    private static String trained(String more) {
        String id = http.accepted(
                "{\"dataset_id\":\"diabetes\",\"features\":[\"age\",\"bmi\",\"bp\"],\"target\":\"target\"," + more
                        + "}");
        JsonNode task = http.get("/tasks/" + id + "?wait=60").json();
        assertThat(task.path("state").asText()).as(task.toString()).isEqualTo("TASK_COMPLETED");
        return id;
    }

    private static Http.Answer compared(String... refs) {
        Http.Answer answer = http.get("/compare?refs=" + String.join(",", refs));
        String content = document.answer("get /compare", answer.status(), answer.header("Content-Type"));
        assertThat(document.problems(content + "/schema", answer.json()))
                .as(answer.text())
                .isEmpty();
        return answer;
    }

    private static JsonNode metric(JsonNode answer, String name) {
        for (JsonNode metric : answer.path("metrics")) {
            if (metric.path("name").asText().equals(name)) {
                return metric;
            }
        }
        throw new AssertionError(name + " is not in " + answer);
    }

    @Test
    void modelsOfTheSameRowsAreJudged() {
        JsonNode answer = compared("side@1", deep).json();
        JsonNode one = http.get("/models/" + shallow).json();
        JsonNode two = http.get("/models/" + deep).json();

        assertThat(answer.at("/models/0/ref").asText()).isEqualTo("side@1");
        assertThat(answer.at("/models/0/model_id").asText()).isEqualTo(shallow);
        assertThat(answer.at("/models/0/version").asInt()).isEqualTo(1);
        assertThat(answer.at("/models/1/model_id").asText()).isEqualTo(deep);
        assertThat(answer.at("/models/1/cv")).isEqualTo(two.path("cv"));
        for (String same : List.of("same_dataset", "same_rows", "same_folds")) {
            assertThat(answer.path(same).asBoolean()).as(same).isTrue();
        }
        JsonNode rmse = metric(answer, "rmse");
        assertThat(rmse.path("better").asText()).isEqualTo("lower");
        assertThat(rmse.at("/values/0")).isEqualTo(one.at("/metrics/rmse"));
        assertThat(rmse.at("/values/1")).isEqualTo(two.at("/metrics/rmse"));
        assertThat(rmse.path("dummy")).isEqualTo(one.at("/evaluation/baseline/metrics/rmse"));
        assertThat(metric(answer, "r2").path("better").asText()).isEqualTo("higher");
        assertThat(answer.path("judged_by").asText()).isEqualTo("rmse");
        assertThat(answer.path("differs")).isEqualTo(Json.stored("[{\"setting\":\"max_depth\",\"values\":[1,4]}]"));
        double before = one.at("/metrics/rmse").doubleValue();
        double after = two.at("/metrics/rmse").doubleValue();
        assertThat(after).isLessThan(before);
        int better = 0;
        for (int fold = 0; fold < 3; fold++) {
            String place = "/cv/table/" + fold + "/metrics/rmse";
            better += two.at(place).doubleValue() < one.at(place).doubleValue() ? 1 : 0;
        }
        JsonNode lead = answer.path("lead");
        assertThat(lead.path("model").asInt()).isEqualTo(1);
        assertThat(lead.path("over").asInt()).isZero();
        assertThat(lead.path("by").doubleValue()).isEqualTo(before - after);
        assertThat(lead.path("folds").asInt()).isEqualTo(3);
        assertThat(lead.path("better_on").asInt()).isEqualTo(better);
    }

    @Test
    void modelsOfOtherRowsStandSideBySide() {
        String split = trained("\"split_random_state\":7,\"params\":{\"n_estimators\":10,\"max_depth\":4}");

        JsonNode answer = compared(deep, split).json();

        assertThat(answer.path("same_dataset").asBoolean()).isTrue();
        assertThat(answer.path("same_rows").asBoolean()).isFalse();
        assertThat(answer.path("same_folds").asBoolean()).isFalse();
        assertThat(answer.path("judged_by").isNull()).isTrue();
        assertThat(answer.path("lead").isNull()).isTrue();
        assertThat(metric(answer, "rmse").path("dummy").isNull()).isTrue();
        assertThat(metric(answer, "rmse").path("values")).hasSize(2);
        assertThat(answer.path("differs"))
                .isEqualTo(Json.stored("[{\"setting\":\"split_random_state\",\"values\":[42,7]},"
                        + "{\"setting\":\"cv\",\"values\":[3,null]}]"));
    }

    @Test
    void unlikeModelsAreToldByWhatWasRequested() {
        http.put("/datasets/kinds", "x,label\n" + "1,no\n2,no\n3,yes\n4,yes\n".repeat(10));
        String classes = http.accepted("{\"dataset_id\":\"kinds\",\"features\":[\"x\"],\"target\":\"label\","
                + "\"algorithm\":\"LogisticRegression\",\"preprocess\":{\"scale\":false}}");
        http.get("/tasks/" + classes + "?wait=60");
        String odd = http.accepted("{\"dataset_id\":\"kinds\",\"features\":[\"x\"],\"algorithm\":\"IsolationForest\"}");
        http.get("/tasks/" + odd + "?wait=60");

        JsonNode answer = compared(shallow, classes, odd).json();

        assertThat(answer.path("same_dataset").asBoolean()).isFalse();
        assertThat(metric(answer, "rmse").at("/values/1").isNull()).isTrue();
        assertThat(metric(answer, "accuracy").at("/values/0").isNull()).isTrue();
        assertThat(metric(answer, "offset").path("better").isNull()).isTrue();
        List<String> settings = answer.path("differs").findValuesAsText("setting");
        assertThat(settings)
                .contains("algorithm", "target", "dataset", "features", "preprocess", "max_depth", "n_estimators")
                .doesNotContain("C", "contamination");
        assertThat(answer.at("/differs/0/values"))
                .isEqualTo(Json.stored("[\"RandomForestRegressor\",\"LogisticRegression\",\"IsolationForest\"]"));
    }

    @Test
    void theSameModelTwiceIsEqual() {
        JsonNode answer = compared(deep, "side@2").json();

        assertThat(answer.path("judged_by").asText()).isEqualTo("rmse");
        assertThat(answer.path("lead").isNull()).isTrue();
        assertThat(answer.path("differs")).isEmpty();
    }

    @Test
    @Tag("bound:compared_models")
    void twoToFiveAreCompared() {
        assertThat(compared(deep, deep, deep, deep, shallow).json().path("models"))
                .hasSize(5);
        Http.Answer six = compared(deep, deep, deep, deep, deep, shallow);
        assertThat(six.status()).isEqualTo(422);
        assertThat(six.code()).isEqualTo("too_long");
        assertThat(six.words()).isEqualTo("Input should be 2 to 5 models, parted by commas, and not 6");
        Http.Answer one = compared(deep);
        assertThat(one.status()).isEqualTo(422);
        assertThat(one.words()).isEqualTo("Input should be 2 to 5 models, parted by commas, and not 1");
        assertThat(http.get("/compare").words()).isEqualTo("Field required: two to five models, parted by commas");
    }

    @Test
    void allThatCannotBeComparedIsNamed() {
        Http.Answer unknown = compared("nope", deep, "side@9", "side@nobody");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("model_not_found");
        assertThat(unknown.words())
                .contains("there is no model nope", "name side has no version 9", "name side has no alias nobody");

        Http.Answer wrong = compared("side@", deep, "", "side@Upper");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().path("detail")).hasSize(3);
        assertThat(wrong.json().at("/detail/0/loc").toString()).isEqualTo("[\"query\",\"refs\"]");

        Instant later = LiveServer.CLOCK.instant().plus(Duration.ofDays(7));
        String waits = http.accepted(
                "{\"run_at\":\"" + later + "\"," + Http.TRAIN.strip().substring(1));
        Http.Answer early = compared(waits, deep);
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.code()).isEqualTo("model_not_ready");
        assertThat(early.header("Retry-After")).isNotEmpty();
        assertThat(compared(waits, "nope").code()).isEqualTo("model_not_found");
    }
}
