package dev.tasuki.adapters.celery;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Envelope;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.RabbitErrors;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the commands that are sent to all workers of a fleet, under this process's name. */
final class AmqpPidbox implements ConnectionKeeper.Part {
    /** The exchange of commands. */
    static final String COMMANDS = "celery.pidbox";
    /** The exchange of their answers. */
    static final String ANSWERS = "reply.celery.pidbox";
    /** The exchange of events. */
    static final String EVENTS = "celeryev";

    private static final Logger LOG = LoggerFactory.getLogger(AmqpPidbox.class);
    private static final int UNUSED_MILLIS = 10_000;
    private static final int OLDEST_MILLIS = 300_000;
    private static final int RESOURCE_LOCKED = 405;
    /** As often as a former process's connection may still be seen as open: half a minute. */
    private static final int TRIES = 15;

    private final String node;
    private final ConnectionKeeper keeper;
    private final Consumer<dev.tasuki.adapters.celery.Envelope> taker;
    private int locked;
    private volatile @Nullable Channel channel;

    /**
     * Takes nothing yet: give it to the keeper.
     *
     * @param taker called on the thread that reads the connection; must not block
     */
    AmqpPidbox(String node, ConnectionKeeper keeper, Consumer<dev.tasuki.adapters.celery.Envelope> taker) {
        this.node = node;
        this.keeper = keeper;
        this.taker = taker;
    }

    @Override
    public void attach(Connection connection) throws IOException {
        Channel before = channel;
        if (before != null && before.isOpen() || locked > TRIES) {
            return;
        }
        declareExchanges(connection);
        Channel fresh = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        String queue = node + "." + COMMANDS;
        try {
            fresh.queueDeclare(
                    queue, false, true, true, Map.of("x-expires", UNUSED_MILLIS, "x-message-ttl", OLDEST_MILLIS));
            fresh.queueBind(queue, COMMANDS, "");
            fresh.basicConsume(queue, true, new Receiver(fresh));
            channel = fresh;
            locked = 0;
        } catch (IOException e) {
            fresh.abort();
            if (RabbitErrors.code(e) == RESOURCE_LOCKED && ++locked > TRIES) {
                LOG.warn(
                        "the name {} is another worker's: remote control is off here, calls are taken all the same;"
                                + " give each process a name of its own, --celery-name",
                        node);
                return;
            }
            throw e;
        }
    }

    /** Makes what commands, their answers and events go by, as Celery does; what is there is used as it is. */
    static void declareExchanges(Connection connection) throws IOException {
        declare(connection, COMMANDS, BuiltinExchangeType.FANOUT, false);
        declare(connection, ANSWERS, BuiltinExchangeType.DIRECT, false);
        declare(connection, EVENTS, BuiltinExchangeType.TOPIC, true);
    }

    private static void declare(Connection connection, String name, BuiltinExchangeType type, boolean durable)
            throws IOException {
        Channel look = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
        try {
            look.exchangeDeclarePassive(name);
        } catch (IOException e) {
            if (RabbitErrors.code(e) != AMQP.NOT_FOUND) {
                throw e;
            }
            Channel fresh = connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
            fresh.exchangeDeclare(name, type, durable);
            fresh.abort();
        } finally {
            look.abort();
        }
    }

    @Override
    public void detach() {
        channel = null;
    }

    private void again() {
        channel = null;
        keeper.mend(this);
    }

    @Override
    public String toString() {
        return "remote control of Celery as " + node;
    }

    private final class Receiver extends ResubscribingConsumer {
        Receiver(Channel channel) {
            super(channel, () -> AmqpPidbox.this.channel, AmqpPidbox.this::again);
        }

        @Override
        public void handleDelivery(String consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            taker.accept(AmqpEnvelope.read(properties, body));
        }
    }
}
