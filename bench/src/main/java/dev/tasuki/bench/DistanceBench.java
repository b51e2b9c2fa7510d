package dev.tasuki.bench;

import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.RedisServer;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /predict} and {@code /train} of one process with its queues and rows in different places, in turn: embedded,
 * in Redis and over RabbitMQ. A process that has one broker for everything answers its own predictions in memory unless
 * that is RabbitMQ, so Redis has them as their own broker. Load generator, program and servers share the machine's cores.
 *
 * @param rounds of all of them, of which the median counts
 * @param requests of each measurement, at most
 */
record DistanceBench(int rounds, int requests) {
    private static final int[] CONNECTIONS = {1, 16, 64};
    private static final long MOST_SECONDS = 6;

    /** A process, its load, and what was measured so far. */
    private record Place(String name, TasukiProcess process, String predict) {
        HttpLoad load(String path) {
            return new HttpLoad(process.port(), path, path.equals("/train") ? process.trainBody() : predict);
        }
    }

    void run(Path folder) throws Exception {
        try (RedisServer quick = RedisServer.start("--appendonly", "no");
                RedisServer safe = RedisServer.start();
                RabbitServer rabbit = RabbitServer.start();
                HttpClient client = HttpClient.newHttpClient();
                Closing closing = new Closing(new ArrayList<>())) {
            List<Place> places = List.of(
                    place("embedded", closing.start(folder.resolve("embedded")), client),
                    place(
                            "Redis, no log: predictions",
                            closing.start(folder.resolve("quick"), "--predict-broker", quick.url()),
                            client),
                    place(
                            "Redis, `always`: rows and predictions",
                            closing.start(
                                    folder.resolve("safe"),
                                    "--broker",
                                    quick.url(),
                                    "--results",
                                    safe.url(),
                                    "--predict-broker",
                                    safe.url()),
                            client),
                    place("RabbitMQ", closing.start(folder.resolve("rabbit"), "--broker", rabbit.url()), client));
            table("/predict", places);
            table("/train", places);
        }
    }

    private static Place place(String name, TasukiProcess process, HttpClient client) throws Exception {
        return new Place(name, process, process.trainedPredictBody(client));
    }

    private void table(String path, List<Place> places) throws Exception {
        StringBuilder head = new StringBuilder("| " + path + " |");
        places.forEach(place -> head.append(' ').append(place.name()).append(" |"));
        System.out.println(head);
        System.out.println("|---" + "|---".repeat(places.size()) + "|");
        for (Place place : places) {
            place.load(path).run(16, requests, MOST_SECONDS);
        }
        for (int connections : CONNECTIONS) {
            double[][] seen = new double[places.size()][rounds];
            List<Latency> latencies =
                    places.stream().map(place -> new Latency()).toList();
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < places.size(); i++) {
                    HttpLoad.LoadResult result = places.get(i).load(path).run(connections, requests, MOST_SECONDS);
                    if (result.failed() > 0) {
                        throw new IllegalStateException(places.get(i).name() + ": " + result.failed() + " of "
                                + result.requests() + " requests failed");
                    }
                    seen[i][round] = latencies.get(i).note(result);
                }
            }
            StringBuilder row =
                    new StringBuilder("| " + connections + (connections == 1 ? " connection |" : " connections |"));
            for (int i = 0; i < places.size(); i++) {
                row.append(" %s /s (%s) |".formatted(Paired.figure(Paired.median(seen[i])), latencies.get(i)));
            }
            System.out.println(row);
        }
        System.out.println();
    }

    /** Ends every process that it started. */
    private record Closing(List<TasukiProcess> started) implements AutoCloseable {
        TasukiProcess start(Path data, String... arguments) throws Exception {
            List<String> all = new ArrayList<>(List.of(arguments));
            // More is accepted here than is trained meanwhile.
            all.addAll(List.of("--max-backlog", "1000000"));
            TasukiProcess process = TasukiProcess.start(data, all.toArray(String[]::new));
            started.add(process);
            return process;
        }

        @Override
        public void close() {
            started.forEach(TasukiProcess::close);
        }
    }
}
