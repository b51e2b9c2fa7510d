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
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

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
    static final WatchBench WHOLE = new WatchBench(5, 1_000, 50_000, 1_500);
    /** Shows that it runs. */
    static final WatchBench SMALL = new WatchBench(1, 20, 500, 20);

    /** A thousand connections that were opened or closed are work that is not to be measured. */
    private static final long SETTLE_NANOS = 1_500_000_000;

    void run(Path folder) throws Exception {
        Path csv = folder.resolve("watched.csv");
        new Friedman(rows, false).write(csv);
        try (TasukiProcess server = TasukiProcess.start(folder.resolve("watch"));
                HttpClient client = HttpClient.newHttpClient()) {
            store(server, client, csv);
            warm(server, client);
            Spent beside = new Spent(new double[pairs], new double[pairs], new double[pairs]);
            Spent alone = new Spent(new double[pairs], new double[pairs], new double[pairs]);
            long sent = 0;
            for (int pair = 0; pair < pairs; pair++) {
                try (Watchers watching = Watchers.open(server.port(), watchers)) {
                    long before = watching.bytes();
                    measure(server, client, beside, pair);
                    sent += watching.bytes() - before;
                }
                measure(server, client, alone, pair);
            }
            print(beside, alone);
            System.out.printf(
                    Locale.ROOT, "Each client was sent %.1f kB in a training.%n", sent / 1e3 / watchers / pairs);
        }
    }

    /** Until the compilers have come to what writes to clients: that is not paid again by each who watches. */
    private void warm(TasukiProcess server, HttpClient client) throws Exception {
        try (Watchers watching = Watchers.open(server.port(), watchers)) {
            train(server, client);
            watching.bytes();
        }
        train(server, client);
    }

    /**
     * What trainings took.
     *
     * @param seconds from a run's start to its end, by the task's own times
     * @param server processor seconds of the server, from the request to the answer that the task has ended
     * @param caller those of this process, in which the clients are, in the same time
     */
    private record Spent(double[] seconds, double[] server, double[] caller) {}

    private void print(Spent beside, Spent alone) {
        System.out.println("| training of " + trees + " trees on " + rows + " rows | with " + watchers
                + " clients that watch | without | ratio |");
        System.out.println("|---|---|---|---|");
        System.out.println(new Paired(beside.seconds, alone.seconds).row("medians of " + pairs + " pairs", "s"));
        System.out.println(new Paired(beside.server, alone.server).row("processor seconds of the server", "s"));
        System.out.println(new Paired(beside.caller, alone.caller).row("processor seconds of the clients", "s"));
        double[] each = new double[pairs];
        Arrays.setAll(each, i -> (beside.server[i] - alone.server[i]) / beside.seconds[i] / watchers * 1e6);
        System.out.printf(
                Locale.ROOT, "A client costs the server %.0f µs of a processor in a second.%n", Paired.median(each));
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

    private void measure(TasukiProcess server, HttpClient client, Spent into, int pair)
            throws IOException, InterruptedException {
        LockSupport.parkNanos(SETTLE_NANOS);
        server.collectGarbage();
        double ofServer = server.processorSeconds();
        double ofCaller = own();
        into.seconds[pair] = train(server, client);
        into.server[pair] = server.processorSeconds() - ofServer;
        into.caller[pair] = own() - ofCaller;
    }

    private static double own() {
        return ProcessStats.processorSeconds(ProcessHandle.current());
    }

    /** From the start of the run to its end, by the task's own times. */
    private double train(TasukiProcess server, HttpClient client) throws IOException, InterruptedException {
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
