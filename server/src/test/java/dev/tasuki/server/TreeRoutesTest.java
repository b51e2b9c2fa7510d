package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.server.view.Examples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees over HTTP. */
class TreeRoutesTest {
    private static LiveServer live;
    private static Http http;
    private static String model;
    private static Documented document;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        http = live.http;
        model = http.trained();
        document = new Documented(http.get("/openapi.json").json());
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    private static void fits(String operation, Http.Answer answer) {
        String content = document.answer(
                operation + " /models/{id}/trees/{tree}", answer.status(), answer.header("Content-Type"));
        assertThat(document.problems(content + "/schema", answer.json())).isEmpty();
    }

    private static String trained(String algorithm, String more) {
        String id = http.accepted(Http.TRAIN.replaceFirst("\\{", "{\"algorithm\":\"" + algorithm + "\"," + more));
        assertThat(http.get("/tasks/" + id + "?wait=60").json().path("state").asText())
                .isEqualTo("TASK_COMPLETED");
        return id;
    }

    @Test
    void aTreeIsShownAsItWasGrown() {
        Http.Answer answer = http.get("/models/" + model + "/trees/0");
        JsonNode tree = answer.json();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(tree.path("trees").asInt()).isEqualTo(100);
        assertThat(tree.path("nodes")).hasSize(tree.path("size").asInt()).hasSizeLessThanOrEqualTo(15);
        JsonNode root = tree.path("nodes").path(0);
        assertThat(root.path("id").asInt()).isZero();
        assertThat(root.path("test").asText()).isEqualTo("at_most");
        assertThat(root.path("missing").isNull()).isTrue();
        assertThat(root.path("samples").asInt()).isBetween(200, 240);
        JsonNode leaf = tree.path("nodes").path(tree.path("size").asInt() - 1);
        assertThat(leaf.path("feature").isNull()).isTrue();
        assertThat(leaf.path("value")).hasSize(1);
        fits("get", answer);
    }

    @Test
    void theWayOfTheDocumentsRowAddsUpToItsPrediction() {
        double sum = 0;
        for (int tree = 0; tree < 100; tree++) {
            Http.Answer answer = http.post("/models/" + model + "/trees/" + tree, Examples.TREE_ROW);
            assertThat(answer.status()).isEqualTo(200);
            sum += answer.json().at("/leaf/value/0").doubleValue();
            fits("post", answer);
        }

        assertThat(sum / 100).isEqualTo(208.6445780005619);
    }

    @Test
    void aPartIsAskedForByRootAndDepth() {
        JsonNode top = http.get("/models/" + model + "/trees/3?depth=1").json();
        int right = top.at("/nodes/0/right").asInt();
        JsonNode under =
                http.get("/models/" + model + "/trees/3?depth=0&root=" + right).json();

        assertThat(top.path("nodes")).hasSize(3);
        assertThat(top.path("truncated").asBoolean()).isTrue();
        assertThat(under.path("root").asInt()).isEqualTo(right);
        assertThat(under.path("nodes").path(0)).isEqualTo(top.path("nodes").path(2));
    }

    @ParameterizedTest
    @CsvSource({
        "/trees/100, 404, tree_not_found",
        "/trees/0?root=1000, 404, tree_not_found",
        "/trees/-1, 422, greater_than_equal",
        "/trees/first, 422, int_parsing",
        "/trees/0?root=-1, 422, greater_than_equal",
        "/trees/0?depth=1001, 422, less_than_equal",
        "/trees/0?level=2, 422, extra_forbidden"
    })
    void whatDoesNotFitIsRefused(String path, int status, String code) {
        Http.Answer answer = http.get("/models/" + model + path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        fits("get", answer);
    }

    @Test
    void aModelWithoutTreesSaysSo() {
        String line = trained("Ridge", "");
        Http.Answer answer = http.post("/models/" + line + "/trees/0", Examples.TREE_ROW);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.words()).isEqualTo("model " + line + " is of Ridge, which has no trees");
        fits("post", answer);
    }

    @Test
    void aRowThatTheModelDoesNotTakeIsRefused() {
        String path = "/models/" + model + "/trees/0";

        Http.Answer lacking = http.post(path, "{\"input_data\":{\"age\":1}}");
        Http.Answer rows = http.post(path, "{\"input_data\":[]}");
        Http.Answer more = http.post(path, Examples.TREE_ROW.replaceFirst("\\{", "{\"tree\":1,"));

        assertThat(lacking.code()).isEqualTo("missing_feature");
        assertThat(rows.code()).isEqualTo("dict_type");
        assertThat(more.code()).isEqualTo("extra_forbidden");
        fits("post", lacking);
        fits("post", rows);
        fits("post", more);
    }

    @Test
    void aTreeOfAClassifierSaysItsClass() {
        String id = trained("HistGradientBoostingClassifier", "\"params\":{\"max_iter\":2},");
        JsonNode tree = http.get("/models/" + id + "/trees/1").json();

        assertThat(tree.path("of_class").isNumber()).isTrue();
        assertThat(tree.at("/sums/scale").asText()).isEqualTo("raw_score");
        fits("get", http.get("/models/" + id + "/trees/1"));
    }
}
