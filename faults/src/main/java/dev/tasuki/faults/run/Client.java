package dev.tasuki.faults.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.faults.history.Event;
import dev.tasuki.faults.history.Event.Kind;
import dev.tasuki.faults.history.History;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes calls, and writes down each with its answer. Thread-safe. */
final class Client implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROW = """
            {"age":0.038076,"bmi":0.061696,"bp":0.021872,"s1":-0.044223,"s2":-0.034821,"s3":-0.043401,\
            "s4":-0.002592,"s5":0.019908,"s6":-0.017646}""";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong calls = new AtomicLong();
    private final ReachableServer reachable;
    private final History history;
    private final TrainingRequests requests;
    private final Duration patience;

    /** A client that waits for an answer as long as {@code patience}. */
    Client(ReachableServer reachable, History history, TrainingRequests requests, Duration patience) {
        this.reachable = reachable;
        this.history = history;
        this.requests = requests;
        this.patience = patience;
    }

    /** An answer. */
    record Reply(int status, JsonNode body) {
        String state() {
            return body.path("state").asText();
        }
    }

    private record Call(
            Kind kind,
            @Nullable String tag,
            @Nullable String key,
            @Nullable String task) {}

    /** Asks for a training; the task's id if it was accepted. */
    Optional<String> train(String tag, @Nullable String key) {
        return ask(tag, key)
                .filter(reply -> reply.status() == 200)
                .map(reply -> reply.body().path("message").path("model_id").asText());
    }

    /** The same, with the whole answer. */
    Optional<Reply> ask(String tag, @Nullable String key) {
        return send(new Call(Kind.TRAIN, tag, key, null), "/train", request -> {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(requests.body(tag)));
            return key == null ? request : request.header("Idempotency-Key", key);
        });
    }

    /** Asks a model. */
    Optional<Reply> predict(String task) {
        return predict(task, patience);
    }

    /** Asks a model, and waits no longer than this. */
    Optional<Reply> predict(String task, Duration most) {
        String body = "{\"model_id\":\"" + task + "\",\"dataset_id\":\"diabetes\",\"input_data\":" + ROW + "}";
        return send(
                new Call(Kind.PREDICT, null, null, task),
                "/predict",
                request -> request.header("Content-Type", "application/json")
                        .timeout(most)
                        .POST(BodyPublishers.ofString(body)));
    }

    Optional<Reply> cancel(String task) {
        return send(new Call(Kind.CANCEL, null, null, task), "/tasks/" + task, HttpRequest.Builder::DELETE);
    }

    Optional<Reply> retry(String task) {
        return send(
                new Call(Kind.RETRY, null, null, task),
                "/tasks/" + task + "/retry",
                request -> request.POST(BodyPublishers.noBody()));
    }

    /** Looks at a task, and writes down what it saw. */
    Optional<Reply> look(String task) {
        Optional<Reply> reply = send(new Call(Kind.LOOK, null, null, task), "/tasks/" + task, HttpRequest.Builder::GET);
        reply.ifPresent(seen -> {
            if (seen.status() == 200) {
                history.add(new Event.Seen(
                        history.now(),
                        task,
                        seen.state(),
                        seen.body().path("attempts").asInt()));
            } else if (seen.status() == 404) {
                history.add(new Event.Seen(history.now(), task, "NOT_FOUND", 0));
            }
        });
        return reply;
    }

    /** Looks at the model of a task that has ended well. */
    Optional<Reply> model(String task) {
        return send(new Call(Kind.LOOK, null, null, task), "/models/" + task, HttpRequest.Builder::GET);
    }

    /**
     * The time of a call is one at which its way was open: were it read after a server had been killed
     * and replaced, the call to the former one would be held against the latter.
     */
    private Optional<Reply> send(Call call, String path, UnaryOperator<HttpRequest.Builder> about) {
        String server;
        long at;
        do {
            server = reachable.await();
            at = history.now();
        } while (!reachable.leadsTo(server));
        long number = calls.incrementAndGet();
        history.add(new Event.Sent(at, number, call.kind(), call.tag(), call.key(), call.task()));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(patience);
        try {
            HttpResponse<String> response = http.send(about.apply(request).build(), BodyHandlers.ofString());
            JsonNode body = JSON.readTree(response.body());
            JsonNode message = body.path("message");
            history.add(new Event.Answered(
                    history.now(),
                    number,
                    response.statusCode(),
                    call.kind() == Kind.TRAIN ? text(message.path("model_id")) : null,
                    text(body.path("code")),
                    text(message.path("pred_proba")),
                    response.headers().firstValue("Retry-After").orElse(null)));
            return Optional.of(new Reply(response.statusCode(), body));
        } catch (IOException e) {
            boolean late = e instanceof HttpTimeoutException;
            history.add(new Event.Unanswered(history.now(), number, late, String.valueOf(e)));
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a call was under way", e);
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asText();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
