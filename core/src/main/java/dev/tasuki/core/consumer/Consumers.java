package dev.tasuki.core.consumer;

import dev.tasuki.core.ask.Lanes;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.dispatch.CircuitBreaker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers of this process: workers for trainings and, apart from them, workers for
 * predictions, so that neither waits for the other. They rest and take up work again as is wished, when
 * {@link #turn} is called. Close ends them at once and gives back what is not settled; {@link #drain}
 * ends them gently.
 */
public final class Consumers implements Drainable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Consumers.class);
    /** How long a run may take to notice that it should stop, and to give its task back. */
    private static final Duration GIVING_BACK = Duration.ofSeconds(5);

    private static final String DRAINS = "drains, as was wished: takes nothing new and finishes what it has";
    private static final String WORKS = "takes up work again, as was wished";

    private final QueueWorkers train;
    private final QueueWorkers predict;
    private final Runs runs;
    private final @Nullable Lanes lanes;
    private final boolean predictRests;
    private final OutageLog outage = new OutageLog("taking up work again");
    private volatile PresenceBoard.Wish wish = PresenceBoard.Wish.WORK;
    private volatile ProcessCard.Intake intake = ProcessCard.Intake.TAKING;
    private boolean ended;

    private Consumers(QueueWorkers train, QueueWorkers predict, Line predictLine, Runs runs) {
        this.train = train;
        this.predict = predict;
        this.runs = runs;
        this.lanes = predictLine.lanes();
        this.predictRests = predictLine.rests();
    }

    /**
     * A broker and what to do with the deliveries of its queue.
     *
     * @param breaker the breaker that the handler waits for while infrastructure fails; null if it waits for none
     * @param lanes where the handler has work done that takes long; null: it does all itself
     * @param rests false for a queue inside this process: nobody else could take what only it puts there
     */
    public record Line(
            Broker broker,
            DeliveryHandler handler,
            @Nullable CircuitBreaker breaker,
            @Nullable Lanes lanes,
            boolean rests) {
        /** A line whose handler never waits and does all itself. */
        public Line(Broker broker, DeliveryHandler handler) {
            this(broker, handler, null, null, true);
        }

        /** A line whose handler waits for the breaker and does all itself. */
        public Line(Broker broker, DeliveryHandler handler, @Nullable CircuitBreaker breaker) {
            this(broker, handler, breaker, null, true);
        }

        /** A line whose handler has work done on lanes, which are closed with the consumers. */
        public Line(Broker broker, DeliveryHandler handler, Lanes lanes, boolean rests) {
            this(broker, handler, null, lanes, rests);
        }

        void release() {
            if (breaker != null) {
                breaker.release();
            }
        }

        void engage() {
            if (breaker != null) {
                breaker.engage();
            }
        }
    }

    /** Starts the workers; {@code runs} must be those of the train handler. */
    public static Consumers start(Line train, Line predict, ConsumerOptions options, Runs runs) {
        QueueWorkers predicting = new QueueWorkers(predict, TaskKind.PREDICT.queue(), options.predictWorkers());
        QueueWorkers training = new QueueWorkers(train, TaskKind.TRAIN.queue(), options.trainWorkers());
        predicting.work();
        try {
            training.work();
        } catch (Refusal away) {
            predicting.close();
            throw away;
        }
        LOG.info("{} workers for trainings, {} for predictions", options.trainWorkers(), options.predictWorkers());
        return new Consumers(training, predicting, predict, runs);
    }

    @Override
    public void wish(PresenceBoard.Wish wanted) {
        wish = wanted;
    }

    @Override
    public ProcessCard.Intake now() {
        return intake;
    }

    @Override
    public synchronized void turn() {
        if (ended) {
            return;
        }
        try {
            if (wish == PresenceBoard.Wish.DRAIN) {
                boolean trained = train.rest();
                boolean predicted = !predictRests || predict.rest() && lanesRest();
                become(trained && predicted ? ProcessCard.Intake.DRAINED : ProcessCard.Intake.DRAINING, DRAINS);
            } else {
                predict.work();
                train.work();
                become(ProcessCard.Intake.TAKING, WORKS);
            }
            outage.goesOn();
        } catch (Refusal away) {
            outage.waits(away);
        }
    }

    /** Tells of it if work is taken from now on that was not before, or the other way round. */
    private void become(ProcessCard.Intake now, String told) {
        boolean changes = (now == ProcessCard.Intake.TAKING) != (intake == ProcessCard.Intake.TAKING);
        intake = now;
        if (changes) {
            LOG.info("{}", told);
        }
    }

    private boolean lanesRest() {
        try {
            return lanes == null || lanes.awaitIdle(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void end() {
        ended = true;
    }

    /**
     * Takes no more deliveries, lets predictions finish, then trainings; those that have not after
     * {@code patience} give their tasks back without counting the attempt. Then closes.
     *
     * @return true if every training finished by itself
     */
    public boolean drain(Duration patience) {
        end();
        train.stop();
        predict.stop();
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
        end();
        runs.drain();
        predict.close();
        train.close();
        if (lanes != null) {
            lanes.close();
        }
    }
}
