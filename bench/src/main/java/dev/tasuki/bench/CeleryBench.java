package dev.tasuki.bench;

import dev.tasuki.bench.CeleryCaller.Call;
import dev.tasuki.bench.HttpLoad.LoadResult;
import dev.tasuki.testservers.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The same calls to Tasuki and to Celery's own workers, in turn, over one RabbitMQ: predictions by models that both keep in
 * memory, with results by rpc and by Redis, and trainings.
 */
final class CeleryBench {
    private static final int WARM = 500;
    private static final String ROW = """
            {"age":0.038076,"bmi":0.061696,"bp":0.021872,"s1":-0.044223,"s2":-0.034821,"s3":-0.043401,\
            "s4":-0.002592,"s5":0.019908,"s6":-0.017646}""";
    private static final String FEATURES = "[\"age\",\"bmi\",\"bp\",\"s1\",\"s2\",\"s3\",\"s4\",\"s5\",\"s6\"]";

    private final int pairs;
    private final long seconds;
    private final int trainings;

    /** Small: to show that it runs. */
    CeleryBench(boolean small) {
        pairs = small ? 1 : 3;
        seconds = small ? 1 : 4;
        trainings = small ? 5 : 100;
    }

    void run(Path folder) throws Exception {
        try (Stage stage = Stage.open(folder);
                RedisServer redis = RedisServer.start("--appendonly", "no")) {
            String broker = stage.broker("celery");
            try (Makes makes = new Makes(stage, "rpc", "rpc://");
                    CeleryCaller caller = CeleryCaller.rpc(broker)) {
                predictions("rpc", stage, caller);
                trainings(stage, caller);
                memory(makes.ours, makes.peer);
            }
            String results = "redis://127.0.0.1:" + redis.port() + "/0";
            try (Makes makes = new Makes(stage, results, results);
                    CeleryCaller caller = CeleryCaller.redis(broker, redis.port())) {
                predictions("Redis", stage, caller);
            }
        }
    }

    /** Both makes, which tell results in one way. */
    private static final class Makes implements AutoCloseable {
        private final Contender ours;
        private final Contender peer;

        Makes(Stage stage, String ourResults, String theirResults) throws Exception {
            ours = Contender.oursForCelery(stage, ourResults);
            peer = Contender.celeryWorkers(stage, theirResults);
            ours.awaitReady();
            peer.awaitReady();
        }

        @Override
        public void close() {
            peer.close();
            ours.close();
        }
    }

    private void predictions(String results, Stage stage, CeleryCaller caller) throws Exception {
        String model = caller.get(ourTraining()).path("model_id").asText();
        String theirs = trainTheirs(stage, caller);
        Call ourPrediction =
                new Call("tasuki.predict", "tasuki", "[\"" + model + "\"]", "{\"input_data\": " + ROW + "}");
        Call theirPrediction = new Call("celery_peer.predict", "predict", "[\"" + theirs + "\", " + ROW + "]", "{}");
        for (int i = 0; i < WARM; i++) {
            caller.get(ourPrediction);
            caller.get(theirPrediction);
        }
        predictions(results, caller, ourPrediction, theirPrediction);
    }

    private static Call ourTraining() {
        return new Call("tasuki.train", "tasuki", "[]", Published.TRAIN);
    }

    private static Call theirTraining(String model) {
        return new Call(
                "celery_peer.train",
                "train",
                "[\"%s\", \"diabetes\", %s, \"target\"]".formatted(model, FEATURES),
                "{}");
    }

    /** Its task says nothing of its end: the model in the store does. */
    private static String trainTheirs(Stage stage, CeleryCaller caller) throws Exception {
        String model = UUID.randomUUID().toString();
        long before = stage.models();
        CompletableFuture<?> unused = caller.send(theirTraining(model));
        stage.awaitModels(before + 1, System.nanoTime());
        return model;
    }

    private void predictions(String results, CeleryCaller caller, Call ours, Call theirs) throws Exception {
        System.out.println("| predictions, results by " + results
                + " | Tasuki | latency | Celery's workers, models cached | latency | ratio |");
        System.out.println("|---|---|---|---|---|---|");
        for (int callers : new int[] {1, 16, 64}) {
            Latency our = new Latency();
            Latency their = new Latency();
            Paired pair = Paired.run(
                    pairs,
                    () -> our.note(load(caller, ours, callers)),
                    () -> their.note(load(caller, theirs, callers)));
            System.out.printf(
                    Locale.ROOT,
                    "| %d caller%s | %s /s | %s | %s /s | %s | %.1f |%n",
                    callers,
                    callers == 1 ? "" : "s",
                    Paired.figure(pair.medianOurs()),
                    our,
                    Paired.figure(pair.medianPeer()),
                    their,
                    pair.medianRatio());
        }
        System.out.println();
    }

    private LoadResult load(CeleryCaller caller, Call call, int callers) throws InterruptedException {
        return caller.load(call, callers, seconds).checked();
    }

    private void trainings(Stage stage, CeleryCaller caller) throws Exception {
        System.out.println("| " + trainings + " trainings at once | Tasuki | Celery's workers | ratio of times |");
        System.out.println("|---|---|---|---|");
        Paired pair = Paired.run(
                pairs, () -> burst(stage, caller, ourTrainings()), () -> burst(stage, caller, theirTrainings()));
        System.out.println(pair.row("until the last model is stored", "s"));
        System.out.println();
    }

    private List<Call> ourTrainings() {
        List<Call> all = new ArrayList<>();
        for (int i = 0; i < trainings; i++) {
            all.add(ourTraining());
        }
        return all;
    }

    private List<Call> theirTrainings() {
        List<Call> all = new ArrayList<>();
        for (int i = 0; i < trainings; i++) {
            all.add(theirTraining(UUID.randomUUID().toString()));
        }
        return all;
    }

    private static double burst(Stage stage, CeleryCaller caller, List<Call> calls) throws Exception {
        long wanted = stage.models() + calls.size();
        long begun = System.nanoTime();
        for (Call call : calls) {
            CompletableFuture<?> unused = caller.send(call);
        }
        return stage.awaitModels(wanted, begun);
    }

    private static void memory(Contender... contenders) throws Exception {
        System.out.println("| after that | processes | resident | proportional |");
        System.out.println("|---|---|---|---|");
        for (Contender contender : contenders) {
            for (Program program : contender.programs()) {
                Program.Memory memory = program.memory();
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %.0f MiB | %.0f MiB |%n",
                        program.name(),
                        memory.processes(),
                        memory.resident(),
                        memory.proportional());
            }
        }
    }
}
