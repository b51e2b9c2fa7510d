package dev.tasuki.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What clients that watch cost a training: the same training beside a thousand clients that follow all events, and
 * beside none, in turn, by one server.
 *
 * @param pairs how often
 * @param watchers clients
 * @param rows of the table that is learned
 * @param trees of each forest
 */
record WatchBench(int pairs, int watchers, int rows, int trees) {
    static final WatchBench WHOLE = new WatchBench(7, 1_000, 50_000, 300);
    /** Shows that it runs. */
    static final WatchBench SMALL = new WatchBench(1, 20, 500, 20);

    void run(Path folder) throws Exception {
        Path csv = folder.resolve("watched.csv");
        new Friedman(rows, false).write(csv);
        try (TasukiProcess server = TasukiProcess.start(folder.resolve("watch"));
                HttpClient client = HttpClient.newHttpClient()) {
            store(server, client, csv);
            seconds(server, client);
            long[] sent = new long[1];
            Paired paired = Paired.run(pairs, () -> watched(server, client, sent), () -> seconds(server, client));
            System.out.println("| training of " + trees + " trees on " + rows + " rows | with " + watchers
                    + " clients that watch | without | ratio |");
            System.out.println("|---|---|---|---|");
            System.out.println(paired.row("medians of " + pairs + " pairs", "s"));
            System.out.printf(
                    Locale.ROOT, "Each client was sent %.1f kB in a training.%n", sent[0] / 1e3 / watchers / pairs);
        }
    }

    private static void store(TasukiProcess server, HttpClient client, Path csv)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/datasets/watched"))
                .header("Content-Type", "text/csv")
                .PUT(HttpRequest.BodyPublishers.ofFile(csv))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 && answer.statusCode() != 201) {
            throw new IOException("the dataset was not stored: " + answer.body());
        }
    }

    private double watched(TasukiProcess server, HttpClient client, long[] sent) throws Exception {
        try (Watchers watching = Watchers.open(server.port(), watchers)) {
            long before = watching.bytes();
            double seconds = seconds(server, client);
            sent[0] += watching.bytes() - before;
            return seconds;
        }
    }

    /** From the start of the run to its end, by the task's own times. */
    private double seconds(TasukiProcess server, HttpClient client) throws IOException, InterruptedException {
        String body = "{\"dataset_id\":\"watched\",\"features\":[\"*\"],\"target\":\"y\",\"params\":{\"n_estimators\":"
                + trees + "}}";
        String id = server.ask(client, "POST", "/train", body)
                .path("message")
                .path("model_id")
                .asText();
        JsonNode task = server.ask(client, "GET", "/tasks/" + id + "?wait=60", "");
        while (!task.path("times").hasNonNull("finished")) {
            task = server.ask(client, "GET", "/tasks/" + id + "?wait=60", "");
        }
        if (!task.path("state").asText().equals("TASK_COMPLETED")) {
            throw new IOException("the training did not complete: " + task);
        }
        JsonNode times = task.path("times");
        return Duration.between(
                                Instant.parse(times.path("started").asText()),
                                Instant.parse(times.path("finished").asText()))
                        .toMillis()
                / 1e3;
    }
}
