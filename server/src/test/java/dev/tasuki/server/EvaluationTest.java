package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code GET /models/{id}} says of how good a model is. The figures are those of scikit-learn, made by
 * {@code interop/python/evaluations.py}.
 */
class EvaluationTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    /** Of logarithms, and of the probabilities of boosting with more than two classes. */
    private static final Offset<Double> NEAR = Offset.offset(1e-12);

    private static LiveServer live;
    private static Http http;

    @BeforeAll
    static void start() throws IOException {
        live = new LiveServer().consuming();
        http = live.http;
        for (String table : List.of("passengers", "houses", "visits")) {
            assertThat(http.put("/datasets/" + table, bytes(table + ".csv")).status())
                    .isEqualTo(201);
        }
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(EvaluationTest.class.getResourceAsStream("/tables/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private static JsonNode model(String table, String algorithm) throws IOException {
        String header = new String(bytes(table + ".csv"), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElseThrow();
        List<String> columns = new ArrayList<>(List.of(header.split(",")));
        ObjectNode body = MAPPER.createObjectNode();
        body.put("dataset_id", table);
        body.put("target", columns.removeLast());
        body.put("algorithm", algorithm);
        body.put("permutation_importance", 5);
        columns.forEach(body.putArray("features")::add);
        String id = http.accepted(body.toString());
        JsonNode task = http.get("/tasks/" + id + "?wait=60").json();
        assertThat(task.path("state").asText()).as(task.toString()).isEqualTo("TASK_COMPLETED");
        return http.get("/models/" + id).json();
    }

    @ParameterizedTest
    @CsvSource({"passengers,0", "passengers,1", "houses,0", "houses,1", "visits,0", "visits,1"})
    void everyFigureIsScikitLearns(String table, int learner) throws IOException {
        JsonNode expected = MAPPER.readTree(bytes(table + ".evaluation.json")).path(learner);
        String algorithm = expected.path("algorithm").asText();
        // Boosting with three classes is equal within 4 units of the last place, as its probabilities are.
        boolean exact = !(table.equals("visits") && learner == 1);

        JsonNode model = model(table, algorithm);

        JsonNode evaluation = model.path("evaluation");
        same(evaluation.path("metrics"), expected.path("metrics"), exact);
        same(evaluation.at("/baseline/metrics"), expected.path("baseline"), true);
        assertThat(evaluation.at("/baseline/algorithm").asText())
                .isEqualTo(table.equals("houses") ? "DummyRegressor" : "DummyClassifier");
        model.path("metrics")
                .properties()
                .forEach(published -> assertThat(published.getValue())
                        .isEqualTo(evaluation.path("metrics").path(published.getKey())));
        sameImportances(model, expected.path("importances"));
        assertThat(evaluation.path("classes").size())
                .isEqualTo(expected.path("classes").size());
        for (int k = 0; k < expected.path("classes").size(); k++) {
            same(evaluation.path("classes").path(k), expected.path("classes").path(k), exact);
        }
        assertThat(evaluation.path("curves").size())
                .isEqualTo(expected.path("curves").size());
        for (int k = 0; k < expected.path("curves").size(); k++) {
            sameCurves(
                    evaluation.path("curves").path(k), expected.path("curves").path(k), exact);
        }
    }

    /** Of the raw columns: shuffling one shuffles all numbers that it became. */
    private static void sameImportances(JsonNode model, JsonNode expected) {
        assertThat(model.path("features").size()).isEqualTo(expected.size());
        for (JsonNode feature : model.path("features")) {
            String name = feature.path("name").asText();
            same(feature.path("permutation_importance"), expected.path(name), true);
            assertThat(feature.has("gain"))
                    .isEqualTo(model.path("algorithm").asText().startsWith("Hist"));
        }
        JsonNode how = model.at("/evaluation/permutation_importance");
        assertThat(how.path("n_repeats").asInt()).isEqualTo(5);
        assertThat(how.path("scoring").asText()).isEqualTo(model.path("classes").isArray() ? "accuracy" : "r2");
    }

    private static void sameCurves(JsonNode found, JsonNode expected, boolean exact) {
        assertThat(found.path("class")).isEqualTo(expected.path("class"));
        same(found.path("calibration"), expected.path("calibration"), exact);
        assertThat(found.path("calibration").path("rows").size())
                .isEqualTo(expected.path("calibration").path("predicted").size());
        for (String curve : List.of("roc", "precision_recall")) {
            JsonNode whole = expected.path(curve);
            JsonNode shown = found.path(curve);
            int points = whole.path("threshold").size();
            assertThat(shown.path("points").asInt()).as(curve).isEqualTo(points);
            if (points <= 100) {
                same(shown, whole, exact);
            } else {
                assertThat(shown.path("threshold").size()).isBetween(33, 100);
                assertThat(points(whole)).as(curve).containsSubsequence(points(shown));
            }
        }
    }

    /** Each point of a curve as one text. */
    private static List<String> points(JsonNode curve) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < curve.path("threshold").size(); i++) {
            points.add(curve.path("recall").path(i).doubleValue() + " "
                    + curve.path("precision").path(i).doubleValue() + " "
                    + curve.path("threshold").path(i).doubleValue());
        }
        return points;
    }

    /** Every member that is expected, to the last bit except logarithms. */
    private static void same(JsonNode found, JsonNode expected, boolean exact) {
        expected.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = found.path(name);
            if (member.getValue().isArray()) {
                assertThat(value.size()).as(name).isEqualTo(member.getValue().size());
                for (int i = 0; i < value.size(); i++) {
                    sameNumber(name, value.get(i), member.getValue().get(i), exact);
                }
            } else if (member.getValue().isNumber()) {
                sameNumber(name, value, member.getValue(), exact);
            } else {
                assertThat(value).as(name).isEqualTo(member.getValue());
            }
        });
    }

    private static void sameNumber(String name, JsonNode found, JsonNode expected, boolean exact) {
        if (exact && !name.equals("log_loss")) {
            assertThat(found.doubleValue()).as(name).isEqualTo(expected.doubleValue());
        } else {
            assertThat(found.doubleValue()).as(name).isCloseTo(expected.doubleValue(), NEAR);
        }
    }

    @Test
    void aBaselineIsTrainedAndAsked() {
        for (String algorithm : List.of("DummyRegressor", "DummyClassifier")) {
            String body = Http.TRAIN.replaceFirst("\\{", "{\"algorithm\":\"" + algorithm + "\",");
            String id = http.accepted(body);
            http.get("/tasks/" + id + "?wait=60");

            JsonNode model = http.get("/models/" + id).json();

            assertThat(model.path("algorithm").asText()).isEqualTo(algorithm);
            assertThat(model.at("/evaluation/metrics")).isEqualTo(model.at("/evaluation/baseline/metrics"));
            assertThat(http.post("/predict", Http.predict(id, Http.INPUT)).status())
                    .isEqualTo(200);
        }
    }
}
