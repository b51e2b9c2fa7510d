package dev.tasuki.adapters.rabbitmq;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tasuki.adapters.rabbitmq.PublishLane.Outgoing;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells anyone who listens at the broker that a task has changed: a JSON message to the exchange
 * {@code tasuki.events} with the routing key {@code task.<kind>.<state>}, e.g.
 * {@code task.train.completed}. Bind a queue of your own with {@code task.#} or {@code task.*.error}.
 *
 * <p>A hint and no more: nothing waits for the broker's word, and without a connection it is dropped.
 * The truth is the row. Safe for any number of threads; never throws for a broker that is away.
 */
public final class RabbitEvents {
    /** The exchange; durable, declared when the connection comes up. */
    public static final String EXCHANGE = "tasuki.events";

    private static final Logger LOG = LoggerFactory.getLogger(RabbitEvents.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final InstantSource clock;
    private final FlowGate gate;
    private final PublishLane lane;

    RabbitEvents(Publisher publisher, FlowGate gate, InstantSource clock) {
        this.clock = clock;
        this.gate = gate;
        this.lane = publisher.lane("task events", false, channel -> ensureExchange(channel.getConnection()));
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

    /**
     * Announces that the task came to the state; how it ended is told only if the row is still there.
     *
     * @return false if the event was dropped, because there is no connection or the broker is short of memory
     */
    public boolean announce(TaskRow row, TaskState state) {
        if (gate.reason() != null || !lane.open()) {
            return false;
        }
        try {
            String routingKey = routingKey(row.spec().kind(), state);
            lane.send(new Outgoing(EXCHANGE, routingKey, false, properties(row), body(row, state)), System.nanoTime());
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("event of task {} dropped: {}", row.id().value(), RabbitErrors.reason(e));
            return false;
        }
    }

    static String routingKey(TaskKind kind, TaskState state) {
        String ending = state.name().substring("TASK_".length());
        return ("task." + kind.name() + "." + ending).toLowerCase(Locale.ROOT);
    }

    private BasicProperties properties(TaskRow row) {
        return new BasicProperties.Builder()
                .contentType(WireFormat.CONTENT_TYPE)
                .correlationId(row.id().value())
                .messageId(UUID.randomUUID().toString())
                .timestamp(Date.from(clock.instant()))
                .build();
    }

    private static byte[] body(TaskRow row, TaskState state) {
        ObjectNode event = JSON.createObjectNode();
        event.put("task_id", row.id().value());
        event.put("kind", row.spec().kind().name().toLowerCase(Locale.ROOT));
        event.put("state", state.name());
        event.put("dataset_id", row.spec().dataset().value());
        event.put("attempt", row.lease().attempts());
        switch (row.state() == state ? row.outcome() : null) {
            case Outcome.Completed completed -> event.putRawValue("metrics", new RawValue(completed.metrics()));
            case Outcome.Failed failed -> {
                ObjectNode error = event.putObject("error");
                error.put("code", failed.code().text());
                error.put("detail", failed.detail());
            }
            case Outcome.Cancelled cancelled -> event.put("cancelled", true);
            case null -> event.put("cancel_requested", row.cancelRequested());
        }
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
