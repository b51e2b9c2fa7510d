package dev.tasuki.core.simulation;

import dev.tasuki.core.ask.Requester;
import dev.tasuki.core.ask.RequesterOptions;
import dev.tasuki.core.ask.Responder;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.MarkGroups;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.base.TaskPublisher;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.base.WatchedTaskStore;
import dev.tasuki.core.consumer.ConsumerOptions;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.dispatch.CircuitBreaker;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.fit.TrainHandler;
import dev.tasuki.core.foreign.ForeignConsumers;
import dev.tasuki.core.foreign.ForeignRuns;
import dev.tasuki.core.keep.Answers;
import dev.tasuki.core.keep.Housekeeping;
import dev.tasuki.core.keep.Leader;
import dev.tasuki.core.keep.Relay;
import dev.tasuki.core.keep.Rescuer;
import dev.tasuki.core.keep.Sweeper;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.LeaderLease;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.CancelPoller;
import dev.tasuki.core.run.Expiry;
import dev.tasuki.core.run.Heartbeats;
import dev.tasuki.core.run.LeaseTerms;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.run.TaskHandler;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.use.Backlog;
import dev.tasuki.core.use.Publishing;
import dev.tasuki.core.use.Retries;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.core.use.Trainings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** One life of a process: the real parts of {@code core}, wired as the program wires them, on threads of its own. */
final class SimulatedProcess {
    private static final int BACKLOG = 1_000;
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration EXPIRE = Duration.ofSeconds(5);
    /** Less often than in the program, for the sake of speed. */
    private static final Duration LOOK = Duration.ofMillis(500);

    final Host host;
    final Set<SimulatedThread> strands = new LinkedHashSet<>();
    private final SimulatedSystem system;
    private final VirtualScheduler scheduler;
    private final String name;
    private final Telemetry telemetry;
    private final TaskEvents events = new TaskEvents();
    private final Runs runs = new Runs();
    /** Shows how much time has passed, whatever the host's clock is set to. */
    private final InstantSource steady;

    private final RetryPolicy retries;
    private final TaskStore rows;
    private final LeaderLease leases;
    private final ObjectStore objects;
    private final Broker broker;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private boolean alive = true;
    private boolean ready;
    private boolean started;
    private long pausedUntil;
    private long lastTrouble = -1;
    private Consumers consumers;
    private Trainings trainings;
    private Tasks tasks;
    private Retries again;
    private Requester requester;

    SimulatedProcess(SimulatedSystem system, Host host) {
        this.system = system;
        this.scheduler = system.scheduler();
        this.host = host;
        this.name = host.name + "." + ++host.incarnations;
        long atStart = host.clockOffset;
        this.steady = () -> scheduler.instant().plusNanos(atStart * 1_000);
        this.retries = RetryPolicy.standard(scheduler.random);
        ProcessOverrides overrides = system.seams();
        this.telemetry = system.telemetry();
        FaultyLink toTasks = link(Service.TASKS);
        FaultyLink toBroker = link(Service.BROKER);
        TaskStore link = new TaskStoreLink(toTasks, system.rows(), system.checker(), this);
        this.rows = new WatchedTaskStore(overrides.tasks(link, this), events);
        this.leases = new LeaderLeaseLink(toTasks, system.leases());
        this.objects = overrides.objects(new ObjectStoreLink(link(Service.OBJECTS), system.objects()));
        this.broker = overrides.broker(new BrokerLink(scheduler, toBroker, system.broker(), this));
    }

    private FaultyLink link(Service service) {
        return new FaultyLink(scheduler, system.rates(), this, service);
    }

    /** The main thread: starts everything, or ends the process if it cannot. */
    void boot() {
        try {
            Broker trains = trains();
            Ticker ticker = system.seams().ticker(this::every, this);
            Leader leader = new Leader(leases, name, steady);
            Housekeeping housekeeping = new Housekeeping(
                    new Relay(rows, trains, Relay.Terms.behindAnswers(system.caps(), leader::leads), telemetry),
                    new Rescuer(rows, retries, telemetry),
                    new Heartbeats(rows, runs, LeaseTerms.STANDARD, steady),
                    ticker);
            owned.add(housekeeping);
            housekeeping.start(host.role.exclusive());
            housekeeping.standForLead(leader, rows);
            housekeeping.also(EXPIRE, "expiry", leader.only(new Expiry(rows, telemetry)::run));
            housekeeping.also(LOOK, "watchman", new CancelPoller(rows, runs, name, steady)::look);
            housekeeping.also(SWEEP, "sweeper", leader.only(new Sweeper(rows, objects, Keys.STANDARD, clock())::run));
            // A file would be read by threads that know no virtual time.
            Datasets datasets = new Datasets(objects, Keys.STANDARD, Limits.DATASET_BYTES.value(), 0);
            if (host.role.workers() > 0) {
                consumers = consume(trains, datasets);
            }
            if (host.role.producer()) {
                requester = new Requester(
                        broker,
                        RequesterOptions.STANDARD,
                        clock(),
                        telemetry,
                        system.seams().replies(this::await));
                owned.add(requester);
                trainings = new Trainings(
                        rows,
                        publishing(trains),
                        datasets,
                        new Backlog(rows, BACKLOG, clock()),
                        new Trainings.Context(clock(), telemetry, system.checker()::newId));
            }
            Post post = new Post(link(Service.POST), system);
            Answers answers = new Answers(rows, new Answers.Way(Clients.LETTERS, post), retries, steady);
            housekeeping.also(LOOK, "answers", answers::turn);
            tasks = new Tasks(rows, events, runs);
            again = new Retries(rows, datasets, clock());
            ready = true;
            started = true;
            scheduler.note("ready");
        } catch (Refusal away) {
            die("could not start: " + away.detail());
        }
    }

    /** Behind the answers; the first of a group of marks waits in virtual time. */
    private Publishing publishing(Broker trains) {
        TaskPublisher publisher = new TaskPublisher(rows, trains);
        MarkGroups marks = new MarkGroups(rows, full -> scheduler.sleep(MarkGroups.PERIOD.toNanos() / 1_000));
        return row -> scheduler.spawn(
                this, name + "/publish", () -> Publishing.orLater(row, () -> marks.add(publisher.send(row))));
    }

    private Broker trains() {
        if (!host.role.foreign()) {
            return broker;
        }
        ForeignRuns foreignRuns = new ForeignRuns(rows, objects, Keys.STANDARD, clock());
        ForeignConsumers foreign = new ForeignConsumers(broker, foreignRuns, this::every, Runnable::run);
        owned.add(foreign);
        return foreign.broker();
    }

    private Consumers consume(Broker trains, Datasets datasets) {
        TaskHandler.Rules rules =
                new TaskHandler.Rules(name, Keys.STANDARD, LeaseTerms.STANDARD, retries, system.caps());
        ScriptedTraining work = new ScriptedTraining(
                scheduler, this, system.checker(), new TrainHandler(datasets, LocalFitter.alone(1), clock()), objects);
        TaskHandler train = new TaskHandler(
                work,
                new TaskHandler.Means(
                        rows, objects, trains, rules, new TaskHandler.InProcess(runs, steady, telemetry)));
        CircuitBreaker breaker = new CircuitBreaker(retries.shortened(), steady, telemetry, this::await);
        Dispatcher training = new Dispatcher(train, retries, telemetry, breaker);
        Responder predict = new Responder(broker, (question, deadline) -> echo(question), clock(), telemetry);
        return Consumers.start(
                new Consumers.Line(trains, system.seams().trainings(training, this), breaker),
                new Consumers.Line(broker, new Dispatcher(predict, retries, telemetry)),
                new ConsumerOptions(host.role.workers(), 0),
                runs);
    }

    /** A prediction's answer is its question turned round, so that nobody can take another's for it. */
    private byte[] echo(byte[] question) {
        scheduler.sleep(scheduler.between(0, 50 * VirtualScheduler.MILLI));
        return Clients.answer(question);
    }

    private Ticker.Ticking every(Duration period, String kind, Runnable work) {
        boolean[] closed = new boolean[1];
        scheduler.spawn(this, name + "/" + kind, () -> {
            while (true) {
                scheduler.sleep(period.toNanos() / 1_000);
                if (closed[0]) {
                    return;
                }
                work.run();
            }
        });
        return () -> closed[0] = true;
    }

    /** What a worker waits for in vain is looked at again every second. */
    private void await(Duration atMost) {
        scheduler.sleep(Math.min(atMost.toNanos() / 1_000 + 1, VirtualScheduler.SECOND));
    }

    private byte[] await(CompletableFuture<byte[]> answer, Duration atMost)
            throws ExecutionException, TimeoutException, InterruptedException {
        SimulatedThread self = scheduler.self();
        answer.whenComplete((value, failure) -> scheduler.wake(self));
        if (!answer.isDone()) {
            scheduler.await(atMost.toNanos() / 1_000);
        }
        if (!answer.isDone()) {
            throw new TimeoutException();
        }
        return answer.get();
    }

    /** SIGTERM: as the program shuts down. */
    void stop(Duration patience) {
        scheduler.note("told to stop within " + patience);
        system.eventCounts().count("process told to stop");
        ready = false;
        if (consumers != null) {
            consumers.drain(patience);
        }
        for (int i = owned.size() - 1; i >= 0; i--) {
            close(owned.get(i));
        }
        broker.close();
        die("has stopped");
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Refusal away) {
            // Whatever is away when a process ends need not be told.
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The end of this process at a step of its own. */
    void die(String why) {
        end(why);
        throw new SimulatedThread.Unwinding();
    }

    /** The end of this process from outside: SIGKILL. */
    void end(String why) {
        if (!alive) {
            return;
        }
        scheduler.note(name + " dies: " + why);
        alive = false;
        ready = false;
        pausedUntil = 0;
        long noticed = scheduler.chance(8_000)
                ? scheduler.between(0, VirtualScheduler.SECOND)
                : scheduler.between(0, 40 * VirtualScheduler.SECOND);
        system.broker().connectionLost(this, noticed);
        List.copyOf(strands).forEach(scheduler::kill);
        system.died(host);
    }

    /** SIGSTOP, then SIGCONT. The broker gives a connection up that says nothing for long. */
    void pause(long micros) {
        if (pausedUntil > scheduler.now()) {
            return;
        }
        scheduler.note(name + " paused for " + micros / VirtualScheduler.MILLI + " ms");
        system.eventCounts().count("process paused");
        pausedUntil = scheduler.now() + micros;
        lastTrouble = pausedUntil;
        long patience = scheduler.between(20, 60) * VirtualScheduler.SECOND;
        if (micros > patience) {
            scheduler.after(patience, () -> system.broker().connectionLost(this, 0));
        }
    }

    /** Throws if the process is dead: what still unwinds must not reach anything. */
    void step() {
        if (!alive || scheduler.self().dying) {
            throw new SimulatedThread.Unwinding();
        }
    }

    boolean alive() {
        return alive;
    }

    /** True once it takes requests. */
    boolean ready() {
        return ready;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /** A call went wrong. */
    void troubled(Service service, String how) {
        system.eventCounts().count("call " + how);
        if (service == Service.TASKS) {
            lastTrouble = scheduler.now();
        }
    }

    /** When it last had trouble of a kind that may cost it a claim: a pause, a store that did not answer. */
    long lastTrouble() {
        return lastTrouble;
    }

    /** Does it later, unless the process has ended by then. */
    void later(long micros, Runnable action) {
        scheduler.spawn(this, name + "/later", () -> {
            scheduler.sleep(micros);
            try {
                action.run();
            } catch (Refusal lost) {
                scheduler.note("lost: " + lost.detail());
            }
        });
    }

    /** True if the task is in this state, whether or not the process could know. */
    boolean knows(TaskId id, TaskState state) {
        return system.rows().find(id).filter(row -> row.state() == state).isPresent();
    }

    boolean cut(Service service) {
        return host.cut(service, scheduler.now());
    }

    InstantSource clock() {
        return () -> scheduler.instant().plusNanos(host.clockOffset * 1_000);
    }

    String name() {
        return name;
    }

    /** True once it is started, goes on, and trains nothing. */
    boolean settled() {
        return alive && pausedUntil <= scheduler.now() && started && idle();
    }

    boolean idle() {
        return runs.size() == 0;
    }

    Trainings trainings() {
        return trainings;
    }

    Tasks tasks() {
        return tasks;
    }

    Retries retries() {
        return again;
    }

    Requester requester() {
        return requester;
    }
}
