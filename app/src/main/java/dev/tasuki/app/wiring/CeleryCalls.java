package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.CallGate;
import dev.tasuki.app.adapter.CallMeans;
import dev.tasuki.app.adapter.Opening;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.keep.Answers;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.server.UseCases;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Calls of Celery programs, from their queues to the answers that are owed. */
final class CeleryCalls implements AutoCloseable {
    private final CallGate gate;
    private final Answers answers;
    private final Ticker.Ticking answering;
    private final Ticker.Ticking telling;

    private CeleryCalls(CallGate gate, Answers answers) {
        this.gate = gate;
        this.answers = answers;
        this.answering = new ThreadTicker().every(Answers.PERIOD, "answers", answers::turn);
        this.telling = new ThreadTicker()
                .every(Answers.PERIOD, "celery-states", gate.news().turn());
    }

    /**
     * What of a process it needs.
     *
     * @param steady measures leases and pauses
     */
    record Means(TaskStore tasks, ChangeTailer tailer, CallMeans.Here here, InstantSource steady, Opening opening) {}

    /** Takes calls, if the settings name a broker of a Celery fleet. */
    static Optional<CeleryCalls> start(Settings.Celery celery, UseCases offered, Means means) {
        return celery.broker().map(url -> {
            UseCases.Work work = offered.work();
            CallGate gate = Adapters.CELERY
                    .of(url)
                    .open(url, means.opening())
                    .apply(new CallMeans(
                            fleet(celery),
                            new CallMeans.Work(work.trainings(), work.predictions(), work.tasks()),
                            means.tasks(),
                            means.here()));
            Answers answers =
                    new Answers(means.tasks(), gate.way(), means.here().retries(), means.steady());
            means.tailer().listenToEach(answers::hear);
            means.tailer().listenToEach(gate.news().hear());
            CeleryCalls calls = means.opening().closer().register(new CeleryCalls(gate, answers));
            gate.begin().run();
            return calls;
        });
    }

    /** How its programs meet this process. */
    static CallMeans.Fleet fleet(Settings.Celery celery) {
        Settings.Backend results = celery.results();
        return new CallMeans.Fleet(
                celery.queues(),
                celery.name(),
                new CallMeans.Backend(results.url(), results.rpc()),
                celery.prefix(),
                new CallMeans.Habits(celery.routes(), celery.shutdown()));
    }

    /** For operators. */
    List<ServerReading> readings() {
        return gate.readings().get();
    }

    /** Takes no more calls, and ends those in hand within this time. */
    void stop(Duration patience) {
        gate.stop().accept(patience);
    }

    /** Answers what ended last; the rest is for other processes, or for the next start. */
    @Override
    public void close() {
        telling.close();
        answering.close();
        answers.turn();
    }
}
