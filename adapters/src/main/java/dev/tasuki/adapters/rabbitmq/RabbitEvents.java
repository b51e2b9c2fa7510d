package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tasuki.adapters.amqp.Confirm;
import dev.tasuki.adapters.amqp.Confirm.Outcome;
import dev.tasuki.adapters.amqp.FlowGate;
import dev.tasuki.adapters.amqp.PublishLane;
import dev.tasuki.adapters.amqp.PublishLane.Outgoing;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.core.base.CloudEvents;
import dev.tasuki.core.port.EventSink;
import dev.tasuki.core.task.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;

/**
 * Events of tasks for anyone who listens at the broker: CloudEvents to the exchange {@code tasuki.events} with the
 * routing key {@code task.<kind>.<what>}, e.g. {@code task.train.completed}. Bind a queue of your own with
 * {@code task.#} or {@code task.*.error}.
 *
 * <p>Messages are persistent, and sending returns after the broker's confirms. Safe for any number of threads.
 */
public final class RabbitEvents implements EventSink {
    /** The exchange; durable, declared when the connection comes up. */
    public static final String EXCHANGE = "tasuki.events";

    /** Without a character set: parsers of CloudEvents refuse the type with one. */
    private static final String CONTENT_TYPE = "application/cloudevents+json";

    private static final int PERSISTENT = 2;

    private final FlowGate gate;
    private final Duration patience;
    private final PublishLane lane;

    RabbitEvents(Publisher publisher, FlowGate gate, Duration patience) {
        this.gate = gate;
        this.patience = patience;
        this.lane = publisher.lane("task events", true, channel -> ensureExchange(channel.getConnection()));
    }

    /** A user who may declare nothing can use what is there. */
    private static void ensureExchange(Connection connection) throws IOException {
        Channel declaring = Queues.channel(connection);
        try {
            declaring.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true, false, null);
        } catch (IOException e) {
            if (RabbitErrors.code(e) != AMQP.ACCESS_REFUSED) {
                throw e;
            }
            Channel looking = Queues.channel(connection);
            try {
                looking.exchangeDeclarePassive(EXCHANGE);
            } finally {
                looking.abort();
            }
        } finally {
            declaring.abort();
        }
    }

    @Override
    public void send(List<Change> changes) {
        String blocked = gate.reason();
        if (blocked != null) {
            throw RabbitErrors.unavailable("RabbitMQ takes no events now: " + blocked, null);
        }
        if (!lane.open()) {
            throw RabbitErrors.unavailable("there is no connection for events to exchange " + EXCHANGE, null);
        }
        try {
            long until = System.nanoTime() + patience.toNanos();
            List<Confirm> confirms = new ArrayList<>(changes.size());
            for (Change change : changes) {
                byte[] body = CloudEvents.of(change).toString().getBytes(StandardCharsets.UTF_8);
                confirms.add(
                        lane.send(new Outgoing(EXCHANGE, routingKey(change), false, properties(change), body), until));
            }
            for (Confirm confirm : confirms) {
                expectTaken(confirm);
            }
        } catch (IOException | RuntimeException e) {
            throw RabbitErrors.refusal("send events to exchange " + EXCHANGE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RabbitErrors.unavailable("interrupted while sending events", null);
        }
    }

    private static void expectTaken(Confirm confirm) throws InterruptedException {
        Outcome outcome = confirm.await();
        if (outcome != Outcome.TAKEN) {
            throw RabbitErrors.unavailable(
                    "RabbitMQ did not confirm event " + confirm.messageId() + " ("
                            + outcome.name().toLowerCase(Locale.ROOT) + "); it is sent again",
                    null);
        }
    }

    /** The event's type with the kind of task in its middle. */
    static String routingKey(Change change) {
        String type = change.kind().text();
        int dot = type.indexOf('.');
        String kind = change.facts().kind().name().toLowerCase(Locale.ROOT);
        return type.substring(0, dot) + "." + kind + type.substring(dot);
    }

    private static BasicProperties properties(Change change) {
        return new BasicProperties.Builder()
                .contentType(CONTENT_TYPE)
                .deliveryMode(PERSISTENT)
                .correlationId(change.task().value())
                .messageId(CloudEvents.id(change))
                .timestamp(Date.from(change.at()))
                .build();
    }
}
