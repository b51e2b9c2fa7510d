package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SearchRoutesTest {
    private static final String GRID =
            "{\"params\":{\"n_estimators\":5},\"search\":{\"grid\":{\"max_depth\":[1,3]},\"cv\":3},";

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

    private static String train(String more) {
        return Http.TRAIN.replaceFirst("\\{", more.replace("{", "\\{").replace("}", "\\}"));
    }

    private static JsonNode model(String body) {
        String id = http.accepted(body);
        assertThat(http.get("/tasks/" + id + "?wait=60").json().path("state").asText())
                .isEqualTo("TASK_COMPLETED");
        return http.get("/models/" + id).json();
    }

    @Test
    void aModelShowsWhatWasTried() {
        JsonNode model = model(train(GRID));

        assertThat(model.at("/search/way").asText()).isEqualTo("grid");
        assertThat(model.at("/search/table")).hasSize(2);
        assertThat(model.at("/search/table/0/params").toString()).isEqualTo("{\"max_depth\":1}");
        assertThat(model.at("/search/table/1/scores")).hasSize(3);
        assertThat(model.at("/search/best").asInt()).isEqualTo(2);
        assertThat(model.at("/parameters/max_depth").asInt()).isEqualTo(3);
        assertThat(model.at("/request/search").toString()).isEqualTo("{\"grid\":{\"max_depth\":[1,3]},\"cv\":3}");
        assertThat(http.get("/models/" + http.trained()).json().path("search").isNull())
                .isTrue();
    }

    @Test
    void theBestAlgorithmPredictsAsAnyModel() {
        JsonNode model = model(train("{\"algorithm\":\"auto\",\"search\":{\"cv\":2},"));

        assertThat(model.at("/search/table")).hasSize(5);
        assertThat(model.path("algorithm").asText())
                .isEqualTo(model.at("/search/table")
                        .get(model.at("/search/best").asInt() - 1)
                        .path("algorithm")
                        .asText());
        Http.Answer predicted =
                http.post("/predict", Http.predict(model.path("model_id").asText(), Http.INPUT));
        assertThat(predicted.status()).isEqualTo(200);
    }

    @Test
    void aPlanTellsHowMuchWouldBeTried() {
        JsonNode grid = http.post("/train?validateOnly=true", train(GRID)).json();
        JsonNode auto = http.post("/train?validateOnly=true", train("{\"algorithm\":\"auto\","))
                .json();
        JsonNode plain = http.post("/train?validateOnly=true", Http.TRAIN).json();

        assertThat(grid.path("search").toString()).isEqualTo("{\"candidates\":2,\"folds\":3}");
        assertThat(grid.path("params").has("max_depth")).isFalse();
        assertThat(grid.path("params").path("n_estimators").asInt()).isEqualTo(5);
        assertThat(auto.path("algorithm").asText()).isEqualTo("auto");
        assertThat(auto.path("params")).isEmpty();
        assertThat(auto.at("/search/candidates").asInt()).isEqualTo(5);
        assertThat(auto.at("/seconds/estimate").doubleValue())
                .isGreaterThan(plain.at("/seconds/estimate").doubleValue());
        assertThat(plain.path("search").isNull()).isTrue();
    }

    @Test
    void whatCannotBeIsRefusedBeforeAcceptance() {
        http.put("/datasets/small", "a,y\n1,2\n2,3\n3,4\n4,5\n");
        String small = "{\"dataset_id\":\"small\",\"features\":[\"a\"],\"target\":\"y\",\"search\":";
        Http.Answer folds = http.post("/train", small + "{\"grid\":{\"max_depth\":[1]}}}");
        Http.Answer scoring = http.post(
                "/train", small + "{\"grid\":{\"criterion\":[\"squared_error\"]},\"cv\":2,\"scoring\":\"brier\"}}");
        Http.Answer top = http.post("/train", train("{\"max_seconds\":5,"));

        assertThat(folds.status()).isEqualTo(422);
        assertThat(folds.words()).contains("cv is 5", "2 to 3", "that the folds of a search are of");
        assertThat(scoring.status()).isEqualTo(422);
        assertThat(top.status()).isEqualTo(422);
        assertThat(top.words()).contains("did you mean search.max_seconds?");
    }
}
