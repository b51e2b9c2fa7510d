package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.BrokerAdapter;
import dev.tasuki.app.adapter.CallMeans;
import dev.tasuki.app.adapter.Closer;
import dev.tasuki.app.adapter.Opening;
import dev.tasuki.app.adapter.ResultAdapter;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.ask.Lanes;
import dev.tasuki.core.ask.MessageBounds;
import dev.tasuki.core.ask.ReplyRule;
import dev.tasuki.core.ask.Requester;
import dev.tasuki.core.ask.RequesterOptions;
import dev.tasuki.core.ask.Responder;
import dev.tasuki.core.ask.SharedQueue;
import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.SteadyClock;
import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.WatchedTaskStore;
import dev.tasuki.core.consumer.ConsumerOptions;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.consumer.Presence;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.cost.FitCosts;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.data.Relations;
import dev.tasuki.core.dispatch.CircuitBreaker;
import dev.tasuki.core.dispatch.DeadLetterOffice;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.fit.Checkpoints;
import dev.tasuki.core.fit.TrainHandler;
import dev.tasuki.core.foreign.ForeignConsumers;
import dev.tasuki.core.foreign.ForeignRuns;
import dev.tasuki.core.keep.ChangePruning;
import dev.tasuki.core.keep.EventFeed;
import dev.tasuki.core.keep.Housekeeping;
import dev.tasuki.core.keep.Leader;
import dev.tasuki.core.keep.QueueSampler;
import dev.tasuki.core.keep.Relay;
import dev.tasuki.core.keep.Rescuer;
import dev.tasuki.core.keep.Retention;
import dev.tasuki.core.keep.Sweeper;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.memory.MemoryLeaderLease;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Cursors;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.EventSink;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.predict.DirectPredictions;
import dev.tasuki.core.predict.ModelTrees;
import dev.tasuki.core.predict.PredictHandler;
import dev.tasuki.core.predict.TrainedModels;
import dev.tasuki.core.run.CancelPoller;
import dev.tasuki.core.run.Expiry;
import dev.tasuki.core.run.Heartbeats;
import dev.tasuki.core.run.LeaseTerms;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.run.TaskHandler;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.trainer.DelegatingWork;
import dev.tasuki.core.trainer.Trainers;
import dev.tasuki.core.use.Backlog;
import dev.tasuki.core.use.CsvPredictions;
import dev.tasuki.core.use.Events;
import dev.tasuki.core.use.Models;
import dev.tasuki.core.use.NameTable;
import dev.tasuki.core.use.Names;
import dev.tasuki.core.use.Predictions;
import dev.tasuki.core.use.PublishBehind;
import dev.tasuki.core.use.Publishing;
import dev.tasuki.core.use.Retries;
import dev.tasuki.core.use.SampleModel;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.core.use.Trainings;
import dev.tasuki.server.UseCases;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything one process is made of, behind the ports. */
final class Parts {
    private static final int WAITING_PREDICTS = 4096;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final Duration EXPIRY = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofHours(1);

    private final Opening opening;
    private final InstantSource clock;
    /** By which leases and time-outs are measured. */
    private final InstantSource steady;

    private final LeaseTerms terms;
    private final Telemetry telemetry = new Telemetry();
    private final TaskEvents events = new TaskEvents();
    private final Runs runs = new Runs();
    private final RetryPolicy retries = RetryPolicy.standard(new SecureRandom());
    private final Role role;
    private final Settings settings;
    private final Closer closer;
    private final String owner;
    private final Keys keys;
    private final ObjectStore objects;
    private final DiskSpace disk;
    private final TaskStore tasks;
    private final ResultAdapter.Opened results;
    private final Lookout lookout;
    private final Leader leader;
    /** Events for other programs, where the broker has a place for them. */
    private final Optional<EventFeed> feed;

    private final ChangeTailer tailer;
    private final Broker broker;
    /** Carries predictions between processes; may be the same. */
    private final Broker asking;

    private final DeadLetters deadLetters;
    private final List<Supplier<List<ServerReading>>> readings;
    private final Broker trains;
    private final Broker predicts;
    /** For requests that this process can answer where they come in; null until it works, and where it only asks. */
    private @Nullable DirectPredictions direct;

    /** Null while none are taken. */
    private volatile @Nullable CeleryCalls calls;

    /** False once this process knows that no client waits for the answer any more. */
    private final Predicate<Message> awaited;

    private final Datasets datasets;
    private final Trainers trainers;
    private final ForeignRuns foreign;
    private final boolean shared;
    private final FitBounds bounds;
    private final FitCosts costs;
    private final ModelsInMemory inMemory;

    /** Opens the adapters that the settings name. */
    Parts(Role role, Settings settings, ProcessOverrides overrides, Closer closer) {
        this.role = role;
        this.settings = settings;
        this.clock = overrides.clock();
        this.steady = new SteadyClock(clock);
        this.terms = overrides.terms().handedOverAfter(settings.handOver());
        this.closer = closer;
        this.keys = new Keys(settings.datasetPrefix(), settings.modelPrefix());
        this.owner = role.newOwner();
        Backends backends = Backends.of(
                settings,
                clock,
                closer,
                new Opening.ProcessTraits(
                        owner,
                        alone(role, settings),
                        gone -> telemetry.count(Telemetry.Count.DEAD_LETTERS_DROPPED, gone)));
        this.opening = backends.opening();
        this.objects = overrides.objects().apply(backends.guardedStore(keys));
        this.disk = DiskSpace.ofData(settings.data(), settings.minFree());
        this.results = backends.results();
        this.tailer = new ChangeTailer(results.changes(), () -> runs.size() > 0 || events.watched());
        tailer.listenToEach(change -> events.changed(change.task()));
        closer.register(new ThreadTicker().every(ChangeTailer.PERIOD, "changes", tailer::look));
        closer.register(tailer.follow());
        TaskStore rows = overrides.tasks().apply(results.tasks());
        this.tasks =
                new WatchedTaskStore(settings.results().local() ? new DiskGuardedTaskStore(rows, disk) : rows, events);
        BrokerAdapter.Opened opened = backends.broker();
        BrokerAdapter.Opened asked = backends.predictBroker(opened);
        this.broker = overrides.broker().apply(opened.broker());
        this.asking = asked == opened ? broker : overrides.broker().apply(asked.broker());
        this.deadLetters =
                asked == opened ? opened.letters() : new LettersOfTwoBrokers(opened.letters(), asked.letters());
        this.readings = Stream.of(opened.readings(), asked.readings(), results.readings(), this::callReadings)
                .distinct()
                .toList();
        this.feed = opened.events().map(sink -> feed(sink, results.cursors()));
        this.leader =
                new Leader(alone(role, settings) ? new MemoryLeaderLease(steady) : results.leases(), owner, steady);
        this.lookout = Lookout.of(results, alone(role, settings), clock, steady);
        this.foreign = new ForeignRuns(tasks, objects, keys, clock, leader::leads);
        tailer.listenToEach(foreign::hear);
        this.shared = broker.capabilities().sharedWithOthers();
        this.trains = shared ? withForeignConsumers() : broker;
        // One process needs no detour over a database to ask itself for a prediction.
        if (role == Role.SERVE && !shared && asked == opened) {
            InProcessBroker local = closer.register(new InProcessBroker(clock, WAITING_PREDICTS));
            this.predicts = local;
            this.awaited = local::awaited;
        } else {
            this.predicts = asking;
            this.awaited = request -> true;
        }
        this.bounds = Fitters.bounds(role, settings);
        this.datasets = new Datasets(objects, keys, settings.maxDataset());
        this.costs = new FitCosts(datasets, bounds);
        this.trainers = CeleryTrainers.of(settings.celery(), tasks(), opening);
        this.inMemory = new ModelsInMemory(this::models);
    }

    private ModelTrees.Source models() {
        TrainedModels trained = new TrainedModels(
                tasks, events, clock, id -> shared ? foreign.stored(new TaskId(id.value())) : Optional.empty());
        return ModelsInMemory.source(trained, objects, settings, telemetry);
    }

    private EventFeed feed(EventSink sink, Cursors cursors) {
        EventFeed.Way way = new EventFeed.Way(results.changes(), cursors, sink);
        EventFeed feed = new EventFeed(way, new EventFeed.News(tailer::version, steady), telemetry);
        feed.begin();
        return feed;
    }

    /** Foreign programs may work on the same queues of a message broker. */
    private Broker withForeignConsumers() {
        return closer.register(new ForeignConsumers(broker, foreign, new ThreadTicker(), Thread::startVirtualThread))
                .broker();
    }

    /** True if the process has the result store to itself: it serves from a file. */
    static boolean alone(Role role, Settings settings) {
        return role == Role.SERVE && settings.results().local();
    }

    Datasets datasets() {
        return datasets;
    }

    /**
     * Starts heartbeats, relay, rescuer, and the leader's work if this process leads. Alone it leads from the start,
     * and what a former process left running is taken over.
     */
    void keepHouse(boolean alone) {
        Housekeeping housekeeping = new Housekeeping(
                new Relay(tasks, trains, Relay.Terms.behindAnswers(settings.caps(), leader::leads), telemetry),
                new Rescuer(tasks, retries, telemetry),
                new Heartbeats(tasks, runs, terms, steady, Thread::startVirtualThread),
                new ThreadTicker());
        closer.register(housekeeping).start(alone);
        housekeeping.standForLead(leader, tasks);
        housekeeping.also(EXPIRY, "expiry", leader.only(new Expiry(tasks, telemetry)::run));
        housekeeping.also(SWEEP, "sweeper", leader.only(new Sweeper(tasks, objects, keys, clock)::run));
        ChangePruning pruning = new ChangePruning(results.changes(), settings.keepChanges(), clock);
        housekeeping.also(SWEEP, "pruning", leader.only(pruning::run));
        housekeeping.also(QueueSampler.PERIOD, "queues", leader.only(lookout.sampler(tasks, this::brokers)::run));
        Retention.Terms kept = new Retention.Terms(settings.retention(), settings.modelRetention());
        Retention retention =
                new Retention(tasks, new Models(tasks, objects, keys, clock, results.names()), kept, clock);
        housekeeping.also(SWEEP, "retention", leader.only(retention::run));
        feed.ifPresent(events -> {
            housekeeping.also(EventFeed.PERIOD, "events", leader.only(events::turn));
            // At the end what happened last is sent, while this process still leads.
            closer.register(leader.only(events::run)::run);
        });
    }

    /** Starts the workers. */
    Consumers consume(ConsumerOptions options) {
        TaskHandler.InProcess inProcess = new TaskHandler.InProcess(runs, steady, telemetry);
        OutOfMemory.names(runs);
        closer.register(new HeapGuard(runs));
        TaskHandler.Rules rules =
                new TaskHandler.Rules(owner, keys, terms, retries, settings.caps(), settings.maxRunTime());
        // A process of its own sends its trees when it has grown all.
        Checkpoints checkpoints = settings.checkpoint()
                .filter(every -> !settings.isolateFits())
                .map(every -> new Checkpoints(objects, keys, every, clock))
                .orElse(null);
        TrainHandler train =
                new TrainHandler(datasets, new Fitters(settings, bounds, closer).fitter(), clock, checkpoints, costs);
        DelegatingWork work = new DelegatingWork(train, trainers, datasets, objects, keys);
        TaskHandler tasksHandler =
                new TaskHandler(work, new TaskHandler.Means(tasks, objects, trains, rules, inProcess));
        PredictHandler predict = inMemory.handler();
        // Where no broker stands between this process and itself, a small prediction needs no queue.
        direct = predicts == asking && role.listens() ? null : new DirectPredictions(predict, telemetry);
        SharedQueue sharing = SharedQueue.of(predicts, TaskKind.PREDICT.queue(), options.predictWorkers(), clock);
        Lanes lanes = PredictLanes.of(options.predictWorkers(), retries, awaited);
        Responder responder = new Responder(new Responder.Side(predicts, clock, telemetry), predict, sharing, lanes);
        CancelPoller cancels = new CancelPoller(tasks, runs, owner, steady);
        tailer.listenToEach(cancels::hear);
        closer.register(new ThreadTicker().every(CancelPoller.PERIOD, "cancels", cancels::turn));
        CircuitBreaker breaker = new CircuitBreaker(retries.shortened(), steady, telemetry);
        DeliveryHandler predicting = bounded(asking, new Dispatcher(responder, retries, telemetry));
        Consumers consumers = Consumers.start(
                new Consumers.Line(
                        trains, bounded(broker, new Dispatcher(tasksHandler, retries, telemetry, breaker)), breaker),
                new Consumers.Line(predicts, predicting, lanes, predicts == asking),
                options,
                runs);
        lookout.tell(owner, role, options, new Presence.Inside(runs, telemetry, consumers), closer);
        return consumers;
    }

    /** Only where foreign programs write to the queues need messages be checked. */
    private DeliveryHandler bounded(Broker from, DeliveryHandler handler) {
        return from.capabilities().sharedWithOthers()
                ? new MessageBounds(handler, ReplyRule.of(settings.replyQueues()), telemetry)
                : handler;
    }

    /** What clients are offered. */
    UseCases useCases() {
        RequesterOptions options =
                new RequesterOptions(settings.predictTimeout(), RequesterOptions.STANDARD.capacity());
        Requester requester = closer.register(new Requester(predicts, options, clock, telemetry));
        ComputePool reading = closer.register(new ComputePool(
                new ComputePool.Terms("reading", PROCESSORS, RequesterOptions.STANDARD.capacity(), Long.MAX_VALUE)));
        Publishing behind = closer.register(new PublishBehind(tasks, trains));
        NameTable table = NamesOfModels.followed(results.names(), tailer, closer);
        Predictions predictions = new Predictions(requester, reading, direct, table);
        Models models = new Models(tasks, objects, keys, clock, results.names());
        return new UseCases(
                new UseCases.Work(
                        trainings(behind, new Trainings.Context(clock, telemetry)),
                        predictions,
                        new CsvPredictions(models, predictions, reading, clock),
                        tasks(),
                        new Retries(tasks, new Trainings.Material(datasets, costs, trainers), clock),
                        closer.register(new DeadLetterOffice(deadLetters, new ThreadTicker()))),
                new UseCases.Data(
                        models,
                        new Names(results.names(), table),
                        inMemory.trees(closer),
                        datasets,
                        new Relations(datasets),
                        new Events(results.changes(), tasks, tailer),
                        lookout.queues(),
                        lookout.workers()),
                watch());
    }

    /** Takes calls of Celery programs, if the settings name their broker; one may have this process end. */
    Optional<CeleryCalls> takeCalls(UseCases offered, Runnable shutdown) {
        CallMeans.Here here = new CallMeans.Here(runs, owner, settings.numThreads(), retries, shutdown);
        CeleryCalls.Means means = new CeleryCalls.Means(tasks, tailer, here, steady, opening);
        calls = CeleryCalls.start(settings.celery(), offered, means).orElse(null);
        return Optional.ofNullable(calls);
    }

    private List<ServerReading> callReadings() {
        CeleryCalls taking = calls;
        return taking == null ? List.of() : taking.readings();
    }

    private Trainings trainings(Publishing publishing, Trainings.Context context) {
        Backlog backlog = new Backlog(tasks, settings.maxBacklog(), clock);
        return new Trainings(tasks, publishing, new Trainings.Material(datasets, costs, trainers), backlog, context);
    }

    /**
     * The sample's model, to be trained by this process. The queues of a message broker are shared with other
     * programs, which are to find in them what clients asked for and nothing else.
     */
    Optional<SampleModel> sampleModel() {
        if (shared) {
            return Optional.empty();
        }
        Trainings.Context context = new Trainings.Context(clock, telemetry, SampleModel::id);
        return Optional.of(new SampleModel(trainings(Publishing.atOnce(tasks, trains), context), objects, keys));
    }

    Tasks tasks() {
        return new Tasks(tasks, events, runs);
    }

    private Stream<Broker> brokers() {
        return Stream.of(broker, asking, predicts).distinct();
    }

    /** What operators look at. */
    UseCases.Watch watch() {
        List<BrokerStatusCache> all =
                brokers().map(each -> new BrokerStatusCache(each, steady)).toList();
        List<Health.WatchedBroker> named = asking == broker
                ? List.of(new Health.WatchedBroker("broker", all.getFirst()))
                : List.of(
                        new Health.WatchedBroker("broker", all.getFirst()),
                        new Health.WatchedBroker("predict_broker", all.get(1)));
        return new UseCases.Watch(
                new Health(named, new Health.Stores(tasks, objects, disk), Remarks.of(role, settings)),
                new WatchedServers(all, readings, deadLetters),
                telemetry);
    }
}
