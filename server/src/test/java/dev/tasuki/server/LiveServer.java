package dev.tasuki.server;

import dev.tasuki.core.ask.Requester;
import dev.tasuki.core.ask.RequesterOptions;
import dev.tasuki.core.ask.Responder;
import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.base.WatchedTaskStore;
import dev.tasuki.core.consumer.ConsumerOptions;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.data.Relations;
import dev.tasuki.core.dispatch.DeadLetterOffice;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.fit.TrainHandler;
import dev.tasuki.core.keep.Relay;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.memory.MemoryPresenceBoard;
import dev.tasuki.core.memory.MemoryQueueHistory;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.predict.ModelCache;
import dev.tasuki.core.predict.ModelTrees;
import dev.tasuki.core.predict.PredictHandler;
import dev.tasuki.core.predict.TrainedModels;
import dev.tasuki.core.run.LeaseTerms;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.run.TaskHandler;
import dev.tasuki.core.use.Backlog;
import dev.tasuki.core.use.CsvPredictions;
import dev.tasuki.core.use.Events;
import dev.tasuki.core.use.Models;
import dev.tasuki.core.use.NameTable;
import dev.tasuki.core.use.Names;
import dev.tasuki.core.use.Predictions;
import dev.tasuki.core.use.Publishing;
import dev.tasuki.core.use.QueueFigures;
import dev.tasuki.core.use.Retries;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.core.use.Trainings;
import dev.tasuki.core.use.Workers;
import dev.tasuki.server.edge.EdgeBounds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/**
 * Everything of one process over in-memory stores behind a real HTTP server on a free port. Consumers
 * start when a test says so.
 */
final class LiveServer implements AutoCloseable {
    static final InstantSource CLOCK = InstantSource.system();

    final InProcessBroker broker = new InProcessBroker(CLOCK, 10_000);
    final MemoryObjectStore objects = new MemoryObjectStore(CLOCK);
    final TaskStore rows;
    final Datasets datasets;
    final MemoryQueueHistory history = new MemoryQueueHistory();
    final MemoryPresenceBoard board = new MemoryPresenceBoard(CLOCK);
    final Http http;

    private final TaskEvents events = new TaskEvents();
    private final Runs runs = new Runs();
    private final ChangeLog log;
    private final ChangeTailer tailer;
    private final ModelNames modelNames;
    private final NameTable table;
    private final Ticker.Ticking tailing;
    private final Telemetry telemetry = new Telemetry();
    private final RetryPolicy retries = RetryPolicy.standard(new Random(1));
    private final Trainings trainings;
    private final Requester requester;
    private final DeadLetterOffice office;
    private final TrainedModels trained;
    private final ModelCache cache;
    private final HttpServer server;
    private volatile boolean storeReady = true;
    private Consumers consumers;

    /** Dead letters as a test put them there. */
    final RecordedDeadLetters letters = new RecordedDeadLetters();

    /** How much it takes. */
    record Bounds(HttpSettings.Limits limits, RequesterOptions requests, long backlog, EdgeBounds edge) {
        static final Bounds ROOMY = new Bounds(
                HttpSettings.Limits.STANDARD,
                new RequesterOptions(Duration.ofSeconds(20), 100),
                100,
                EdgeBounds.STANDARD);

        Bounds limits(int body, long dataset) {
            return new Bounds(new HttpSettings.Limits(body, dataset), requests, backlog, edge);
        }

        Bounds requests(Duration timeout, int capacity) {
            return new Bounds(limits, new RequesterOptions(timeout, capacity), backlog, edge);
        }

        Bounds backlog(long most) {
            return new Bounds(limits, requests, most, edge);
        }

        Bounds edge(EdgeBounds other) {
            return new Bounds(limits, requests, backlog, other);
        }
    }

    LiveServer() {
        this(Bounds.ROOMY, new MemoryTaskStore(CLOCK));
    }

    LiveServer(Bounds bounds) {
        this(bounds, new MemoryTaskStore(CLOCK));
    }

    private LiveServer(Bounds bounds, MemoryTaskStore store) {
        this(bounds, store, store.changes());
    }

    /** Over a store whose changes nobody follows. */
    LiveServer(Bounds bounds, TaskStore store) {
        this(bounds, store, new MemoryTaskStore(CLOCK).changes());
    }

    LiveServer(Bounds bounds, TaskStore store, ChangeLog changes) {
        log = changes;
        tailer = new ChangeTailer(log, () -> true);
        tailer.look();
        tailer.listenToEach(change -> events.changed(change.task()));
        modelNames = store instanceof MemoryTaskStore memory ? memory.names() : new MemoryTaskStore(CLOCK).names();
        table = new NameTable(modelNames, Thread::startVirtualThread);
        tailer.listenToEach(table::hear);
        tailing = new ThreadTicker().every(Duration.ofMillis(20), "changes", tailer::look);
        rows = new WatchedTaskStore(store, events);
        datasets = new Datasets(objects, Keys.STANDARD);
        datasets.installSample();
        office = new DeadLetterOffice(letters, new ThreadTicker());
        requester = new Requester(broker, bounds.requests(), CLOCK, telemetry);
        trainings = new Trainings(
                rows,
                Publishing.atOnce(rows, broker),
                datasets,
                new Backlog(rows, bounds.backlog(), CLOCK),
                new Trainings.Context(CLOCK, telemetry));
        trained = new TrainedModels(rows, events, CLOCK);
        cache = new ModelCache(objects, 1 << 24, telemetry);
        server = start(
                new HttpSettings("127.0.0.1", 0, bounds.limits(), Duration.ofSeconds(20), "1.2.3-test", bounds.edge()));
        http = new Http(server.url());
    }

    private HttpServer start(HttpSettings settings) {
        try {
            return HttpServer.start(settings, useCases());
        } catch (CannotListen e) {
            throw new IllegalStateException(e);
        }
    }

    UseCases useCases() {
        Predictions predictions = new Predictions(requester, null, null, table);
        Models models = new Models(rows, objects, Keys.STANDARD, CLOCK, modelNames);
        return new UseCases(
                new UseCases.Work(
                        trainings,
                        predictions,
                        new CsvPredictions(models, predictions, null, CLOCK),
                        new Tasks(rows, events, runs),
                        new Retries(rows, datasets, CLOCK),
                        office),
                new UseCases.Data(
                        models,
                        new Names(modelNames, table),
                        new ModelTrees(() -> new ModelTrees.Source(trained, cache), null),
                        datasets,
                        new Relations(datasets),
                        new Events(log, rows, tailer),
                        new QueueFigures(history, CLOCK),
                        new Workers(board)),
                new UseCases.Watch(this::components, () -> List.of(broker.status()), telemetry));
    }

    private List<Readiness.Component> components() {
        return List.of(
                new Readiness.Component("broker", true, "in this process"),
                new Readiness.Component("results", true, "in memory"),
                new Readiness.Component("store", storeReady, storeReady ? "in memory" : "the <disk> is gone"));
    }

    /** Starts a worker for trainings and two for predictions. */
    LiveServer consuming() {
        consumers = Consumers.start(
                new Consumers.Line(broker, train()),
                new Consumers.Line(broker, predict()),
                new ConsumerOptions(2, 0),
                runs);
        return this;
    }

    /** Starts workers for predictions only: trainings stay where they are. */
    LiveServer predicting() {
        broker.subscribe("queue.model.predict", 2, predict());
        return this;
    }

    /** Predictions that wait for a consumer. */
    long waiting() {
        return broker.status().queues().stream()
                .filter(queue -> queue.queue().equals("queue.model.predict"))
                .mapToLong(queue -> queue.ready())
                .sum();
    }

    /** Publishes what waits, as the relay does every second. */
    void relay() {
        new Relay(rows, broker, telemetry).run();
    }

    /** Lets readiness say that the object store is away. */
    void storeGone() {
        storeReady = false;
    }

    HttpServer server() {
        return server;
    }

    private DeliveryHandler train() {
        TaskHandler.Means means = new TaskHandler.Means(
                rows,
                objects,
                broker,
                new TaskHandler.Rules("this process", Keys.STANDARD, LeaseTerms.STANDARD, retries),
                new TaskHandler.InProcess(runs, CLOCK, telemetry));
        return new Dispatcher(
                new TaskHandler(new TrainHandler(datasets, LocalFitter.alone(2), CLOCK), means), retries, telemetry);
    }

    private DeliveryHandler predict() {
        PredictHandler handler = new PredictHandler(trained, cache);
        return new Dispatcher(new Responder(broker, handler, CLOCK, telemetry), retries, telemetry);
    }

    @Override
    public void close() {
        server.close();
        tailing.close();
        if (consumers != null) {
            consumers.close();
        }
        office.close();
        requester.close();
        broker.close();
        objects.close();
    }
}
