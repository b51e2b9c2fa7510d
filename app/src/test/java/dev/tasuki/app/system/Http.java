package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Plain requests, with nothing of ours in between. */
final class Http {
    static final String TRAIN = """
            {"dataset_id":"diabetes","features":["age","bmi","bp","s1","s2","s3","s4","s5","s6"],"target":"target"}""";
    static final String ROW = """
            {"age":0.038076,"bmi":0.061696,"bp":0.021872,"s1":-0.044223,"s2":-0.034821,"s3":-0.043401,\
            "s4":-0.002592,"s5":0.019908,"s6":-0.017646}""";

    /** Long enough to be met in the middle of it, and yet a forest of few nodes. */
    static final String LONG_TRAINING = """
            {"dataset_id":"diabetes","features":["age","bmi","bp","s1","s2","s3","s4","s5","s6"],"target":"target",
             "params":{"n_estimators":100000,"max_depth":1}}""";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String server;

    Http(String server) {
        this.server = server;
    }

    HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> put(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(server + path)).PUT(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(server + path)).DELETE());
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(server + path)));
    }

    /** The id of an accepted training. */
    String train(String body) {
        return json(post("/train", body)).path("message").path("model_id").asText();
    }

    /** The id of a long training, met while it runs. */
    String started() {
        String id = train(LONG_TRAINING);
        Awaitility.await("the training to run")
                .atMost(Duration.ofMinutes(2))
                .until(() -> json(get("/tasks/" + id))
                                .path("progress")
                                .path("fraction")
                                .asDouble()
                        > 0.06);
        return id;
    }

    /** The same of a training that lasts longer on any machine, if nobody ends it, and needs little memory. */
    String lasting() {
        StringBuilder rows = new StringBuilder("a,b,c,d,y\n");
        for (long i = 0; i < 20_000; i++) {
            long a = i * 7919 % 10007;
            long b = i * 104729 % 9973;
            rows.append(a)
                    .append(',')
                    .append(b)
                    .append(',')
                    .append(i * 31 % 997)
                    .append(',')
                    .append(i * 17 % 499);
            rows.append(',').append(a * b % 1009).append('\n');
        }
        assertThat(put("/datasets/lasting", rows.toString()).statusCode()).isEqualTo(201);
        String id = train("""
                {"dataset_id":"lasting","features":["a","b","c","d"],"target":"y",
                 "params":{"n_estimators":100000,"max_depth":3}}""");
        Awaitility.await("the training to run").atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            JsonNode row = json(get("/tasks/" + id));
            assertThat(row.path("progress").path("fraction").asDouble())
                    .as(row.toString())
                    .isPositive();
        });
        return id;
    }

    HttpResponse<String> predict(String model) {
        return post(
                "/predict", "{\"model_id\":\"" + model + "\",\"dataset_id\":\"diabetes\",\"input_data\":" + ROW + "}");
    }

    /** The task once it has ended. */
    JsonNode ended(String task) {
        // The sample's is accepted a moment after a server answers for the first time.
        Awaitility.await("the task " + task)
                .atMost(Duration.ofMinutes(2))
                .until(() -> get("/tasks/" + task).statusCode() == 200);
        JsonNode row = json(get("/tasks/" + task + "?wait=20"));
        for (int i = 0; i < 12 && row.path("times").path("finished").isNull(); i++) {
            row = json(get("/tasks/" + task + "?wait=20"));
        }
        return row;
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.statusCode() + " " + response.body(), e);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
