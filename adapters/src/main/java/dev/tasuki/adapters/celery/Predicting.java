package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.celery.Meta.Status;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predictions that come as calls. Their messages are held until they are answered: one that is for later until then, one
 * for which a part of Tasuki is away for another try or two. Thread-safe; blocks while it predicts.
 */
final class Predicting {
    private static final Logger LOG = LoggerFactory.getLogger(Predicting.class);
    private static final int TRIES = 4;

    private final UnaryOperator<byte[]> predictions;
    private final CeleryWork.Here here;
    private final Conclusion conclusion;
    private final ScheduledExecutorService timer;
    private final Duration furthest;
    private final CeleryEvents events;
    private final Set<Taken.Settling> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger held = new AtomicInteger();

    /**
     * What predictions are made with.
     *
     * @param predictions from a request's body to the answer's, which throws refusals
     * @param timer whose threads need not wait for anything
     */
    record Means(
            UnaryOperator<byte[]> predictions,
            CeleryWork.Here here,
            Conclusion conclusion,
            ScheduledExecutorService timer,
            CeleryEvents events) {}

    /**
     * Predicts by these means.
     *
     * @param furthest how far in the future one may be
     */
    Predicting(Means means, Duration furthest) {
        this.predictions = means.predictions();
        this.here = means.here();
        this.conclusion = means.conclusion();
        this.timer = means.timer();
        this.events = means.events();
        this.furthest = furthest;
    }

    /**
     * A prediction under way.
     *
     * @param told is told how it ended, on a thread that may block
     */
    record Asked(Taken taken, Request request, Consumer<Ending> told) {}

    /** Predicts when it is time to; a message that a stop cut off is given back. */
    void begin(Asked asked) {
        Instant eta = asked.request().timing().eta();
        Duration wait =
                eta == null ? Duration.ZERO : Duration.between(here.clock().instant(), eta);
        if (!wait.isPositive()) {
            attempt(asked, 1);
        } else if (wait.compareTo(furthest) > 0) {
            asked.told().accept(tooFar("at most %d minutes".formatted(furthest.toMinutes())));
        } else {
            later(asked, wait, 1);
        }
    }

    private static Ending tooFar(String allowed) {
        return new Ending.Failed(new PythonError(
                "tasuki.errors",
                "InvalidRequest",
                List.of(
                        "eta_too_far",
                        "a prediction for later waits in the memory of a worker: " + allowed
                                + "; send it when it is due, or leave eta out")));
    }

    private void attempt(Asked asked, int attempt) {
        Refusal why;
        try {
            byte[] answer = predictions.apply(CallBody.predict(asked.request()));
            asked.told().accept(new Ending.Done(Json.stored(new String(answer, StandardCharsets.UTF_8))));
            return;
        } catch (Refusal refusal) {
            why = refusal;
        }
        Ending failed = new Ending.Failed(PythonError.of(why));
        Duration pause = here.retries().delay(attempt);
        if (attempt == TRIES || !(why instanceof Unavailable || why instanceof TooBusy) || late(asked, pause)) {
            asked.told().accept(failed);
            return;
        }
        Request.Sender sender = asked.request().sender();
        conclusion.hint(sender, Meta.error(sender, Status.RETRY, PythonError.of(why)));
        events.retried(sender, PythonError.of(why));
        later(asked, pause, attempt + 1);
    }

    private boolean late(Asked asked, Duration pause) {
        Instant expires = asked.request().timing().expires();
        return expires != null && !expires.isAfter(here.clock().instant().plus(pause));
    }

    private void later(Asked asked, Duration wait, int attempt) {
        if (held.incrementAndGet() > Limits.CALLS_HELD.intValue()) {
            held.decrementAndGet();
            asked.told().accept(tooFar("at most " + Limits.CALLS_HELD.text() + " of them do"));
            return;
        }
        Taken.Settling settling = asked.taken().settling();
        settling.hold();
        waiting.add(settling);
        try {
            var unused = timer.schedule(
                    () -> Thread.startVirtualThread(() -> again(asked, attempt)),
                    wait.toMillis() + 1,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            stop();
        }
    }

    private void again(Asked asked, int attempt) {
        Taken.Settling settling = asked.taken().settling();
        held.decrementAndGet();
        waiting.remove(settling);
        try {
            attempt(asked, attempt);
        } catch (Refusal notTold) {
            LOG.debug("a prediction could not be answered, and its message comes again: {}", notTold.detail());
            settling.giveBack();
        } catch (RuntimeException | Error e) {
            LOG.error("a prediction was not settled", e);
            settling.giveBack();
        }
    }

    /** Gives back what waits; the timer has ended. */
    void stop() {
        waiting.forEach(Taken.Settling::giveBack);
        waiting.clear();
    }
}
