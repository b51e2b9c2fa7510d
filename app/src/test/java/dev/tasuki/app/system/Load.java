package dev.tasuki.app.system;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Trainings and predictions sent to producers in turn at a steady pace, whatever becomes of the ones
 * before. Every call and its answer is kept. Closing it ends the sending and waits for the answers
 * still to come.
 */
final class Load implements AutoCloseable {
    static final String TRAIN = "/train";
    static final String PREDICT = "/predict";

    /** Small, so that the pace is far below what the consumers can do. */
    static final String SMALL_TRAINING = """
            {"dataset_id":"diabetes","features":["bmi","s5"],"target":"target","params":{"n_estimators":10}}""";

    private static final Duration BETWEEN_TRAININGS = Duration.ofMillis(400);
    private static final Duration BETWEEN_PREDICTIONS = Duration.ofMillis(100);
    /** Many times the deadline of a prediction: what takes longer hangs. */
    private static final Duration HANGS = Duration.ofSeconds(45);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(1);
    private final List<String> servers;

    /**
     * Begins.
     *
     * @param servers the producers' URLs
     * @param model answers the predictions
     */
    Load(List<String> servers, String model) {
        this.servers = servers;
        String prediction =
                "{\"model_id\":\"" + model + "\",\"dataset_id\":\"diabetes\",\"input_data\":" + Http.ROW + "}";
        every(BETWEEN_TRAININGS, TRAIN, SMALL_TRAINING);
        every(BETWEEN_PREDICTIONS, PREDICT, prediction);
    }

    /**
     * A call and what became of it.
     *
     * @param began by {@link System#nanoTime()}
     * @param status 0 if there was no answer; then the body says why
     */
    record Call(String path, String server, long began, int status, String body, boolean retryAfter) {
        boolean ok() {
            return status == 200;
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(toString(), e);
            }
        }
    }

    /** Every call that has ended, in the order of the answers. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    private void every(Duration period, String path, String body) {
        int[] turn = {0};
        pace.scheduleAtFixedRate(
                () -> {
                    String server = servers.get(turn[0]++ % servers.size());
                    callers.execute(() -> calls.add(call(server, path, body)));
                },
                0,
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private Call call(String server, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/json")
                .timeout(HANGS)
                .POST(BodyPublishers.ofString(body))
                .build();
        long began = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            boolean retryAfter = answer.headers().firstValue("Retry-After").isPresent();
            return new Call(path, server, began, answer.statusCode(), answer.body(), retryAfter);
        } catch (IOException e) {
            return new Call(path, server, began, 0, e.toString(), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Call(path, server, began, 0, e.toString(), false);
        }
    }

    @Override
    public void close() {
        pace.shutdownNow();
        pace.close();
        callers.close();
        client.close();
    }
}
