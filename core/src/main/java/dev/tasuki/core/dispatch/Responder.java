package dev.tasuki.core.dispatch;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests from a queue. A request that nobody waits for any more is dropped before it is
 * done; a refusal is an answer too, so that bad input is never a timeout. A request that only a
 * consumer of another make can answer is left to it where the queue is shared. Thread-safe.
 */
public final class Responder implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

    private final Broker broker;
    private final Answerer answerer;
    private final InstantSource clock;
    private final Telemetry telemetry;
    private final SharedQueue sharing;

    /** For a queue that no other make of consumer shares. */
    public Responder(Broker broker, Answerer answerer, InstantSource clock, Telemetry telemetry) {
        this(broker, answerer, clock, telemetry, SharedQueue.unshared());
    }

    public Responder(Broker broker, Answerer answerer, InstantSource clock, Telemetry telemetry, SharedQueue sharing) {
        this.broker = broker;
        this.answerer = answerer;
        this.clock = clock;
        this.telemetry = telemetry;
        this.sharing = sharing;
    }

    @Override
    public Attempt begin(Delivery delivery) {
        return new Answering(delivery);
    }

    private boolean expired(Message request) {
        Instant deadline = request.deadline();
        return deadline != null && !clock.instant().isBefore(deadline);
    }

    private void reply(Message request, byte[] body) {
        if (request.replyTo() != null) {
            broker.publish(Message.reply(request, body));
        }
    }

    private final class Answering implements Attempt {
        private final Delivery delivery;
        private final Message request;
        private boolean answered;

        Answering(Delivery delivery) {
            this.delivery = delivery;
            this.request = delivery.message();
        }

        @Override
        public Settlement run() {
            if (expired(request)) {
                telemetry.count(Telemetry.Count.REQUESTS_EXPIRED);
                return Settlement.ACCEPT;
            }
            long started = System.nanoTime();
            byte[] body = answerer.answer(request.body());
            telemetry.time(Telemetry.Timing.PREDICT_WORK, System.nanoTime() - started);
            answered = true;
            reply(request, body);
            telemetry.count(Telemetry.Count.PREDICTIONS_ANSWERED);
            return Settlement.ACCEPT;
        }

        /**
         * Whoever waits is told at once and may ask again; only a request without a reply queue is
         * worth putting back. An answer that could not be sent is done again by whoever gets it next.
         */
        @Override
        public Settlement refused(Refusal refusal, Settlement usual) {
            if (answered && refusal.code() == RefusalCode.TOO_LARGE && request.replyTo() != null) {
                telemetry.count(Telemetry.Count.PREDICTIONS_REFUSED);
                reply(request, Replies.predictError(refusal));
                return usual;
            }
            if (answered) {
                LOG.warn("the answer to request {} could not be sent: {}", request.correlationId(), refusal.detail());
                return usual;
            }
            if (request.replyTo() != null && refusal.code() == RefusalCode.MODEL_FOREIGN) {
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
