package dev.tasuki.app.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** A client of the published HTTP interface. */
final class Client implements AutoCloseable {
    static final String TRAIN = """
            {"dataset_id":"diabetes","features":["age","bmi","bp","s1","s2","s3","s4","s5","s6"],"target":"target"}""";
    static final String ROW = """
            {"age":0.038076,"bmi":0.061696,"bp":0.021872,"s1":-0.044223,"s2":-0.034821,"s3":-0.043401,\
            "s4":-0.002592,"s5":0.019908,"s6":-0.017646}""";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE = 12;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String server;

    Client(String server) {
        this.server = server;
    }

    /** An answer's status and body. */
    record Answer(int status, JsonNode body) {}

    Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(server + path)));
    }

    /** Uploads a file. */
    Answer put(String path, Path file) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(server + path)).PUT(BodyPublishers.ofFile(file)));
    }

    /** The body of an answer that is no JSON. */
    String text(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path)).build();
        return sent(request, BodyHandlers.ofString()).body();
    }

    /** The id of an accepted training of the published request. */
    String train() {
        return post("/train", TRAIN).body().path("message").path("model_id").asText();
    }

    Answer predict(String model, String row) {
        return post(
                "/predict", "{\"model_id\":\"" + model + "\",\"dataset_id\":\"diabetes\",\"input_data\":" + row + "}");
    }

    /** The task once it has ended, or after four minutes as it is. */
    JsonNode ended(String task) {
        JsonNode row = get("/tasks/" + task + "?wait=20").body();
        for (int i = 0; i < PATIENCE && row.path("times").path("finished").isNull(); i++) {
            row = get("/tasks/" + task + "?wait=20").body();
        }
        return row;
    }

    Answer delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(server + path)).DELETE());
    }

    Answer post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response =
                sent(request.timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofString());
        try {
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private <T> HttpResponse<T> sent(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
