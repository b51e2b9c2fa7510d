package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.request.Algorithms;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.request.TrainingParameters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what the server does, all of it. */
class OpenApiTest {
    private static LiveServer live;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        document = live.http.get("/openapi.json").json();
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void everyRouteIsThere() {
        Set<String> routes = new TreeSet<>();
        operations().forEach(operation -> routes.add(operation.name()));

        assertThat(routes)
                .containsExactlyInAnyOrder(
                        "post /train",
                        "post /predict",
                        "get /tasks",
                        "get /tasks/{id}",
                        "delete /tasks/{id}",
                        "post /tasks/{id}/retry",
                        "post /tasks/{id}/finish",
                        "post /tasks/retry",
                        "get /dead-letters",
                        "post /dead-letters/{queue}/retry",
                        "post /dead-letters/{queue}/{id}/retry",
                        "delete /dead-letters/{queue}/{id}",
                        "get /models",
                        "get /models/{id}",
                        "get /models/{id}/artifact",
                        "get /models/{id}/trees/{tree}",
                        "post /models/{id}/trees/{tree}",
                        "post /models/{id}/predict.csv",
                        "delete /models/{id}",
                        "get /models/{name}/aliases",
                        "put /models/{name}/aliases/{alias}",
                        "post /models/{name}/aliases/{alias}/rollback",
                        "delete /models/{name}/aliases/{alias}",
                        "get /compare",
                        "get /algorithms",
                        "get /datasets",
                        "get /datasets/{id}",
                        "get /datasets/{id}/csv",
                        "get /datasets/{id}/relations",
                        "put /datasets/{id}",
                        "post /datasets",
                        "delete /datasets/{id}",
                        "get /events",
                        "get /tasks/{id}/events",
                        "get /queues/history",
                        "get /workers",
                        "post /workers/{id}/drain",
                        "post /workers/{id}/resume",
                        "delete /workers/{id}",
                        "get /health",
                        "get /health/live",
                        "get /health/ready",
                        "get /metrics");
        assertThat(document.path("paths").fieldNames().next()).isEqualTo("/train");
    }

    @Test
    void everyOperationSaysWhatItIsForAndEveryAnswerWhatItMeans() {
        operations().forEach(operation -> {
            assertThat(operation.json().path("summary").asText())
                    .as(operation.name())
                    .isNotBlank();
            assertThat(operation.json().path("description").asText())
                    .as(operation.name())
                    .isNotBlank();
            assertThat(operation.json().path("operationId").asText())
                    .as(operation.name())
                    .doesNotContain("_")
                    .isNotBlank();
            operation
                    .json()
                    .path("responses")
                    .forEach(answer -> assertThat(answer.path("description").asText())
                            .as(operation.name())
                            .isNotBlank());
            assertThat(operation.json().path("responses").findValues("content"))
                    .as(operation.name())
                    .noneMatch(content -> content.has("*/*"));
        });
    }

    @Test
    void thePublishedRoutesListEveryStatus() {
        assertThat(statuses("/train", "post"))
                .containsExactlyInAnyOrder("200", "400", "403", "404", "413", "415", "422", "429", "500", "503");
        assertThat(statuses("/predict", "post"))
                .containsExactlyInAnyOrder(
                        "200", "400", "403", "404", "409", "413", "415", "422", "429", "500", "503", "504");
    }

    @Test
    void everyFieldOfEverySchemaIsTypedAndHasAnExampleOrASchemaOfItsOwn() {
        List<String> bare = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema :
                document.at("/components/schemas").properties()) {
            for (Map.Entry<String, JsonNode> field :
                    schema.getValue().path("properties").properties()) {
                JsonNode json = field.getValue();
                boolean told = json.has("example")
                        || json.has("description")
                        || json.has("$ref")
                        || json.has("allOf")
                        || json.path("items").has("$ref");
                if (!told) {
                    bare.add(schema.getKey() + "." + field.getKey());
                }
            }
        }

        assertThat(bare).isEmpty();
    }

    @Test
    void namesAreThoseOnTheWire() {
        Set<String> train = names("TrainRequest");

        assertThat(train)
                .containsExactlyInAnyOrder(
                        "dataset_id",
                        "features",
                        "target",
                        "algorithm",
                        "params",
                        "preprocess",
                        "test_size",
                        "split_random_state",
                        "stratify",
                        "cv",
                        "search",
                        "permutation_importance",
                        "name",
                        "tags",
                        "run_at",
                        "expires_at",
                        "timeout_s",
                        "on_timeout",
                        "priority");
        assertThat(names("PredictRequest"))
                .containsExactlyInAnyOrder("model_id", "dataset_id", "input_data", "each_row", "explain", "interval");
        assertThat(names("Problem"))
                .containsExactlyInAnyOrder(
                        "type", "title", "status", "detail", "code", "retryable", "instance", "request_id");
    }

    @Test
    void theAlgorithmIsOneOfOursOrAnAllowedTaskOfAWorker() {
        JsonNode algorithm = document.at("/components/schemas/TrainRequest/properties/algorithm");
        Pattern pattern = Pattern.compile(algorithm.path("pattern").asText());

        assertThat(Algorithms.names()).allMatch(name -> pattern.matcher(name).matches());
        assertThat("celery:proj.train").matches(pattern);
        assertThat(List.of("SVM", "celery:", "celery:a b", "far:boost"))
                .noneMatch(name -> pattern.matcher(name).matches());
        assertThat(algorithm.path("description").asText()).contains(Algorithms.names());
        assertThat(algorithm.has("enum")).isFalse();
    }

    @Test
    void everyParameterOfTheForestIsThatOfTheLearner() {
        String id = live.http.trained();
        Set<String> taken = new TreeSet<>();
        live.http.get("/models/" + id).json().path("parameters").fieldNames().forEachRemaining(taken::add);
        taken.add("class_weight");

        assertThat(names("TrainParameters")).containsAll(taken);
        Set<String> told = new TreeSet<>(live.http.get("/algorithms").json().findValuesAsText("name"));
        told.removeAll(Algorithms.names());
        assertThat(names("TrainParameters")).isEqualTo(told);
    }

    @Test
    void theExamplesOfTheRequestsAreAcceptedAsTheyStand() {
        JsonNode train = examples("/train");
        JsonNode predict = examples("/predict");

        assertThat(TrainRequest.parse(bytes(train.at("/published/value"))).params())
                .isEqualTo(TrainingParameters.PUBLISHED);
        assertThat(TrainRequest.parse(bytes(train.at("/options/value"))).tags()).containsExactly("nightly", "eu");
        assertThat(PredictRequest.parse(bytes(predict.at("/published/value"))).single())
                .isTrue();
        assertThat(PredictRequest.parse(bytes(predict.at("/rows/value"))).rows())
                .isEqualTo(2);
        assertThat(live.http
                        .post("/train", train.at("/published/value").toString())
                        .status())
                .isEqualTo(200);
        assertThat(live.http
                        .post("/train", train.at("/options/value").toString())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answersHaveExactlyTheFieldsOfTheirSchemas() {
        String id = live.http.trained();

        assertSameFields("/tasks/" + id, "Task");
        assertSameFields("/models/" + id, "Model");
        assertSameFields("/datasets/diabetes", "Dataset");
        assertSameFields("/tasks", "TaskList");
        assertSameFields("/dead-letters", "DeadLetterList");
        assertSameFields("/health/ready", "Health");
    }

    @Test
    void theVersionIsTheProgramsOwn() {
        assertThat(document.at("/info/version").asText()).isEqualTo("1.2.3-test");
        assertThat(document.at("/info/title").asText()).isEqualTo("Tasuki");
    }

    private static void assertSameFields(String path, String schema) {
        Set<String> answered = new TreeSet<>();
        live.http.get(path).json().fieldNames().forEachRemaining(answered::add);
        assertThat(answered).as(schema).isEqualTo(names(schema));
    }

    private static Set<String> names(String schema) {
        Set<String> names = new TreeSet<>();
        document.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    private static Set<String> statuses(String path, String method) {
        Set<String> statuses = new TreeSet<>();
        document.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .fieldNames()
                .forEachRemaining(statuses::add);
        return statuses;
    }

    private static JsonNode examples(String path) {
        return document.path("paths").path(path).at("/post/requestBody/content/application~1json/examples");
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Stream<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operations.add(new Operation(method.getKey() + " " + path.getKey(), method.getValue()));
            }
        }
        return operations.stream();
    }

    private record Operation(String name, JsonNode json) {}
}
