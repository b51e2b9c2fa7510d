package dev.tasuki.adapters.celery;

import com.rabbitmq.client.ConnectionFactory;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.Connections;
import dev.tasuki.adapters.amqp.FlowGate;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.adapters.amqp.RabbitSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place at a RabbitMQ. Two connections, as a broker that is short of memory stops those that send, and messages must be
 * settled all the same.
 */
final class AmqpStation implements Station {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpStation.class);
    /** Below RabbitMQ's time-out for what is not acknowledged, which is half an hour. */
    private static final Duration FURTHEST = Duration.ofMinutes(20);

    private final RabbitSettings rabbit;
    private final CelerySettings settings;
    private final ConnectionKeeper sending;
    private final ConnectionKeeper taking;
    private final AmqpWire wire;
    private volatile List<AmqpInbox> inboxes = List.of();

    /** Connects, or begins to; takes nothing yet. */
    AmqpStation(RabbitSettings rabbit, CelerySettings settings) {
        this.rabbit = rabbit;
        this.settings = settings;
        ConnectionFactory factory = Connections.factory(rabbit);
        sending = new ConnectionKeeper(rabbit, factory, "Celery answers", new FlowGate());
        taking = new ConnectionKeeper(rabbit, factory, "Celery calls", new FlowGate());
        sending.start();
        wire = new AmqpWire(rabbit, sending);
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public String where() {
        return rabbit.where();
    }

    @Override
    public Duration patience() {
        return FURTHEST;
    }

    @Override
    public void begin(Takers takers) {
        inboxes = settings.queues().stream()
                .map(queue -> new AmqpInbox(queue, taking, takers.calls()))
                .toList();
        taking.start();
        // In this order: what was called off is known before a call is taken.
        // In one list: calls are taken though the name is not free, or nobody can be greeted.
        List<ConnectionKeeper.Part> parts = new ArrayList<>(
                List.of(new AmqpPidbox(settings.node(), taking, takers.commands()), new AmqpGreeting(takers.mingle())));
        parts.addAll(inboxes);
        try {
            taking.add(parts);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Celery's queues at {}: {}; trying on", where(), RabbitErrors.reason(e));
        }
    }

    @Override
    public void pause() {
        inboxes.forEach(AmqpInbox::pause);
    }

    @Override
    public void resume() {
        inboxes.forEach(AmqpInbox::resume);
    }

    @Override
    public void stop(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (AmqpInbox inbox : inboxes) {
            inbox.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    @Override
    public void close() {
        taking.close();
        wire.close();
        sending.close();
    }
}
