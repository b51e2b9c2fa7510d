package dev.tasuki.server.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.server.problem.HttpCode;
import dev.tasuki.server.problem.Problem;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes whole problems of the examples that the annotations tell by code and detail: each with the status it stands
 * under and the path of its operation. Adds the answers that any route may give.
 */
final class ProblemExamples {
    /** Told of a task that has ended, which stays so. */
    private static final String ENDED = "wrong_state";

    private static final String DESCRIPTION = "description";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final Set<HttpStatus> RETRYABLE = Set.of(
            HttpStatus.CONFLICT,
            HttpStatus.TOO_MANY_REQUESTS,
            HttpStatus.SERVICE_UNAVAILABLE,
            HttpStatus.GATEWAY_TIMEOUT);
    private static final Set<String> CHANGES = Set.of("post", "put", "delete");

    private ProblemExamples() {}

    /** Completes every operation of the document in place. */
    static void complete(ObjectNode document) {
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                ObjectNode operation = (ObjectNode) method.getValue();
                addCommon(operation, CHANGES.contains(method.getKey().toLowerCase(Locale.ROOT)));
                for (Map.Entry<String, JsonNode> response :
                        operation.path("responses").properties()) {
                    JsonNode examples = response.getValue().at("/content/" + pointer(PROBLEM_JSON) + "/examples");
                    String asked = instance(path.getKey(), operation, response.getKey());
                    examples.properties()
                            .forEach(example -> complete(example, HttpStatus.valueOf(number(response)), asked));
                }
            }
        }
    }

    private static void complete(Map.Entry<String, JsonNode> example, HttpStatus status, String instance) {
        ObjectNode told = (ObjectNode) example.getValue();
        String detail = told.path("value").asText();
        Problem whole = Problem.example(
                status,
                example.getKey(),
                detail,
                RETRYABLE.contains(status) && !example.getKey().equals(ENDED),
                instance);
        told.set("value", Json.stored(new String(JsonAnswer.bytes(whole), StandardCharsets.UTF_8)));
    }

    private static void addCommon(ObjectNode operation, boolean changes) {
        ObjectNode responses = (ObjectNode) operation.path("responses");
        add(
                responses,
                HttpCode.BAD_REQUEST,
                "The request cannot be read",
                "the request cannot be read: its path, query or headers are malformed");
        if (changes) {
            add(
                    responses,
                    HttpCode.CROSS_SITE,
                    "A browser sent it for a page of another site",
                    "a page of another site may not change anything here");
        }
        addUnknownParameter(responses);
        Map<String, JsonNode> sorted = new TreeMap<>();
        responses.properties().forEach(response -> sorted.put(response.getKey(), response.getValue()));
        responses.removeAll();
        responses.setAll(sorted);
    }

    /** Every route refuses query parameters that it does not know. */
    private static void addUnknownParameter(ObjectNode responses) {
        String status = Integer.toString(HttpStatus.UNPROCESSABLE_ENTITY.getCode());
        ObjectNode response = responses.withObjectProperty(status);
        if (!response.has(DESCRIPTION)) {
            response.put(DESCRIPTION, "A query parameter is not known here, or stands twice");
        }
        ObjectNode content = response.withObjectProperty("content").withObjectProperty(MediaType.APPLICATION_JSON);
        content.withObjectProperty("schema").put("$ref", "#/components/schemas/HTTPValidationError");
        content.withObjectProperty("examples")
                .putObject("unknown_parameter")
                .set("value", Json.stored(Examples.UNKNOWN_PARAMETER));
    }

    private static void add(ObjectNode responses, HttpCode code, String description, String detail) {
        String status = Integer.toString(code.status().getCode());
        if (responses.has(status)) {
            return;
        }
        ObjectNode response = responses.putObject(status);
        response.put(DESCRIPTION, description);
        ObjectNode content = response.putObject("content").putObject(PROBLEM_JSON);
        content.putObject("schema").put("$ref", "#/components/schemas/Problem");
        content.putObject("examples").putObject(code.text()).put("value", detail);
    }

    /** The path with what its parameters' examples say, or a name that does not exist. */
    private static String instance(String path, JsonNode operation, String status) {
        String instance = path;
        for (JsonNode parameter : operation.path("parameters")) {
            boolean missing = status.equals("404") || !parameter.has("example");
            String name = "{" + parameter.path("name").asText() + "}";
            String value = name.equals("{queue}")
                    ? "queue.model.train"
                    : missing ? "nope" : parameter.path("example").asText();
            instance = instance.replace(name, value);
        }
        return instance;
    }

    private static int number(Map.Entry<String, JsonNode> response) {
        return Integer.parseInt(response.getKey());
    }

    private static String pointer(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
