package dev.tasuki.core;

import dev.tasuki.core.ask.Requester;
import dev.tasuki.core.ask.RequesterOptions;
import dev.tasuki.core.ask.Responder;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.base.WatchedTaskStore;
import dev.tasuki.core.consumer.ConsumerOptions;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.fit.TrainHandler;
import dev.tasuki.core.keep.Relay;
import dev.tasuki.core.keep.Rescuer;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.predict.ModelCache;
import dev.tasuki.core.predict.PredictHandler;
import dev.tasuki.core.predict.TrainedModels;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.Heartbeats;
import dev.tasuki.core.run.LeaseTerms;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.run.TaskHandler;
import dev.tasuki.core.run.Work;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.use.Backlog;
import dev.tasuki.core.use.Models;
import dev.tasuki.core.use.Predictions;
import dev.tasuki.core.use.Publishing;
import dev.tasuki.core.use.Retries;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.core.use.Trainings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/** Everything of one process over in-memory stores, for tests. Nothing runs until it is told to. */
public final class Rig implements AutoCloseable {
    /** The published requests. */
    public static final String TRAIN = """
            {"dataset_id": "diabetes", "features": ["age","bmi","bp","s1","s2","s3","s4","s5","s6"], \
            "target": "target"}""";

    /** The published input. */
    public static final String INPUT = """
            {"age":0.038076,"bmi":0.061696,"bp":0.021872,"s1":-0.044223,"s2":-0.034821,"s3":-0.043401,\
            "s4":-0.002592,"s5":0.019908,"s6":-0.017646}""";

    public final MovableClock clock = new MovableClock();
    public final Telemetry telemetry = new Telemetry();
    public final TaskEvents events = new TaskEvents();
    public final Runs runs = new Runs();
    public final TaskStore rows;
    public final ObjectStore objects;
    public final InProcessBroker broker = new InProcessBroker(clock, 1000);
    public final RetryPolicy retries = RetryPolicy.standard(new Random(1));
    public final Datasets datasets;
    public final Trainings trainings;
    public final Tasks tasks;
    public final Retries again;
    public final Models models;
    public final Relay relay;
    public final Rescuer rescuer;
    public final Heartbeats heartbeats;
    public final DeliveryHandler train;
    public final DeliveryHandler predict;
    public final Requester requester;
    public final Predictions predictions;
    public final PredictHandler handler;

    public Rig() {
        this(null, new MemoryObjectStore(), Duration.ofSeconds(30));
    }

    /** With another work than training (null: training), another store, another predict time-out. */
    public Rig(Work work, ObjectStore store, Duration timeout) {
        rows = new WatchedTaskStore(new MemoryTaskStore(clock), events);
        objects = store;
        datasets = new Datasets(objects, Keys.STANDARD);
        trainings = new Trainings(
                rows,
                Publishing.atOnce(rows, broker),
                datasets,
                new Backlog(rows, 100, clock),
                new Trainings.Context(clock, telemetry));
        tasks = new Tasks(rows, events, runs);
        again = new Retries(rows, datasets, clock);
        models = new Models(rows, objects, Keys.STANDARD, clock);
        relay = new Relay(rows, broker, telemetry);
        rescuer = new Rescuer(rows, retries, telemetry);
        heartbeats = new Heartbeats(rows, runs, LeaseTerms.STANDARD, clock);
        Work used = work == null ? new TrainHandler(datasets, LocalFitter.alone(2), clock) : work;
        train = new Dispatcher(new TaskHandler(used, means("this process")), retries, telemetry);
        handler =
                new PredictHandler(new TrainedModels(rows, events, clock), new ModelCache(objects, 1 << 24, telemetry));
        predict = new Dispatcher(new Responder(broker, handler, clock, telemetry), retries, telemetry);
        requester = new Requester(broker, new RequesterOptions(timeout, 100), clock, telemetry);
        predictions = new Predictions(requester);
    }

    /** Asks for a training that is accepted and fails: only its rows tell that a class has one of them. */
    public TaskRow failing() {
        String rows = "a,y\n" + "1,many\n".repeat(9) + "2,one\n";
        datasets.put(new DatasetId("lonely"), new ByteArrayInputStream(utf8(rows)));
        return trainings.submit(
                TrainRequest.parse(
                        utf8("{\"dataset_id\":\"lonely\",\"features\":[\"a\"],\"target\":\"y\",\"stratify\":true}")),
                null);
    }

    /** What a task handler of this process needs. */
    public TaskHandler.Means means(String owner) {
        return new TaskHandler.Means(
                rows,
                objects,
                broker,
                new TaskHandler.Rules(owner, Keys.STANDARD, LeaseTerms.STANDARD, retries),
                new TaskHandler.InProcess(runs, clock, telemetry));
    }

    /** Starts one worker for each queue. */
    public Consumers consume() {
        return Consumers.start(
                new Consumers.Line(broker, train),
                new Consumers.Line(broker, predict),
                new ConsumerOptions(1, 0),
                runs);
    }

    /** The row once it has ended; fails the test by returning it as it is after 30 s. */
    public TaskRow ended(TaskId id) {
        return tasks.await(id, Duration.ofMinutes(2));
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        requester.close();
        broker.close();
        objects.close();
    }
}
