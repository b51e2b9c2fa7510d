package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables with text, gaps, booleans and dates are uploaded, trained and asked over HTTP. The figures are those of
 * scikit-learn pipelines, made by {@code interop/python/tables.py}.
 */
class RealTablesTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    /** Of logarithms, and of the predictions of boosting with more than two classes. */
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
                Objects.requireNonNull(RealTablesTest.class.getResourceAsStream("/tables/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private static ObjectNode training(String table, String more) {
        try {
            String header = new String(bytes(table + ".csv"), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
            List<String> columns = new ArrayList<>(List.of(header.split(",")));
            ObjectNode body = MAPPER.createObjectNode();
            body.put("dataset_id", table);
            body.put("target", columns.removeLast());
            columns.forEach(body.putArray("features")::add);
            body.setAll((ObjectNode) MAPPER.readTree(more));
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Http.Answer trained(ObjectNode body) {
        Http.Answer accepted = http.post("/train", body.toString());
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        String id = accepted.json().at("/message/model_id").asText();
        JsonNode task = http.get("/tasks/" + id + "?wait=60").json();
        assertThat(task.path("state").asText()).as(task.toString()).isEqualTo("TASK_COMPLETED");
        return accepted;
    }

    private static String model(Http.Answer accepted) {
        return accepted.json().at("/message/model_id").asText();
    }

    private static Http.Answer predicted(String model, JsonNode input) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("model_id", model);
        body.set("input_data", input);
        return http.post("/predict", body.toString());
    }

    private static List<Double> numbers(JsonNode node) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode item : node) {
            if (item.isArray()) {
                numbers.addAll(numbers(item));
            } else {
                numbers.add(item.doubleValue());
            }
        }
        return numbers;
    }

    @ParameterizedTest
    @CsvSource({"passengers,0", "passengers,1", "houses,0", "houses,1", "visits,0", "visits,1"})
    void figuresAreThoseOfScikitLearn(String table, int learner) throws IOException {
        JsonNode golden = MAPPER.readTree(bytes(table + ".json"));
        JsonNode expected = golden.path("figures").path(learner);

        String model = model(trained(
                training(table, "{\"algorithm\":\"" + expected.path("algorithm").asText() + "\"}")));
        JsonNode metrics = http.get("/models/" + model).json().path("metrics");
        Http.Answer answer = predicted(model, golden.path("asked"));

        for (String metric : List.of("rmse", "accuracy")) {
            assertThat(metrics.path(metric)).as(metric).isEqualTo(expected.path(metric));
        }
        if (expected.has("log_loss")) {
            assertThat(metrics.path("log_loss").doubleValue())
                    .isCloseTo(expected.path("log_loss").doubleValue(), NEAR);
        }
        List<Double> probabilities = numbers(answer.json().at("/message/pred_proba"));
        List<Double> wanted = numbers(expected.path("predictions"));
        assertThat(probabilities).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(probabilities.get(i)).isCloseTo(wanted.get(i), NEAR);
        }
        if (expected.path("algorithm").asText().startsWith("RandomForestR")) {
            assertThat(probabilities).isEqualTo(wanted);
        }
    }

    @Test
    void trainsWithNothingButTheTargetAndSaysWhatWasDone() {
        Http.Answer accepted = trained(training("passengers", "{}"));
        JsonNode planned = accepted.json().path("preprocess");
        JsonNode details = http.get("/models/" + model(accepted)).json();

        assertThat(planned.findValuesAsText("as"))
                .containsExactly(
                        "number", "left_out", "category", "number", "number", "number", "category", "category");
        assertThat(details.path("algorithm").asText()).isEqualTo("RandomForestClassifier");
        JsonNode done = details.path("preprocess");
        assertThat(done.findValuesAsText("as")).isEqualTo(planned.findValuesAsText("as"));
        assertThat(done.path(1).path("words").asText()).contains("left out", "different values");
        JsonNode age = done.path(3);
        assertThat(age.path("missing").intValue()).isPositive();
        assertThat(age.path("indicator").booleanValue()).isTrue();
        assertThat(age.path("columns").intValue()).isEqualTo(2);
        assertThat(age.path("words").asText())
                .contains("of 600 rows have no value", age.path("filled_with").asText());
        assertThat(details.path("features").findValuesAsText("name"))
                .containsExactly("class", "sex", "age", "siblings", "fare", "cabin", "port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"passengers", "houses", "visits"})
    void aStarIsEveryColumnButTheTarget(String table) {
        ObjectNode body = training(table, "{}");
        Http.Answer named = trained(body);
        body.putArray("features").add("*");
        JsonNode plan = http.post("/train?validateOnly=true", body.toString()).json();
        Http.Answer all = trained(body);

        JsonNode details = http.get("/models/" + model(all)).json();
        JsonNode expected = http.get("/models/" + model(named)).json();
        for (String part : List.of("features", "preprocess", "metrics")) {
            assertThat(details.path(part)).as(part).isEqualTo(expected.path(part));
        }
        assertThat(all.json().path("preprocess")).isEqualTo(named.json().path("preprocess"));
        assertThat(plan.path("features")).isEqualTo(training(table, "{}").path("features"));
    }

    @Test
    void aPredictionNamesWhatIsMissingOrUnknown() throws IOException {
        String model = model(trained(training("passengers", "{}")));
        JsonNode asked = MAPPER.readTree(bytes("passengers.json")).path("asked");

        ObjectNode complete = asked.path(0).deepCopy();
        complete.put("cabin", "A18");
        JsonNode known = predicted(model, complete).json().path("message");
        JsonNode warned = predicted(model, asked).json().at("/message/warnings");

        assertThat(known.has("warnings")).isFalse();
        assertThat(warned)
                .extracting(JsonNode::asText)
                .satisfiesExactly(
                        cabin -> assertThat(cabin).contains("input_data[0]: feature cabin is missing"),
                        age -> assertThat(age).contains("input_data[1]: feature age is missing; ", "stands for it"),
                        cabin -> assertThat(cabin).contains("input_data[1]: feature cabin is "),
                        port -> assertThat(port).contains("input_data[1]: feature port is missing"),
                        sex -> assertThat(sex).contains("input_data[2]: feature sex is \"unknown\", which"),
                        cabin -> assertThat(cabin).contains("input_data[2]: feature cabin is missing"),
                        port -> assertThat(port).contains("input_data[2]: feature port is \"Belfast\", which"));
    }

    @Test
    void aRowThatLacksAFeatureIsRefusedAndOneThatIsLeftOutMayBeAbsent() throws IOException {
        String model = model(trained(training("passengers", "{}")));
        ObjectNode row = (ObjectNode) MAPPER.readTree(bytes("passengers.json")).at("/asked/0");
        row.remove("name");

        assertThat(predicted(model, row).status()).isEqualTo(200);

        row.remove("sex");
        Http.Answer lacking = predicted(model, row);
        assertThat(lacking.status()).isEqualTo(422);
        assertThat(lacking.code()).isEqualTo("missing_feature");
        assertThat(lacking.words()).contains("lacks the feature sex");

        row.put("sex", "male").put("age", "old");
        Http.Answer wrong = predicted(model, row);
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.code()).isEqualTo("not_a_number");
        assertThat(wrong.words()).contains("feature age is \"old\"", "null is a missing value");
    }

    @Test
    @Tag("bound:predict_warnings")
    void soManyWarningsAreShownAndTheRestIsCounted() throws IOException {
        String model = model(trained(training("passengers", "{}")));
        JsonNode row = MAPPER.readTree(bytes("passengers.json")).at("/asked/0");
        ArrayNode rows = MAPPER.createArrayNode();
        for (int i = 0; i < 20; i++) {
            rows.add(row);
        }

        JsonNode most = predicted(model, rows).json().at("/message/warnings");
        rows.add(row);
        JsonNode more = predicted(model, rows).json().at("/message/warnings");

        assertThat(most).hasSize(20);
        assertThat(most.path(19).asText()).startsWith("input_data[19]: feature cabin is missing");
        assertThat(more).hasSize(20);
        assertThat(more.path(19).asText()).isEqualTo("and 2 more values are missing or unknown");
    }

    @Test
    void noneIsAsBefore() {
        Http.Answer refused = http.post(
                "/train", training("passengers", "{\"preprocess\":\"none\"}").toString());

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("not_a_number");
        assertThat(refused.words()).contains("\"sex\" is text", "of \"age\"");
    }

    @Test
    void eachColumnIsTreatedAsItIsSaid() {
        String wanted = """
                {"preprocess":{"missing":"mean","indicator":false,"scale":true,"dates":"parts",
                "columns":{"district":{"categories":"one_hot"},"heating":{"missing":"most_frequent"}}}}""";
        JsonNode done = http.get("/models/" + model(trained(training("houses", wanted))))
                .json()
                .path("preprocess");

        assertThat(done.findValuesAsText("as"))
                .containsExactly("date", "category", "number", "number", "boolean", "category");
        assertThat(done.findValues("columns").stream().mapToInt(JsonNode::intValue))
                .containsExactly(6, 5, 1, 1, 1, 1);
        assertThat(done.path(1).path("encoding").asText()).isEqualTo("one_hot");
        assertThat(done.path(3).path("scale").doubleValue()).isGreaterThan(1);
        assertThat(done.path(5).path("words").asText()).contains("the most frequent one");
    }

    @Test
    void everyWrongWordIsNamedAtOnce() {
        String wrong = """
                {"preprocess":{"missing":"meen","indicator":1,"categries":"ordinal",
                "columns":{"districts":{},"area":{"dates":"part"},"rooms":{"missing":"native"}}}}""";

        JsonNode detail =
                http.post("/train", training("houses", wrong).toString()).json().path("detail");

        assertThat(detail.findValuesAsText("msg"))
                .satisfiesExactlyInAnyOrder(
                        msg -> assertThat(msg).contains("'median', 'mean'").endsWith("; did you mean mean?"),
                        msg -> assertThat(msg).isEqualTo("Input should be a valid boolean"),
                        msg -> assertThat(msg).endsWith("; did you mean categories?"),
                        msg -> assertThat(msg).contains("none of the features").endsWith("; did you mean district?"),
                        msg -> assertThat(msg).endsWith("; did you mean parts?"),
                        msg -> assertThat(msg).contains("does not take missing values"));
        assertThat(detail.path(0).path("loc").toString()).startsWith("[\"body\",\"preprocess\"");
    }

    @Test
    void aPlanSaysWhatWouldBeDone() {
        JsonNode plan = http.post(
                        "/train?validateOnly=true", training("visits", "{}").toString())
                .json();

        assertThat(plan.path("preprocess").findValuesAsText("as"))
                .containsExactly("date", "category", "category", "number", "number", "left_out");
        assertThat(plan.at("/preprocess/0/words").asText()).isEqualTo("dates as their parts");
    }
}
