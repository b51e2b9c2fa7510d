package dev.tasuki.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A client of one server, as simple as the tests that use it. */
final class Http {
    /** The published request. */
    static final String TRAIN = """
            {"dataset_id": "diabetes", "features": ["age","bmi","bp","s1","s2","s3","s4","s5","s6"], "target": "target"}""";

    /** The published input. */
    static final String INPUT = """
            {"age":0.038076,"bmi":0.061696,"bp":0.021872,"s1":-0.044223,"s2":-0.034821,"s3":-0.043401,\
            "s4":-0.002592,"s5":0.019908,"s6":-0.017646}""";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final URI origin;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Http(URI origin) {
        this.origin = origin;
    }

    /** An answer, read whole. */
    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + text(), e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The problem's code, or the type of the first wrong field. */
        String code() {
            JsonNode json = json();
            return json.path("detail").isArray()
                    ? json.at("/detail/0/type").asText()
                    : json.path("code").asText();
        }

        /** The problem's detail, or the message of the first wrong field. */
        String words() {
            JsonNode detail = json().path("detail");
            return detail.isArray() ? detail.at("/0/msg").asText() : detail.asText();
        }
    }

    URI origin() {
        return origin;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer get(String path, String header, String value) {
        return send(request(path).header(header, value).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String body) {
        return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(String path, byte[] body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer post(String path, String body, String header, String value) {
        return send(request(path).header(header, value).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) {
        return put(path, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer put(String path, byte[] body) {
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<Answer> sendLater(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(Answer::new);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(origin.resolve(path));
    }

    /** Sends bytes as they are and reads until the server closes: for what no client would send. */
    String raw(String bytes) {
        try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trains on the sample as published and waits for the end; returns the model's id. */
    String trained() {
        String id = accepted(TRAIN);
        JsonNode task = get("/tasks/" + id + "?wait=60").json();
        if (!task.path("state").asText().equals("TASK_COMPLETED")) {
            throw new IllegalStateException("not trained: " + task);
        }
        return id;
    }

    /** Has a training accepted; returns the task's and model's id. */
    String accepted(String body) {
        Answer answer = post("/train", body);
        if (answer.status() != 200) {
            throw new IllegalStateException("not accepted: " + answer.text());
        }
        return answer.json().at("/message/model_id").asText();
    }

    static String predict(String model, String input) {
        return "{\"model_id\":\"" + model + "\",\"dataset_id\":\"diabetes\",\"input_data\":" + input + "}";
    }
}
