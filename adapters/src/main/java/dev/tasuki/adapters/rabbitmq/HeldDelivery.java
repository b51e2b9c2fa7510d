package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.adapters.amqp.ContentHeader;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.core.port.Message;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A delivery that this process holds: settled once, on the channel it came by, or not at all if that is gone. */
final class HeldDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(HeldDelivery.class);

    private final ConsumerSlot slot;
    private final Acknowledgements acknowledgements;
    private final long tag;
    private final Message message;
    private final DeliveryCount count;
    private final AtomicBoolean settled = new AtomicBoolean();

    HeldDelivery(ConsumerSlot slot, Acknowledgements acknowledgements, long tag, Message message, DeliveryCount count) {
        this.slot = slot;
        this.acknowledgements = acknowledgements;
        this.tag = tag;
        this.message = message;
        this.count = count;
    }

    /** The same delivery, counted otherwise; of the two, only this one is to be settled. */
    HeldDelivery counted(DeliveryCount otherwise) {
        return new HeldDelivery(slot, acknowledgements, tag, message, otherwise);
    }

    ConsumerSlot slot() {
        return slot;
    }

    Message message() {
        return message;
    }

    DeliveryCount count() {
        return count;
    }

    /** Bytes of its body. */
    int size() {
        return message.body().length;
    }

    /** Why it is not for a handler; null if it is. */
    @Nullable
    String refused() {
        return message.headers().get(ContentHeader.REFUSED);
    }

    /** How large the body is that was left at the broker; -1 if it is here. */
    long left() {
        String size = message.headers().get(ContentHeader.LEFT);
        return size == null ? -1 : WireFormat.number(size, 0);
    }

    boolean settled() {
        return settled.get();
    }

    /** Tells the broker to forget it; false if it was settled before. */
    boolean accept() {
        return settle(() -> acknowledgements.accept(tag));
    }

    /** Gives it back to the broker, for anyone; false if it was settled before. */
    boolean giveBack() {
        return settle(() -> acknowledgements.giveBack(tag));
    }

    /** Leaves it to the broker, which takes it back when the channel closes. */
    void abandon() {
        settled.set(true);
    }

    private boolean settle(Step step) {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            // The client says by either that the channel is gone. The broker has taken it back when the channel closed:
            // it is delivered again to some consumer.
            LOG.debug("delivery {} is with the broker again: {}", message.correlationId(), RabbitErrors.reason(e));
        }
        return true;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
