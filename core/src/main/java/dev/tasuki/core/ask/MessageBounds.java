package dev.tasuki.core.ask;

import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Shown;
import dev.tasuki.core.task.TaskKind;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a message may be, looked at before anything reads it. One that is too large goes to the dead
 * letters. One whose reply may not go where it is wanted loses the reply: a training is done without
 * one, a request is dropped, since its answer is all that it is for. Thread-safe.
 */
public final class MessageBounds implements DeliveryHandler {
    private static final Logger LOG = LoggerFactory.getLogger(MessageBounds.class);
    /** Refused replies for each line in the log. */
    private static final int NOTED = 1_000;

    private final DeliveryHandler next;
    private final ReplyRule rule;
    private final Telemetry telemetry;
    private final AtomicLong refused = new AtomicLong();

    /** Passes on to {@code next} what is within the bounds. */
    public MessageBounds(DeliveryHandler next, ReplyRule rule, Telemetry telemetry) {
        this.next = next;
        this.rule = rule;
        this.telemetry = telemetry;
    }

    @Override
    public Settlement handle(Delivery delivery) {
        Message message = delivery.message();
        Optional<String> excess = message.excess();
        if (excess.isPresent()) {
            telemetry.count(Telemetry.Count.DISCARDED);
            return new Settlement.Discard("it " + excess.get());
        }
        String replyTo = message.replyTo();
        if (replyTo == null || rule.allows(replyTo)) {
            return next.handle(delivery);
        }
        noteRefused(message, replyTo);
        return message.queue().equals(TaskKind.PREDICT.queue())
                ? Settlement.ACCEPT
                : next.handle(new Delivery(message.answeredIn(null), delivery.count(), delivery.handOver()));
    }

    private void noteRefused(Message message, String replyTo) {
        telemetry.count(Telemetry.Count.REPLIES_REFUSED);
        long before = refused.getAndIncrement();
        if (before % NOTED == 0) {
            LOG.warn(
                    "message {} of {} wants its reply in \"{}\", where none may go (see --reply-queues): it gets none;"
                            + " {} such messages before it",
                    message.correlationId(),
                    message.queue(),
                    Shown.of(replyTo),
                    before);
        }
    }
}
