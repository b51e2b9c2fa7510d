package dev.tasuki.adapters.celery;

import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.keep.Answers;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets programs of a Celery fleet call Tasuki as if it were one of their workers: a training becomes a durable task, a
 * prediction is answered at once. Results go back as the result backend of the fleet has them.
 *
 * <pre>{@code
 * CeleryFront front = new CeleryFront(settings, work, shutdown);
 * Answers answers = new Answers(rows, front.way(), retries, steady);
 * front.begin();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class CeleryFront implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CeleryFront.class);
    private static final Duration AFTER_A_DEFECT = Duration.ofSeconds(1);

    private final CelerySettings settings;
    private final CeleryWork work;
    private final CeleryCounts counts = new CeleryCounts();
    private final Station station;
    private final Results results;
    private final Conclusion conclusion;
    private final RunStates states;
    private final Revocations revocations;
    private final CallHandler handler;
    private final RemoteControl control;
    private final FleetNode node;
    private final CeleryEvents events;
    private final KnownCalls known = new KnownCalls();
    private final Predicting predicting;
    private final OutageLog outage = new OutageLog("the consumer of Celery's queues");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tasuki-celery-timer").factory());
    /** Guards the two that follow. */
    private final Object lock = new Object();

    private long failures;
    private boolean paused;

    /**
     * Connects, or begins to; takes no call yet.
     *
     * @param shutdown ends this process in good order, and returns at once
     */
    public CeleryFront(CelerySettings settings, CeleryWork work, Runnable shutdown) {
        this.settings = settings;
        this.work = work;
        station = switch (settings.broker()) {
            case CelerySettings.Rabbit rabbit -> new AmqpStation(rabbit.settings(), settings);
            case CelerySettings.Redis redis -> new RedisStation(redis.place(), settings.queues());
        };
        Wire wire = station.wire();
        InstantSource clock = work.here().clock();
        node = new FleetNode(settings.node(), clock);
        events = new CeleryEvents(node, wire, known);
        RedisPlace kept = settings.results();
        results = kept == null ? new RpcResults(wire) : new RedisResults(kept, clock);
        Canvas canvas = new Canvas(
                wire, results, settings.node(), clock, settings.options().routes());
        conclusion = new Conclusion(results, canvas);
        states = new RunStates(work, conclusion, events, known);
        revocations = new Revocations(work.rows(), work.tasks(), new RevokedIds(clock));
        Predicting.Means means = new Predicting.Means(
                body -> work.predictions().predict(body).json(), work.here(), conclusion, timer, events);
        predicting = new Predicting(means, station.patience());
        handler = new CallHandler(
                work, conclusion, predicting, revocations, new CallHandler.Watch(counts, events, known));
        RemoteControl.Monitoring monitoring =
                new RemoteControl.Monitoring(new Inspections(settings, node, known), events);
        control = new RemoteControl(node, revocations, wire, monitoring, () -> shutDown(shutdown));
    }

    /** How trainings that came this way are answered. */
    public Answers.Way way() {
        return new Answers.Way(CallOrigin.PROTOCOL, new RowAnswers(conclusion, counts.answered(), events));
    }

    /** Something happened to a task. */
    public void hear(Change change) {
        states.hear(change);
        known.hear(change);
        revocations.hear(change);
    }

    /** Tells clients how their trainings come on; to be called ten times a second by one thread. */
    public void turn() {
        states.turn();
        events.turn();
    }

    /** Takes calls from now on. */
    public void begin() {
        station.begin(new Station.Takers(
                this::arrived,
                command -> Thread.startVirtualThread(() -> control.obey(command)),
                new Mingle(node, revocations.ids())));
        events.online();
        LOG.info(
                "takes calls of Celery programs as {} from {}, queue {}",
                settings.node(),
                station.where(),
                String.join(", ", settings.queues()));
    }

    /** Takes no more calls, and ends those in hand within the patience. Answers are given until {@link #close}. */
    public void stop(Duration patience) {
        timer.shutdownNow();
        predicting.stop();
        try {
            station.stop(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        events.offline();
    }

    private void shutDown(Runnable shutdown) {
        if (settings.options().shutdown()) {
            LOG.warn("a program of the Celery fleet told {} to shut down", settings.node());
            shutdown.run();
        } else {
            LOG.warn(
                    "a program of the Celery fleet told {} to shut down, which is not obeyed: see --celery-shutdown",
                    settings.node());
        }
    }

    /** What operators are told. */
    public List<ServerReading> readings() {
        return Stream.concat(counts.readings(station.where()).stream(), results.readings().stream())
                .toList();
    }

    private void arrived(Taken taken) {
        Thread.startVirtualThread(() -> handle(taken));
    }

    private void handle(Taken taken) {
        try {
            handler.handle(taken);
            wentWell();
        } catch (Unavailable | TooBusy away) {
            pause(away);
            taken.settling().giveBack();
        } catch (RuntimeException | Error e) {
            LOG.error("a call of queue {} was not settled", taken.queue(), e);
            later(() -> taken.settling().giveBack(), AFTER_A_DEFECT);
        }
    }

    private void wentWell() {
        synchronized (lock) {
            if (paused || failures == 0) {
                return;
            }
            failures = 0;
        }
        outage.goesOn();
    }

    /** The message waits at the broker until there is room, or what was away is back. */
    private void pause(Refusal why) {
        Duration delay;
        synchronized (lock) {
            if (paused) {
                return;
            }
            paused = true;
            failures++;
            delay = work.here().retries().shortened().delay(failures);
        }
        outage.waits(why);
        station.pause();
        later(this::resume, delay);
    }

    private void resume() {
        synchronized (lock) {
            paused = false;
        }
        station.resume();
    }

    private void later(Runnable step, Duration delay) {
        try {
            var unused = timer.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("stopping: the broker gives it to another consumer");
        }
    }

    /** Ends the connections; the broker gives what is not settled to others. */
    @Override
    public void close() {
        timer.shutdownNow();
        station.close();
        results.close();
    }
}
