package dev.tasuki.core.consumer;

import dev.tasuki.core.ask.Lanes;
import dev.tasuki.core.dispatch.CircuitBreaker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers of this process: workers for trainings and, apart from them, workers for
 * predictions, so that neither waits for the other. Close ends them at once and gives back what is
 * not settled; {@link #drain} ends them gently.
 */
public final class Consumers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Consumers.class);
    /** How long a run may take to notice that it should stop, and to give its task back. */
    private static final Duration GIVING_BACK = Duration.ofSeconds(5);

    private final Subscription train;
    private final Subscription predict;
    private final Runs runs;
    private final @Nullable Lanes lanes;
    private final Runnable release;

    private Consumers(Subscription train, Subscription predict, Runs runs, @Nullable Lanes lanes, Runnable release) {
        this.train = train;
        this.predict = predict;
        this.runs = runs;
        this.lanes = lanes;
        this.release = release;
    }

    /**
     * A broker and what to do with the deliveries of its queue.
     *
     * @param breaker the breaker that the handler waits for while infrastructure fails; null if it waits for none
     * @param lanes where the handler has work done that takes long; null: it does all itself
     */
    public record Line(
            Broker broker,
            DeliveryHandler handler,
            @Nullable CircuitBreaker breaker,
            @Nullable Lanes lanes) {
        /** A line whose handler never waits and does all itself. */
        public Line(Broker broker, DeliveryHandler handler) {
            this(broker, handler, null, null);
        }

        /** A line whose handler waits for the breaker and does all itself. */
        public Line(Broker broker, DeliveryHandler handler, @Nullable CircuitBreaker breaker) {
            this(broker, handler, breaker, null);
        }

        /** A line whose handler has work done on lanes, which are closed with the consumers. */
        public Line(Broker broker, DeliveryHandler handler, Lanes lanes) {
            this(broker, handler, null, lanes);
        }

        private void release() {
            if (breaker != null) {
                breaker.release();
            }
        }
    }

    /** Starts the workers; {@code runs} must be those of the train handler. */
    public static Consumers start(Line train, Line predict, ConsumerOptions options, Runs runs) {
        Subscription predicting =
                predict.broker().subscribe(TaskKind.PREDICT.queue(), options.predictWorkers(), predict.handler());
        Subscription training;
        try {
            training = train.broker().subscribe(TaskKind.TRAIN.queue(), options.trainWorkers(), train.handler());
        } catch (Refusal away) {
            predicting.close();
            throw away;
        }
        LOG.info("{} workers for trainings, {} for predictions", options.trainWorkers(), options.predictWorkers());
        return new Consumers(training, predicting, runs, predict.lanes(), () -> {
            train.release();
            predict.release();
        });
    }

    /**
     * Takes no more deliveries, lets predictions finish, then trainings; those that have not after
     * {@code patience} give their tasks back without counting the attempt. Then closes.
     *
     * @return true if every training finished by itself
     */
    public boolean drain(Duration patience) {
        train.stop();
        predict.stop();
        release.run();
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            predict.awaitIdle(patience);
            if (lanes != null) {
                lanes.awaitIdle(left(deadline));
            }
            boolean finished = train.awaitIdle(left(deadline));
            if (!finished) {
                LOG.info("{} trainings are given back to the queue", runs.size());
                runs.drain();
                train.awaitIdle(GIVING_BACK);
            }
            return finished;
        } catch (InterruptedException e) {
            runs.drain();
            Thread.currentThread().interrupt();
            return false;
        } finally {
            close();
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public void close() {
        release.run();
        runs.drain();
        predict.close();
        train.close();
        if (lanes != null) {
            lanes.close();
        }
    }
}
