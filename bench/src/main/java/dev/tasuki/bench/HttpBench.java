package dev.tasuki.bench;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Requests per second of {@code /predict} and {@code /train} in one process on embedded defaults, in
 * turn with a bare handler of the same server. Load generator and server share the machine's cores.
 */
final class HttpBench {
    private static final int PAIRS = 5;
    private static final int[] CONNECTIONS = {1, 16, 64};
    private static final int PREDICTS = 30_000;
    private static final int TRAININGS = 300;
    private static final long MOST_SECONDS = 6;
    private static final long ACCEPT_SECONDS = 3;

    private HttpBench() {}

    static void run(Path folder) throws Exception {
        try (TasukiProcess tasuki = TasukiProcess.start(folder.resolve("data"));
                HttpClient client = HttpClient.newHttpClient()) {
            double idle = tasuki.residentMiB();
            String predict = tasuki.trainedPredictBody(client);
            System.out.printf(
                    Locale.ROOT,
                    "Start to listening: %.2f s; resident then: %.0f MiB%n%n",
                    tasuki.startSeconds(),
                    idle);
            System.out.println("| requests/s | ours | bare handler | ours / bare |");
            System.out.println("|---|---|---|---|");
            HttpLoad bare = new HttpLoad(tasuki.port(), "/bare", predict);
            HttpLoad ours = new HttpLoad(tasuki.port(), "/predict", predict);
            warm(ours, bare);
            rows("/predict", ours, bare, new Most(PREDICTS, MOST_SECONDS));
            train(tasuki, bare);
            System.out.printf(Locale.ROOT, "%nResident after the load: %.0f MiB%n", tasuki.residentMiB());
        }
    }

    /** Trainings alone. */
    static void runTrainings(Path folder) throws Exception {
        try (TasukiProcess tasuki = TasukiProcess.start(folder.resolve("data"))) {
            System.out.println("| requests/s | ours | bare handler | ours / bare |");
            System.out.println("|---|---|---|---|");
            HttpLoad bare = new HttpLoad(tasuki.port(), "/bare", tasuki.trainBody());
            new HttpLoad(tasuki.port(), "/train", tasuki.trainBody()).run(16, TRAININGS, MOST_SECONDS);
            bare.run(16, PREDICTS, MOST_SECONDS);
            train(tasuki, bare);
        }
        runAccepts(folder);
    }

    /** Trainings that are accepted while nobody does them: a producer alone on the SQLite file. */
    static void runAccepts(Path folder) throws Exception {
        System.out.println("\n| /train accepted, nobody trains | ours | bare handler | ours / bare |");
        System.out.println("|---|---|---|---|");
        try (TasukiProcess producer =
                TasukiProcess.startProducer(folder.resolve("accepts"), "--max-backlog", "1000000")) {
            HttpLoad ours = new HttpLoad(producer.port(), "/train", producer.trainBody());
            HttpLoad bare = new HttpLoad(producer.port(), "/bare", producer.trainBody());
            for (int i = 0; i < 3; i++) {
                ours.run(64, PREDICTS, 2 * ACCEPT_SECONDS);
                bare.run(64, PREDICTS, ACCEPT_SECONDS);
            }
            rows("/train", ours, bare, new Most(PREDICTS, ACCEPT_SECONDS));
        }
    }

    private static void train(TasukiProcess tasuki, HttpLoad bare) throws Exception {
        HttpLoad ours = new HttpLoad(tasuki.port(), "/train", tasuki.trainBody());
        rows("/train", ours, bare, new Most(TRAININGS, MOST_SECONDS));
    }

    /** How long a measurement lasts, at most. */
    private record Most(int requests, long seconds) {}

    /** A row of the table for each number of connections. */
    private static void rows(String path, HttpLoad ours, HttpLoad bare, Most most) throws Exception {
        for (int connections : CONNECTIONS) {
            Latency latency = new Latency();
            Paired pairs = Paired.run(
                    PAIRS,
                    () -> latency.note(ours.run(connections, most.requests(), most.seconds())
                            .checked()),
                    () -> bare.run(connections, most.requests(), most.seconds())
                            .checked()
                            .perSecond());
            System.out.println(pairs.row(path + ", " + connections + " connections (" + latency + ")", "/s"));
        }
    }

    private static void warm(HttpLoad ours, HttpLoad bare) throws Exception {
        for (int i = 0; i < 3; i++) {
            ours.run(16, PREDICTS, MOST_SECONDS);
            bare.run(16, PREDICTS, MOST_SECONDS);
        }
    }
}
