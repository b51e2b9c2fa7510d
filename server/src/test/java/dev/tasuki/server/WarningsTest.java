package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is ignored of a body is said, and what would be trained is answered without training it. */
class WarningsTest {
    private static LiveServer live;
    private static Http http;
    private static Documented document;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        http = live.http;
        document = new Documented(http.get("/openapi.json").json());
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void nothingToSayLeavesThePublishedAnswersAsTheyWere() {
        String id = http.trained();
        Http.Answer train = http.post("/train", Http.TRAIN);

        assertThat(train.text())
                .isEqualTo("{\"message\":{\"status\":\"TASK_RECEIVED\",\"model_id\":\""
                        + train.json().at("/message/model_id").asText() + "\"}}");
        assertThat(http.post("/predict?strict=true", Http.predict(id, Http.INPUT))
                        .text())
                .isEqualTo("{\"message\":{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}}");
    }

    @Test
    void unknownNamesAreIgnoredAndSaid() {
        String id = http.trained();
        Http.Answer train = http.post("/train", with("\"experiment\":1,\"owner\":\"x\""));
        Http.Answer predict = http.post(
                "/predict",
                "{\"verbose\":{\"a\":[1]}," + Http.predict(id, Http.INPUT).substring(1));

        assertThat(train.status()).isEqualTo(200);
        assertThat(train.json().path("warnings")).hasSize(2);
        assertThat(train.json().at("/warnings/0").asText())
                .startsWith("\"experiment\" was ignored")
                .contains("test_size");
        assertThat(predict.json().at("/message/pred_proba").asDouble()).isEqualTo(208.6445780005619);
        assertThat(predict.json().path("warnings")).hasSize(1);
        assertThat(predict.json().at("/warnings/0").asText())
                .isEqualTo("\"verbose\" was ignored, as no request has it; the names here are model_id, dataset_id,"
                        + " input_data, each_row, explain, interval");
        fits("post /train", train);
        fits("post /predict", predict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"n_estimators\":5 | n_estimators | did you mean params.n_estimators?",
                "\"n_estimator\":5 | n_estimator | did you mean params.n_estimators?",
                "\"n_jobs\":5 | n_jobs | did you mean params.n_jobs?",
                "\"tests_size\":0.5 | tests_size | did you mean test_size?",
                "\"algoritm\":null | algoritm | did you mean algorithm?"
            })
    void whatIsLikelyASlipIsRefused(String member, String name, String words) {
        for (String query : List.of("", "?strict=true", "?validateOnly=true")) {
            Http.Answer answer = http.post("/train" + query, with(member));

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("extra_forbidden");
            assertThat(answer.json().at("/detail/0/loc/1").asText()).isEqualTo(name);
            assertThat(answer.words()).contains(words);
        }
    }

    @Test
    void slipsAreToldWithAllElseThatIsWrong() {
        Http.Answer answer = http.post("/train", "{\"dataset_id\":\"diabetes\",\"feature\":[\"bmi\"],\"max_depth\":2}");

        assertThat(answer.json().path("detail").findValuesAsText("msg"))
                .anyMatch(msg -> msg.contains("did you mean features?"))
                .anyMatch(msg -> msg.contains("did you mean params.max_depth?"))
                .anyMatch(msg -> msg.equals("Field required"));
    }

    @Test
    void strictRefusesEveryUnknownName() {
        assertThat(http.post("/train?strict=true", with("\"experiment\":1")).code())
                .isEqualTo("extra_forbidden");
        assertThat(http.post("/predict?strict=1", "{\"verbose\":1,\"model_id\":\"m\",\"input_data\":{}}")
                        .code())
                .isEqualTo("extra_forbidden");
        assertThat(http.post("/predict", "{\"modelid\":1,\"model_id\":\"m\",\"input_data\":{}}")
                        .words())
                .contains("did you mean model_id?");
        assertThat(http.post("/train?strict=perhaps", Http.TRAIN).code()).isEqualTo("bool_parsing");
        assertThat(http.post("/train?validateOnly=perhaps", Http.TRAIN).code()).isEqualTo("bool_parsing");
        assertThat(http.post("/train?validate_only=true", Http.TRAIN).words()).contains("did you mean validateOnly?");
    }

    @Test
    void manyUnknownNamesAreCounted() {
        StringBuilder members = new StringBuilder("\"zz0\":0");
        for (int i = 1; i < 1_000; i++) {
            members.append(",\"zz").append(i).append("\":0");
        }

        JsonNode warnings = http.post("/train", with(members.toString())).json().path("warnings");

        assertThat(warnings).hasSize(21);
        assertThat(warnings.path(20).asText()).isEqualTo("and 980 more names that no request has");
    }

    @Test
    void aDoubtfulAlgorithmIsSaid() {
        StringBuilder csv = new StringBuilder("x,y,name\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i)
                    .append(',')
                    .append(i % 2)
                    .append(',')
                    .append("n")
                    .append(i % 2)
                    .append('\n');
        }
        http.put("/datasets/codes", csv.toString());
        String request = "{\"dataset_id\":\"codes\",\"features\":[\"x\"],\"target\":\"y\"}";
        String doubt = "algorithm: regression, since y is a number; it has 2 distinct values: did you mean"
                + " RandomForestClassifier?";

        assertThat(http.post("/train", request).json().at("/warnings/0").asText())
                .isEqualTo(doubt);
        assertThat(http.post("/train?validateOnly=true", request)
                        .json()
                        .at("/warnings/0")
                        .asText())
                .isEqualTo(doubt);
        for (String clear : List.of(
                request.replace("\"y\"}", "\"y\",\"algorithm\":\"RandomForestRegressor\"}"),
                request.replace("\"y\"}", "\"name\"}"),
                Http.TRAIN)) {
            assertThat(http.post("/train", clear).json().has("warnings"))
                    .as(clear)
                    .isFalse();
        }
    }

    @Test
    void aPlanSaysWhatWouldBeTrainedAndStoresNothing() {
        int before = http.get("/tasks?limit=1000").json().path("tasks").size();

        Http.Answer answer = http.post("/train?validateOnly=true", with("\"params\":{\"n_estimators\":7}"));

        JsonNode plan = answer.json();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Location")).isEmpty();
        assertThat(plan.path("algorithm").asText()).isEqualTo("RandomForestRegressor");
        assertThat(plan.at("/params/n_estimators").asInt()).isEqualTo(7);
        assertThat(plan.at("/params/max_depth").asInt()).isEqualTo(3);
        assertThat(plan.at("/split/train_rows").asInt()).isEqualTo(353);
        assertThat(plan.at("/split/test_rows").asInt()).isEqualTo(89);
        for (String range : List.of("memory_bytes", "seconds")) {
            assertThat(plan.path(range).path("low").asDouble())
                    .isPositive()
                    .isLessThan(plan.path(range).path("high").asDouble());
            assertThat(plan.path(range).path("estimate").asDouble())
                    .isBetween(
                            plan.path(range).path("low").asDouble(),
                            plan.path(range).path("high").asDouble());
        }
        assertThat(plan.path("warnings")).isEmpty();
        fits("post /train", answer);
        assertThat(http.get("/tasks?limit=1000").json().path("tasks")).hasSize(before);
    }

    @Test
    void aPlanRefusesAsTheTrainingWould() {
        http.put("/datasets/mixed", "a,b,y\n1,red,1\n,blue,2\n3,red,3\n");

        Http.Answer mixed = http.post(
                "/train?validateOnly=true",
                "{\"dataset_id\":\"mixed\",\"features\":[\"a\",\"b\"],\"target\":\"y\",\"preprocess\":\"none\"}");

        assertThat(mixed.status()).isEqualTo(422);
        assertThat(mixed.code()).isEqualTo("not_a_number");
        assertThat(mixed.words()).contains("1 of 3 rows of \"a\"", "\"b\" is text, e.g. \"red\"");
        assertThat(http.post("/train?validateOnly=true", Http.TRAIN.replace("diabetes", "nope"))
                        .code())
                .isEqualTo("dataset_not_found");
        assertThat(http.post("/train?validateOnly=true", Http.TRAIN.replace("bmi", "weight"))
                        .code())
                .isEqualTo("unknown_column");
    }

    private static void fits(String operation, Http.Answer answer) {
        String content = document.answer(operation, answer.status(), answer.header("Content-Type"));
        assertThat(document.problems(content + "/schema", answer.json())).isEmpty();
    }

    private static String with(String member) {
        return Http.TRAIN.replace("\"target\"}", "\"target\"," + member + "}");
    }
}
