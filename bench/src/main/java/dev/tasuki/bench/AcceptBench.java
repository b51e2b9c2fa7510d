package dev.tasuki.bench;

import dev.tasuki.bench.HttpLoad.LoadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast trainings are accepted while nobody trains, and how long many at once take, beside Celery on the same
 * servers in turn.
 */
final class AcceptBench {
    private static final int[] CONNECTIONS = {1, 16, 64};
    private static final int PAIRS = 5;
    private static final int SECONDS = 3;
    /** Until the compilers rest, as with the predictions of the deployment. */
    private static final int WARMING_SECONDS = 90;

    private static final int MANY = 1_000_000;
    private static final int ROUNDS = 3;
    private static final int BURST = 100;
    /** The first by programs that have just started, the others by the same ones. */
    private static final int BURSTS = 3;

    private static final int BURST_CONNECTIONS = 16;
    private static final long BURST_SECONDS = 120;

    private AcceptBench() {}

    /** Both parts, each on servers of its own: what was accepted and not trained would be in the other's way. */
    static void run(Path folder) throws Exception {
        try (Stage stage = Stage.open(folder)) {
            bursts(stage);
        }
        try (Stage stage = Stage.open(folder)) {
            accept(stage);
        }
    }

    /** Accepts alone. */
    static void runAccepts(Path folder) throws Exception {
        try (Stage stage = Stage.open(folder)) {
            accept(stage);
        }
    }

    /** Bursts alone. */
    static void runBursts(Path folder) throws Exception {
        try (Stage stage = Stage.open(folder)) {
            bursts(stage);
        }
    }

    private static void accept(Stage stage) throws Exception {
        System.out.println(
                "\n| /train accepted, no consumers | Tasuki | Celery | Tasuki / Celery |\n|---|---|---|---|");
        try (Contender ours = Contender.oursWithoutConsumers(stage);
                Contender celery = Contender.celeryWithoutWorkers(stage)) {
            ours.awaitReady();
            celery.awaitReady();
            HttpLoad tasuki = ours.load("/train", Published.TRAIN);
            HttpLoad peer = celery.load("/train", Published.TRAIN);
            accepted(tasuki, peer, 1, 1, "1 connection, programs that have just started");
            tasuki.run(BURST_CONNECTIONS, MANY, WARMING_SECONDS).checked();
            for (int connections : CONNECTIONS) {
                String what = connections == 1 ? "1 connection" : connections + " connections";
                accepted(tasuki, peer, connections, PAIRS, what);
            }
            try (LonePath path = new LonePath(stage)) {
                path.run(tasuki, peer);
            }
        }
    }

    private static void accepted(HttpLoad tasuki, HttpLoad peer, int connections, int times, String what)
            throws Exception {
        Latency latency = new Latency();
        Latency peers = new Latency();
        Paired pairs = Paired.run(
                times,
                () -> latency.note(tasuki.run(connections, MANY, SECONDS).checked()),
                () -> peers.note(peer.run(connections, MANY, SECONDS).checked()));
        System.out.println(pairs.row(what + " (" + latency + "; Celery " + peers + ")", "/s"));
    }

    private static void bursts(Stage stage) throws Exception {
        List<String> rows = new ArrayList<>();
        double[][] ours = new double[BURSTS][ROUNDS];
        double[][] peer = new double[BURSTS][ROUNDS];
        stage.warm();
        for (int round = 0; round < ROUNDS; round++) {
            burst(stage, Contender.ours(stage), round, ours, rows);
            burst(stage, Contender.celery(stage, true), round, peer, rows);
        }
        System.out.println("\n| " + BURST + " trainings at once | ours | Celery | ours / Celery |\n|---|---|---|---|");
        for (int b = 0; b < BURSTS; b++) {
            System.out.println(
                    new Paired(ours[b], peer[b]).row("burst " + (b + 1) + ", until the last model is stored", "s"));
        }
        System.out.println("\n| program | processor seconds during a burst |\n|---|---|");
        rows.forEach(System.out::println);
    }

    /** From the first request until the last model is in the store, with programs that have trained once. */
    private static void burst(Stage stage, Contender started, int round, double[][] seconds, List<String> rows)
            throws Exception {
        try (Contender contender = started) {
            contender.awaitReady();
            long first = stage.models();
            contender.train();
            requireModels(stage, first + 1, System.nanoTime());
            for (double[] ofBurst : seconds) {
                List<Double> spent = spent(contender);
                long before = stage.models();
                long begun = System.nanoTime();
                LoadResult sent = contender
                        .load("/train", Published.TRAIN)
                        .run(BURST_CONNECTIONS, BURST, BURST_SECONDS)
                        .checked();
                ofBurst[round] = requireModels(stage, before + sent.requests(), begun);
                List<Double> after = spent(contender);
                for (int i = 0; i < spent.size(); i++) {
                    String name = contender.programs().get(i).name();
                    double used = after.get(i) - spent.get(i);
                    rows.add(String.format(Locale.ROOT, "| %s | %.2f of %.2f s |", name, used, ofBurst[round]));
                }
            }
        }
    }

    private static List<Double> spent(Contender contender) {
        return contender.programs().stream().map(Program::processorSeconds).toList();
    }

    private static double requireModels(Stage stage, long wanted, long begun) throws IOException {
        double seconds = stage.awaitModels(wanted, begun);
        if (stage.models() < wanted) {
            throw new IOException("only " + stage.models() + " of " + wanted + " models are stored");
        }
        return seconds;
    }
}
