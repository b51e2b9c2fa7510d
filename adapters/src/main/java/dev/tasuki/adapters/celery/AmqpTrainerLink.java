package dev.tasuki.adapters.celery;

import com.rabbitmq.client.ConnectionFactory;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.Connections;
import dev.tasuki.adapters.amqp.FlowGate;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.adapters.amqp.RabbitSettings;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Over a RabbitMQ; states by queues of it or by a Redis. */
final class AmqpTrainerLink implements TrainerLink {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpTrainerLink.class);

    private final ConnectionKeeper keeper;
    private final AmqpWire wire;
    private final AmqpCommands commands;
    private final CallStates states;

    /**
     * Connects, or begins to.
     *
     * @param results where workers keep states; null if they tell them to queues
     */
    AmqpTrainerLink(RabbitSettings settings, @Nullable RedisPlace results) {
        ConnectionFactory factory = Connections.factory(settings);
        keeper = new ConnectionKeeper(settings, factory, "Celery trainings", new FlowGate());
        keeper.start();
        wire = new AmqpWire(settings, keeper);
        commands = new AmqpCommands(keeper, wire, InstantSource.system());
        try {
            keeper.add(commands);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} at {}: {}; trying on", commands, settings.where(), RabbitErrors.reason(e));
        }
        states = results == null ? new AmqpCallStates(keeper, wire) : new RedisCallStates(results);
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public WorkerCommands commands() {
        return commands;
    }

    @Override
    public CallStates states() {
        return states;
    }

    @Override
    public void close() {
        states.close();
        wire.close();
        keeper.close();
    }
}
