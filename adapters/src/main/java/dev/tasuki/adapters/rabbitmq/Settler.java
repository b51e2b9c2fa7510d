package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Shown;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends deliveries as their handlers said. What moves to another queue is confirmed there first and
 * accepted here afterwards, so a crash in between doubles it and loses nothing; what cannot be moved
 * goes back to its queue.
 */
final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final int LONGEST_REASON = 500;
    private static final long LONGEST_DELAY_MILLIS = Duration.ofDays(1).toMillis();

    private final ConnectionKeeper keeper;
    private final Queues queues;
    private final Publisher publisher;
    private final InstantSource clock;

    Settler(ConnectionKeeper keeper, Queues queues, Publisher publisher, InstantSource clock) {
        this.keeper = keeper;
        this.queues = queues;
        this.publisher = publisher;
        this.clock = clock;
    }

    InstantSource clock() {
        return clock;
    }

    /** Does nothing if the delivery was handed over before. */
    void settle(HeldDelivery held, Settlement settlement) {
        if (held.settled()) {
            return;
        }
        switch (settlement) {
            case Settlement.Accept accept -> held.accept();
            case Settlement.Requeue requeue -> requeue(held, requeue.delay());
            case Settlement.Discard discard -> discard(held, discard.reason());
        }
    }

    private void requeue(HeldDelivery held, Duration delay) {
        if (!delay.isPositive()) {
            held.giveBack();
            return;
        }
        Message message = held.message();
        Duration rounded = rounded(delay);
        Instant deadline = message.deadline();
        if (deadline != null && !clock.instant().plus(rounded).isBefore(deadline)) {
            LOG.debug("dropped {}: its deadline passes before it could be tried again", message.correlationId());
            held.accept();
            return;
        }
        move(held, held.count().settled(message), () -> {
            QueuePlan plan = QueuePlan.waiting(message.queue(), rounded);
            queues.ensureWaiting(keeper.connection(), message.queue(), plan);
            return plan.queue();
        });
    }

    /** Puts a delivery that its queue does not count back at the end, with the count; false if it cannot be put. */
    boolean noted(HeldDelivery held) {
        try {
            publisher.confirmedTo(held.message().queue(), held.count().noted(held.message()));
        } catch (RuntimeException e) {
            LOG.debug("message {} is not counted: {}", held.message().correlationId(), RabbitErrors.reason(e));
            return false;
        }
        held.accept();
        return true;
    }

    /** Keeps it among the dead letters, with the reason. */
    void discard(HeldDelivery held, String reason) {
        Message message = held.message();
        LOG.warn("message {} of {} goes to the dead letters: {}", message.correlationId(), message.queue(), reason);
        Map<String, String> headers = new HashMap<>(message.headers());
        headers.put(WireFormat.REASON, Shown.of(reason, LONGEST_REASON));
        headers.put(WireFormat.FROM_QUEUE, message.queue());
        // A dead letter has no deadline, and nobody answers it.
        Message dead = new Message(message.queue(), message.body(), message.correlationId(), null, null, true, headers);
        move(held, dead, () -> {
            queues.ensureDead(keeper.connection(), message.queue());
            return QueuePlan.deadLetters(message.queue());
        });
    }

    private void move(HeldDelivery held, Message message, Destination destination) {
        try {
            publisher.confirmedTo(destination.declared(), message);
            held.accept();
        } catch (IOException | RuntimeException e) {
            // The client says by either that the connection is lost; the refusals are among the latter.
            LOG.warn("message {} stays in {}: {}", message.correlationId(), message.queue(), RabbitErrors.reason(e));
            held.giveBack();
        }
    }

    /** Up to the next of 1, 1.5, 2, 3 … 9, 10, 15, 20 … ms: few wait queues, and no delay half as long again. */
    static Duration rounded(Duration delay) {
        long millis = Math.clamp(delay.toMillis(), 1, LONGEST_DELAY_MILLIS);
        long unit = 1;
        while (unit * 10 <= millis) {
            unit *= 10;
        }
        long halves = unit == 1 || millis * 2 > unit * 3 ? 2 : 1;
        long step = unit * halves / 2 == 0 ? 1 : unit * halves / 2;
        return Duration.ofMillis((millis + step - 1) / step * step);
    }

    @FunctionalInterface
    private interface Destination {
        String declared() throws IOException;
    }
}
