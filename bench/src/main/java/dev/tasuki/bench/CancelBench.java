package dev.tasuki.bench;

import dev.tasuki.adapters.files.DirectoryStore;
import dev.tasuki.adapters.sql.Database;
import dev.tasuki.adapters.sql.DatabaseSettings;
import dev.tasuki.adapters.sql.SqlChangeLog;
import dev.tasuki.adapters.sql.SqlTaskStore;
import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.fit.TrainHandler;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.CancelPoller;
import dev.tasuki.core.run.LeaseTerms;
import dev.tasuki.core.run.Product;
import dev.tasuki.core.run.Run;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.run.TaskHandler;
import dev.tasuki.core.run.Work;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.use.Backlog;
import dev.tasuki.core.use.Publishing;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.core.use.Trainings;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From the request to cancel a training to the last of its threads at rest, and to its row in
 * TASK_CANCELLED, which takes one more commit. The cancel comes through a second opening of the SQLite
 * file, as from another process, so that the consumer learns of it as it does there: by the log of changes.
 */
final class CancelBench implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final int TIMES = 100;
    private static final long STEP_NANOS = 200_000;

    private final Database consumers;
    private final Database others;
    private final DirectoryStore objects;
    private final Datasets datasets;
    private final InProcessBroker broker = new InProcessBroker(CLOCK, 1_000);
    private final Telemetry telemetry = new Telemetry();
    private final Runs runs = new Runs();
    private final ThreadPoolExecutor growers = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().factory());
    private final List<AutoCloseable> watching;
    private final Trainings trainings;
    private final Tasks elsewhere;
    private final Random random = new Random(4);
    /** When each run came to its end: a fit returns when the last of its threads has. */
    private final BlockingQueue<Long> ended = new LinkedBlockingQueue<>();

    private CancelBench(Path folder) {
        consumers = Database.open(DatabaseSettings.sqlite(folder.resolve("tasks.db")), CLOCK);
        others = Database.open(DatabaseSettings.sqlite(folder.resolve("tasks.db")), CLOCK);
        objects = DirectoryStore.open(folder.resolve("store"), CLOCK);
        datasets = new Datasets(objects, Keys.STANDARD);
        TaskStore rows = new SqlTaskStore(consumers);
        TaskStore same = new SqlTaskStore(others);
        RetryPolicy retries = RetryPolicy.standard(random);
        TaskHandler.Means means = new TaskHandler.Means(
                rows,
                objects,
                broker,
                new TaskHandler.Rules("bench", Keys.STANDARD, LeaseTerms.STANDARD, retries),
                new TaskHandler.InProcess(runs, CLOCK, telemetry));
        TrainHandler train = new TrainHandler(datasets, new LocalFitter(2, growers), CLOCK);
        Work timed = new Timed(train, ended);
        broker.subscribe("queue.model.train", 1, new Dispatcher(new TaskHandler(timed, means), retries, telemetry));
        CancelPoller cancels = new CancelPoller(rows, runs, "bench", CLOCK);
        ChangeTailer tailer = new ChangeTailer(new SqlChangeLog(consumers), () -> runs.size() > 0);
        tailer.listenToEach(cancels::hear);
        watching = List.of(
                new ThreadTicker().every(ChangeTailer.PERIOD, "changes", tailer::look)::close,
                new ThreadTicker().every(CancelPoller.PERIOD, "cancels", cancels::turn)::close,
                tailer.follow());
        trainings = new Trainings(
                same,
                Publishing.atOnce(same, broker),
                datasets,
                new Backlog(same, 1_000, CLOCK),
                new Trainings.Context(CLOCK, telemetry));
        elsewhere = new Tasks(same, new TaskEvents(), new Runs());
    }

    static void run(Path folder) throws Exception {
        System.out.println("| cancel, " + TIMES + " times, two threads | p50 | p90 | p99 | most |");
        System.out.println("|---|---|---|---|---|");
        try (CancelBench bench = new CancelBench(folder)) {
            bench.store(folder, "fit", 50_000);
            bench.store(folder, "read", 1_000_000);
            bench.measure("fit", "fitting", 10);
            bench.measure("fit", "fitting", TIMES).print("in a fit of 50,000 rows");
            bench.measure("read", "reading", 3);
            bench.measure("read", "reading", TIMES).print("while reading 1,000,000 rows");
        }
    }

    private void store(Path folder, String name, int rows) throws Exception {
        Path csv = folder.resolve(name + ".csv");
        new Friedman(rows, false).write(csv);
        try (InputStream in = Files.newInputStream(csv)) {
            datasets.put(new DatasetId(name), in);
        }
    }

    private Measured measure(String dataset, String stage, int times) throws InterruptedException {
        double[] rest = new double[times];
        double[] row = new double[times];
        for (int i = 0; i < times; i++) {
            TaskId id = trainings.submit(request(dataset), null).id();
            while (!runs.of(id)
                    .map(Run::progress)
                    .map(now -> now.stage().equals(stage))
                    .orElse(false)) {
                LockSupport.parkNanos(STEP_NANOS);
            }
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(300));
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(STEP_NANOS);
            }
            long asked = System.nanoTime();
            elsewhere.cancel(id);
            rest[i] = (ended.take() - asked) / 1e6;
            while (runs.size() > 0) {
                LockSupport.parkNanos(STEP_NANOS);
            }
            row[i] = (System.nanoTime() - asked) / 1e6;
        }
        Arrays.sort(rest);
        Arrays.sort(row);
        return new Measured(new Figures(rest), new Figures(row));
    }

    private static TrainRequest request(String dataset) {
        String json = "{\"dataset_id\":\"" + dataset + "\",\"features\":[\"x0\",\"x1\",\"x2\",\"x3\",\"x4\",\"x5\","
                + "\"x6\",\"x7\",\"x8\",\"x9\"],\"target\":\"y\","
                + "\"params\":{\"n_estimators\":1000,\"max_depth\":null}}";
        return TrainRequest.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The work, and when each run of it ended. */
    private record Timed(Work work, BlockingQueue<Long> ended) implements Work {
        @Override
        public NewTask read(byte[] body) {
            return work.read(body);
        }

        @Override
        public NewTask pin(NewTask read) {
            return work.pin(read);
        }

        @Override
        public Optional<Product> run(TaskRow row, RunControl control) {
            try {
                return work.run(row, control);
            } finally {
                ended.add(System.nanoTime());
            }
        }
    }

    /** Until the threads were at rest, and until the row said so. */
    private record Measured(Figures rest, Figures row) {
        void print(String what) {
            System.out.println(rest.row(what + ", threads at rest"));
            System.out.println(row.row(what + ", row cancelled"));
        }
    }

    /** Sorted milliseconds. */
    private record Figures(double[] millis) {
        String row(String what) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.0f ms | %.0f ms | %.0f ms | %.0f ms |",
                    what,
                    quantile(0.5),
                    quantile(0.9),
                    quantile(0.99),
                    quantile(1));
        }

        private double quantile(double share) {
            return millis[(int) Math.ceil(share * millis.length) - 1];
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable watch : watching) {
            watch.close();
        }
        broker.close();
        growers.shutdownNow();
        objects.close();
        consumers.close();
        others.close();
    }
}
