package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.use.SampleModel;
import dev.tasuki.server.view.Examples;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the OpenAPI document shows is what the server takes and answers, by a foreign validator's word. */
class DocumentTruthTest {
    private static final String PROBLEM = "application/problem+json";

    private static LiveServer live;
    private static Documented document;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        document = new Documented(live.http.get("/openapi.json").json());
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void everyExampleFitsItsSchema() {
        List<Documented.Example> examples = document.examples();

        assertThat(examples).hasSizeGreaterThan(150);
        assertThat(examples)
                .allSatisfy(example -> assertThat(document.problems(example.pointer(), example.value()))
                        .as("%s: %s", example.pointer(), example.value())
                        .isEmpty());
    }

    @Test
    void theValidatorSeesWhatDoesNotFit() {
        JsonNode problem = live.http.get("/models/nope").json();
        JsonNode list = live.http.get("/datasets").json();

        assertThat(document.problems("/components/schemas/Problem", problem)).isEmpty();
        assertThat(document.problems("/components/schemas/Problem", list)).isNotEmpty();
        // Behind a reference, too.
        assertThat(document.problems("/components/schemas/Task/properties/error", problem.path("status")))
                .isNotEmpty();
    }

    @Test
    void noObjectIsLeftUntoldWhereAnyValueMayStand() {
        List<String> untold = new ArrayList<>();
        untold(document.json(), "", untold);

        assertThat(untold).isEmpty();
        for (String any : List.of(
                "PredictRequest/properties/input_data",
                "PredictMessage/properties/pred_proba",
                "PredictMessage/properties/prediction",
                "TrainParameters/properties/min_samples_split",
                "TrainParameters/properties/min_samples_leaf",
                "TrainParameters/properties/max_features",
                "TrainParameters/properties/max_samples",
                "ValidationError/properties/loc/items",
                "ValidationError/properties/input")) {
            JsonNode schema = document.json().at("/components/schemas/" + any);
            assertThat(schema.isObject()).as(any).isTrue();
            assertThat(schema.has("type")).as(any).isFalse();
        }
    }

    @Test
    void everyProblemIsShownUnderItsOwnStatusAndPath() {
        int shown = 0;
        for (Documented.Operation operation : document.operations()) {
            for (Map.Entry<String, JsonNode> response :
                    operation.json().path("responses").properties()) {
                JsonNode content = response.getValue().path("content").path(PROBLEM);
                if (content.isMissingNode()) {
                    continue;
                }
                assertThat(content.path("examples").isEmpty())
                        .as("%s %s has an example", operation.name(), response.getKey())
                        .isFalse();
                for (Map.Entry<String, JsonNode> example :
                        content.path("examples").properties()) {
                    JsonNode problem = example.getValue().path("value");
                    String code = example.getKey();
                    String title = code.replace('_', ' ');
                    assertThat(problem.path("status").asText()).isEqualTo(response.getKey());
                    assertThat(problem.path("code").asText()).isEqualTo(code);
                    assertThat(problem.path("type").asText()).isEqualTo("urn:tasuki:problem:" + code);
                    assertThat(problem.path("title").asText()).isEqualToIgnoringCase(title);
                    assertThat(problem.path("instance").asText())
                            .matches(operation.name().split(" ", 2)[1].replaceAll("\\{[^}]*}", "[^/{}]+"));
                    shown++;
                }
            }
        }
        assertThat(shown).isGreaterThan(100);
    }

    @Test
    void tryItOutIsNotPrefilledWithFiltersThatFindNothing() {
        List<String> prefilled = new ArrayList<>();
        document.operations()
                .forEach(operation -> operation.json().path("parameters").forEach(parameter -> {
                    boolean optional = !parameter.path("required").asBoolean();
                    if (optional
                            && (parameter.has("example")
                                    || parameter.path("schema").has("example"))) {
                        prefilled.add(operation.name() + " " + parameter.path("name"));
                    }
                }));

        assertThat(prefilled).isEmpty();
    }

    @Test
    void everyRouteIsOpenAndSaysWhatItRefuses() {
        assertThat(document.json().path("security").isArray()).isTrue();
        assertThat(document.json().path("security").isEmpty()).isTrue();
        assertThat(document.json().at("/servers/0/url").asText()).isEqualTo("/");
        assertThat(document.json().at("/info/license/url").asText()).startsWith("https://");
        assertThat(document.operations())
                .allSatisfy(operation -> assertThat(
                                operation.json().path("responses").properties())
                        .as(operation.name())
                        .anyMatch(response -> response.getKey().startsWith("4")));
    }

    @Test
    void theExamplesNameTheModelThatIsThereFromTheFirstStart() {
        assertThat(Examples.MODEL).isEqualTo(SampleModel.id().value());
        for (String operation : List.of("get /models/{id}", "get /tasks/{id}")) {
            assertThat(document.operation(operation)
                            .json()
                            .at("/parameters/0/example")
                            .asText())
                    .as(operation)
                    .isEqualTo("diabetes-demo");
        }
        assertThat(document.operation("post /predict")
                        .json()
                        .at("/requestBody/content/application~1json/examples/published/value/model_id")
                        .asText())
                .isEqualTo("diabetes-demo");
    }

    @Test
    void whatIsShownOfAnUploadCanBeSentAndLearnedFrom() {
        JsonNode put = document.operation("put /datasets/{id}").json();
        String csv =
                put.at("/requestBody/content/text~1csv/examples/small/value").asText();

        told("put /datasets/{id}", live.http.put("/datasets/small", csv));
        String id =
                live.http.accepted("{\"dataset_id\":\"small\",\"features\":[\"age\",\"bmi\"],\"target\":\"target\"}");

        assertThat(live.http
                        .get("/tasks/" + id + "?wait=60")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("TASK_COMPLETED");
    }

    @Test
    void everyAnswerOfARunFitsTheDocument() {
        Http http = live.http;
        Http.Answer accepted = told("post /train", http.post("/train", Http.TRAIN));
        String id = accepted.json().at("/message/model_id").asText();
        told("get /tasks/{id}", http.get("/tasks/" + id));
        told("get /tasks/{id}", http.get("/tasks/" + id + "?wait=60"));
        told("get /models/{id}", http.get("/models/" + id));
        told("post /predict", http.post("/predict", Http.predict(id, Http.INPUT)));
        told("post /predict", http.post("/predict", Http.predict(id, "[" + Http.INPUT + "," + Http.INPUT + "]")));
        told("get /tasks", http.get("/tasks"));
        told("get /events", http.get("/events?after=0"));
        told("get /tasks/{id}/events", http.get("/tasks/" + id + "/events"));
        told("get /models", http.get("/models"));
        told("get /datasets", http.get("/datasets"));
        told("get /algorithms", http.get("/algorithms"));
        told("get /datasets/{id}", http.get("/datasets/diabetes"));
        told("get /dead-letters", http.get("/dead-letters"));
        told("get /health", http.get("/health"));
        told("get /health/live", http.get("/health/live"));
        told("get /health/ready", http.get("/health/ready"));
        told("post /tasks/retry", http.post("/tasks/retry", ""));
        told("post /dead-letters/{queue}/retry", http.post("/dead-letters/queue.model.train/retry", ""));
    }

    @Test
    void everyAnswerOfAClassifierFitsTheDocument() {
        Http http = live.http;
        for (String kind : List.of("no,yes", "0,1")) {
            String[] classes = kind.split(",", 2);
            StringBuilder csv = new StringBuilder("x,label\n");
            for (int i = 0; i < 40; i++) {
                csv.append(i).append(',').append(classes[i / 20]).append('\n');
            }
            told("put /datasets/{id}", http.put("/datasets/classes", csv.toString()));
            String id = http.accepted("{\"dataset_id\":\"classes\",\"features\":[\"x\"],\"target\":\"label\","
                    + "\"algorithm\":\"RandomForestClassifier\",\"params\":{\"oob_score\":true,"
                    + "\"max_features\":\"sqrt\",\"max_samples\":0.8,\"class_weight\":\"balanced\"}}");
            told("get /tasks/{id}", http.get("/tasks/" + id + "?wait=60"));
            Http.Answer model = told("get /models/{id}", http.get("/models/" + id));
            assertThat(model.json().path("confusion_matrix").isArray()).isTrue();
            assertThat(model.json().at("/oob/score").isNumber()).isTrue();
            told("post /predict", http.post("/predict", Http.predict(id, "{\"x\":3}")));
            told("post /predict", http.post("/predict", Http.predict(id, "[{\"x\":3},{\"x\":33}]")));
        }
    }

    @Test
    void everyRefusalOfARunFitsTheDocument() {
        Http http = live.http;
        String id = http.trained();
        told("get /models/{id}", http.get("/models/nope"));
        told("get /tasks/{id}", http.get("/tasks/nope"));
        told("get /tasks/{id}", http.get("/tasks/.nope"));
        told("get /datasets/{id}", http.get("/datasets/nope"));
        told("get /dead-letters", http.get("/dead-letters?queue=nope"));
        told("get /models", http.get("/models?limit=0"));
        told("get /tasks", http.get("/tasks?state=lost"));
        told("delete /tasks/{id}", http.delete("/tasks/" + id));
        told("post /tasks/{id}/retry", http.post("/tasks/" + id + "/retry", ""));
        told("post /tasks/{id}/finish", http.post("/tasks/" + id + "/finish", ""));
        told("put /datasets/{id}", http.put("/datasets/small", "a,b\n1"));
        for (String body : List.of(
                "{}",
                "[1]",
                "no JSON",
                Http.TRAIN.replace("\"bmi\"", "7"),
                Http.TRAIN.replace("bmi", "weight"),
                Http.TRAIN.replace("diabetes", "nope"),
                Http.TRAIN.replace(
                        "\"target\"}", "\"target\",\"params\":{\"max_depth\":[0],\"max_features\":true}}"))) {
            told("post /train", http.post("/train", body));
        }
        for (String input : List.of("1", "{}", "[{\"bmi\":1}]", Http.INPUT.replace("0.061696", "\"x\""))) {
            told("post /predict", http.post("/predict", Http.predict(id, input)));
        }
        told("post /predict", http.post("/predict", Http.predict("nope", Http.INPUT)));
        told("post /train", http.post("/train", "{}", "Content-Encoding", "br"));
        told("post /train", http.post("/train", "{}", "Sec-Fetch-Site", "cross-site"));
        told(
                "post /train",
                http.send(http.request("/train").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[9_000_000]))));
    }

    /** Checks that the document knows this answer, and that an example of the same code is of the same kind. */
    private static Http.Answer told(String operation, Http.Answer answer) {
        String content = document.answer(operation, answer.status(), answer.header("Content-Type"));
        assertThat(document.problems(content + "/schema", answer.json()))
                .as("%s %d: %s", operation, answer.status(), answer.text())
                .isEmpty();
        JsonNode shown = document.json()
                .at(content + "/examples/" + answer.json().path("code").asText() + "/value");
        if (shown.isObject()) {
            for (String same : List.of("type", "title", "status", "code", "retryable")) {
                assertThat(answer.json().path(same)).as(same).isEqualTo(shown.path(same));
            }
        }
        return answer;
    }

    private static void untold(JsonNode node, String where, List<String> untold) {
        boolean object = "object".equals(node.path("type").textValue());
        if (object && !node.has("properties") && !node.has("additionalProperties") && !node.has("allOf")) {
            untold.add(where);
        }
        node.properties().stream()
                .filter(member ->
                        !member.getKey().equals("example") && !member.getKey().equals("examples"))
                .forEach(member -> untold(member.getValue(), where + "/" + member.getKey(), untold));
        for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
            untold(element, where + "/*", untold);
        }
    }
}
