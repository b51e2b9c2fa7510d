package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be trained, told and done. */
class AlgorithmRoutesTest {
    private static LiveServer live;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void eachIsListedWithItsParameters() {
        JsonNode list = live.http.get("/algorithms").json().path("algorithms");

        assertThat(list.findValuesAsText("predicts"))
                .startsWith(Stream.iterate("number", one -> one.equals("number") ? "class" : "number")
                        .limit(10)
                        .toArray(String[]::new))
                .endsWith("number", "number", "class", "score", "number", "class")
                .hasSize(16);
        JsonNode forest = list.path(0);
        assertThat(forest.path("name").asText()).isEqualTo("RandomForestRegressor");
        assertThat(forest.path("equality").asText()).isEqualTo("exact");
        JsonNode depth = forest.path("parameters").path(2);
        assertThat(depth.path("name").asText()).isEqualTo("max_depth");
        assertThat(depth.path("default_value").asInt()).isEqualTo(3);
        assertThat(depth.path("allowed").asText()).isEqualTo("an integer of at least 1, or null");
        JsonNode tree = list.path(8);
        assertThat(tree.path("name").asText()).isEqualTo("DecisionTreeRegressor");
        assertThat(tree.path("parameters").path(2).path("default_value").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DecisionTreeRegressor", "DecisionTreeClassifier"})
    void aTreeIsTrainedAndAsked(String algorithm) {
        String body = Http.TRAIN.replaceFirst(
                "\\{", "{\"algorithm\":\"" + algorithm + "\",\"params\":{\"max_depth\":4,\"min_samples_leaf\":5},");
        String id =
                live.http.post("/train", body).json().at("/message/model_id").asText();
        live.http.get("/tasks/" + id + "?wait=60");

        JsonNode model = live.http.get("/models/" + id).json();
        Http.Answer answer = live.http.post("/predict", Http.predict(id, Http.INPUT));

        assertThat(model.path("algorithm").asText()).isEqualTo(algorithm);
        assertThat(model.at("/parameters/max_depth").asInt()).isEqualTo(4);
        assertThat(model.path("parameters").has("n_estimators")).isFalse();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/message/pred_proba").isArray())
                .isEqualTo(algorithm.equals("DecisionTreeClassifier"));
    }

    /** The figures are scikit-learn 1.2.1's for the same split, with its defaults and random_state 42. */
    @ParameterizedTest
    @CsvSource({
        "HistGradientBoostingRegressor, 60.01329560047857, 264.5340715952249",
        "ExtraTreesRegressor, 55.49293659881004, 231.17",
        "DummyRegressor, 73.22249283682244, 153.73654390934846"
    })
    void theFiguresAreScikitLearns(String algorithm, double rmse, double prediction) {
        String body = Http.TRAIN.replaceFirst("\\{", "{\"algorithm\":\"" + algorithm + "\",");
        String id =
                live.http.post("/train", body).json().at("/message/model_id").asText();
        live.http.get("/tasks/" + id + "?wait=60");

        JsonNode model = live.http.get("/models/" + id).json();
        JsonNode answer =
                live.http.post("/predict", Http.predict(id, Http.INPUT)).json();

        assertThat(model.at("/metrics/rmse").asDouble()).isEqualTo(rmse);
        assertThat(answer.at("/message/pred_proba").asDouble()).isEqualTo(prediction);
    }

    @Test
    void aParameterOfAnotherAlgorithmIsRefusedWithThoseThatHaveIt() {
        String body = Http.TRAIN.replaceFirst(
                "\\{", "{\"algorithm\":\"DecisionTreeRegressor\",\"params\":{\"n_estimators\":4},");

        Http.Answer answer = live.http.post("/train", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.words())
                .contains("DecisionTreeRegressor has no parameter n_estimators; it is one of RandomForestRegressor and "
                        + "RandomForestClassifier");
    }

    @Test
    void anAlgorithmThatIsMisspeltIsNamed() {
        Http.Answer answer =
                live.http.post("/train", Http.TRAIN.replaceFirst("\\{", "{\"algorithm\":\"DecisionTreeRegresor\","));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.words()).contains("did you mean DecisionTreeRegressor?");
    }
}
