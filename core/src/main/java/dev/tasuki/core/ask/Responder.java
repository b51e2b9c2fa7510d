package dev.tasuki.core.ask;

import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Handler;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests from a queue. A request that nobody waits for any more is dropped before it is
 * done; a refusal is an answer too, so that bad input is never a timeout. A request that only a
 * foreign consumer can answer is left to it where the queue is shared. One that takes long is
 * accepted and handed to one of the {@link Lanes}, whose thread sends the answer. Thread-safe.
 */
public final class Responder implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    /** How long is worked on a request that names no deadline. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Broker broker;
    private final Answerer answerer;
    private final InstantSource clock;
    private final Telemetry telemetry;
    private final SharedQueue sharing;
    private final @Nullable Lanes lanes;
    private final @Nullable Dispatcher apart;

    /** For a queue that no other make of consumer shares. */
    public Responder(Broker broker, Answerer answerer, InstantSource clock, Telemetry telemetry) {
        this(broker, answerer, clock, telemetry, SharedQueue.unshared());
    }

    /** Answers everything on the worker that took it. */
    public Responder(Broker broker, Answerer answerer, InstantSource clock, Telemetry telemetry, SharedQueue sharing) {
        this(new Side(broker, clock, telemetry), answerer, sharing, null);
    }

    /** Answers on the lanes what takes long; null: everything on the worker that took it. */
    public Responder(Side side, Answerer answerer, SharedQueue sharing, @Nullable Lanes lanes) {
        this.broker = side.broker;
        this.answerer = answerer;
        this.clock = side.clock;
        this.telemetry = side.telemetry;
        this.sharing = sharing;
        this.lanes = lanes;
        this.apart = lanes == null
                ? null
                : new Dispatcher(delivery -> new Answering(delivery, true), lanes.retries(), telemetry);
    }

    /** What a responder has around it. */
    public record Side(Broker broker, InstantSource clock, Telemetry telemetry) {}

    @Override
    public Attempt begin(Delivery delivery) {
        return new Answering(delivery, false);
    }

    private Deadline deadline(Message request) {
        Instant end = request.deadline();
        Deadline deadline = Deadline.at(end == null ? clock.instant().plus(LONGEST) : end, clock);
        return lanes == null ? deadline : deadline.orGone(() -> !lanes.awaited().test(request));
    }

    private void reply(Message request, byte[] body) {
        if (request.replyTo() != null) {
            broker.publish(Message.reply(request, body));
        }
    }

    private final class Answering implements Attempt {
        private final Delivery delivery;
        private final Message request;
        private final boolean onLane;
        private final Deadline deadline;
        private boolean answered;

        Answering(Delivery delivery, boolean onLane) {
            this.delivery = delivery;
            this.request = delivery.message();
            this.onLane = onLane;
            this.deadline = deadline(request);
        }

        @Override
        public Settlement run() {
            if (deadline.passed()) {
                telemetry.count(Telemetry.Count.REQUESTS_EXPIRED);
                return Settlement.ACCEPT;
            }
            byte[] question = request.body();
            long started = System.nanoTime();
            if (onLane || lanes == null) {
                return send(answerer.answer(question, deadline), started);
            }
            return switch (answerer.start(question, deadline)) {
                case Answerer.Start.Answered answer -> send(answer.body(), started);
                case Answerer.Start.Later later -> handOver(lanes.of(later));
            };
        }

        private Settlement send(byte[] answer, long started) {
            telemetry.time(Telemetry.Timing.PREDICT_WORK, System.nanoTime() - started);
            answered = true;
            reply(request, answer);
            telemetry.count(Telemetry.Count.PREDICTIONS_ANSWERED);
            return Settlement.ACCEPT;
        }

        /** Accepted before it is done: its client waits for seconds only, so a later answer would be of no use. */
        private Settlement handOver(ComputePool lane) {
            DeliveryHandler there = Objects.requireNonNull(apart);
            if (!lane.offer(() -> ended(there.handle(delivery)), request.body().length)) {
                throw new TooBusy(
                        RefusalCode.TOO_BUSY,
                        "as many large predictions wait as can; try again, or send fewer rows at once",
                        Duration.ofSeconds(1));
            }
            return Settlement.ACCEPT;
        }

        private void ended(Settlement settlement) {
            if (settlement instanceof Settlement.Requeue) {
                LOG.warn(
                        "request {} was not answered; its client hears of it at the deadline", request.correlationId());
            }
        }

        /**
         * The client is told at once and may ask again; only a request without a reply queue is worth
         * putting back. An answer that could not be sent is done again by the next consumer that gets it.
         */
        @Override
        public Settlement refused(Refusal refusal, Settlement usual) {
            if (refusal instanceof TimedOut && deadline.passed() && request.deadline() != null) {
                telemetry.count(Telemetry.Count.REQUESTS_EXPIRED);
                return Settlement.ACCEPT;
            }
            if (answered && refusal.code() == RefusalCode.TOO_LARGE && request.replyTo() != null) {
                telemetry.count(Telemetry.Count.PREDICTIONS_REFUSED);
                reply(request, Replies.predictError(refusal));
                return usual;
            }
            if (answered) {
                LOG.warn("the answer to request {} could not be sent: {}", request.correlationId(), refusal.detail());
                return usual;
            }
            if (!onLane && request.replyTo() != null && refusal.code() == RefusalCode.MODEL_FOREIGN) {
                Optional<Settlement> back = sharing.back(delivery);
                if (back.isPresent()) {
                    LOG.debug("request {} is left to another consumer", request.correlationId());
                    return back.get();
                }
            }
            telemetry.count(Telemetry.Count.PREDICTIONS_REFUSED);
            LOG.debug("request {} refused: {}", request.correlationId(), refusal.detail());
            if (request.replyTo() == null) {
                return usual;
            }
            reply(request, Replies.predictError(refusal));
            return usual instanceof Settlement.Requeue ? Settlement.ACCEPT : usual;
        }
    }
}
