package dev.tasuki.bench;

import dev.tasuki.bench.HttpLoad.LoadResult;
import dev.tasuki.bench.Program.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The published deployment, of three makes, on the same servers one after the other: ours, the
 * published design's programs, and Celery. Ours runs in turn with a loop of the Java client alone.
 */
final class DeploymentBench {
    private static final int[] CONNECTIONS = {1, 16, 64};
    private static final int PAIRS = 11;
    private static final int WARMING = 30;
    private static final int MANY = 1_000_000;
    private static final int BURST = 100;
    private static final long BURST_SECONDS = 120;

    private final Stage stage;
    private final List<String> starts = new ArrayList<>();
    private final List<String> memories = new ArrayList<>();
    private final List<String> warming = new ArrayList<>();
    private final List<String> predicts = new ArrayList<>();
    private final List<String> trains = new ArrayList<>();
    private final List<String> bursts = new ArrayList<>();

    private DeploymentBench(Stage stage) {
        this.stage = stage;
    }

    /** Starts a make of the deployment. */
    @FunctionalInterface
    private interface Start {
        Contender start() throws IOException;
    }

    /** {@code alone}: ours and the Java client only. */
    static void run(Path folder, boolean alone) throws Exception {
        try (Stage stage = Stage.open(folder)) {
            DeploymentBench bench = new DeploymentBench(stage);
            bench.ours(Published.predict(bench.model(() -> Contender.ours(stage))));
            if (!alone) {
                bench.others(Published.predict(bench.model(() -> Contender.published(stage, 1))));
            }
            bench.print();
        }
    }

    /** A model made by the deployment, which is ended again. */
    private String model(Start make) throws IOException, InterruptedException {
        long before = stage.models();
        try (Contender contender = make.start()) {
            contender.awaitReady();
            String id = contender.train();
            stage.awaitModels(before + 1, System.nanoTime());
            return id;
        }
    }

    private void ours(String predict) throws Exception {
        try (Contender ours = started(() -> Contender.ours(stage), predict)) {
            HttpLoad load = ours.load("/predict", predict);
            warm(load);
            for (int connections : CONNECTIONS) {
                Latency latency = new Latency();
                Paired pairs = Paired.run(
                        PAIRS, () -> latency.note(load.run(connections, MANY, 2).checked()), () -> alone(connections));
                predicts.add(String.format(
                        Locale.ROOT,
                        "| Tasuki | %d | %s /s | %s | 0 | %.2f of the Java client's %s /s |",
                        connections,
                        Paired.figure(pairs.medianOurs()),
                        latency,
                        pairs.medianRatio(),
                        Paired.figure(pairs.medianPeer())));
            }
            train(ours);
            memory(ours, "after the load");
        }
    }

    /** Both sides in turn, until the compilers have nothing left to do; tells how the rates grow meanwhile. */
    private void warm(HttpLoad load) throws Exception {
        for (int round = 1; round <= WARMING; round++) {
            double ours = load.run(64, MANY, 3).checked().perSecond();
            double alone = alone(64);
            warming.add(String.format(
                    Locale.ROOT, "| %d s | %s /s | %s /s |", round * 3, Paired.figure(ours), Paired.figure(alone)));
        }
    }

    private double alone(int threads) throws Exception {
        return RabbitBench.alone(stage.broker("alone"), threads);
    }

    private void others(String predict) throws Exception {
        try (Contender published = started(() -> Contender.published(stage, 1), predict)) {
            predict(published, predict);
            train(published);
            memory(published, "after the load");
        }
        stage.purge(Stage.TRAIN);
        try (Contender published = Contender.published(stage, 2)) {
            published.awaitReady();
            predict(published, predict);
        }
        try (Contender celery = started(() -> Contender.celery(stage, false), predict)) {
            predict(celery, predict);
        }
        try (Contender celery = Contender.celery(stage, true)) {
            celery.awaitReady();
            predict(celery, predict);
            train(celery);
            memory(celery, "after the load");
        }
    }

    private Contender started(Start make, String predict) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Contender contender = make.start();
        try {
            double first = contender.firstAnswer(begun, "/predict", predict);
            for (Program program : contender.programs()) {
                starts.add(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.2f s | %.2f s |",
                        contender.name(),
                        program.name(),
                        program.readySeconds(),
                        first));
            }
            memory(contender, "at the start");
            return contender;
        } catch (IOException | InterruptedException e) {
            contender.close();
            throw e;
        }
    }

    private void memory(Contender contender, String when) throws IOException {
        for (Program program : contender.programs()) {
            Memory memory = program.memory();
            memories.add(String.format(
                    Locale.ROOT,
                    "| %s, %s | %d | %.0f MiB | %.0f MiB |",
                    program.name(),
                    when,
                    memory.processes(),
                    memory.resident(),
                    memory.proportional()));
        }
    }

    private void predict(Contender contender, String body) throws Exception {
        HttpLoad load = contender.load("/predict", body);
        load.run(16, MANY, 1);
        for (int connections : CONNECTIONS) {
            LoadResult result = load.run(connections, MANY, 4);
            Latency latency = new Latency();
            predicts.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %s /s | %s | %.0f %% |  |",
                    contender.name(),
                    connections,
                    Paired.figure(latency.note(result)),
                    latency,
                    100.0 * result.failed() / result.requests()));
        }
    }

    /** The burst first, for after the other there is a backlog. */
    private void train(Contender contender) throws Exception {
        long before = stage.models();
        long begun = System.nanoTime();
        HttpLoad load = contender.load("/train", Published.TRAIN);
        LoadResult sent = load.run(16, BURST, BURST_SECONDS);
        double seconds = stage.awaitModels(before + BURST - sent.failed(), begun);
        bursts.add(String.format(
                Locale.ROOT, "| %s | %.2f s | %d of %d |", contender.name(), seconds, stage.models() - before, BURST));
        for (int connections : CONNECTIONS) {
            LoadResult result = load.run(connections, MANY, 3);
            Latency latency = new Latency();
            trains.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %s /s | %s | %d of %d |",
                    contender.name(),
                    connections,
                    Paired.figure(latency.note(result)),
                    latency,
                    result.failed(),
                    result.requests()));
        }
    }

    private void print() {
        table("load of 64 connections since the start | Tasuki | Java client alone", 3, warming);
        table("/predict | connections | requests | latency | failed | beside", 6, predicts);
        table("/train | connections | accepted | latency | failed", 5, trains);
        table(BURST + " trainings at once | until the last model is stored | stored", 3, bursts);
        table("start | program | ready | first answer to /predict", 4, starts);
        table("memory | processes | resident | proportional", 4, memories);
    }

    private static void table(String head, int columns, List<String> rows) {
        System.out.println("\n| " + head + " |\n|" + "---|".repeat(columns));
        rows.forEach(System.out::println);
    }
}
