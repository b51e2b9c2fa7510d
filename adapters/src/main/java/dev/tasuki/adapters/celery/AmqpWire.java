package dev.tasuki.adapters.celery;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.tasuki.adapters.amqp.Confirm;
import dev.tasuki.adapters.amqp.Confirm.Outcome;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.PublishLane;
import dev.tasuki.adapters.amqp.PublishLane.Outgoing;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends over AMQP as Celery's own programs do. Closing it leaves the connection to its keeper. */
final class AmqpWire implements Wire, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpWire.class);
    private static final Duration OVERDUE = Duration.ofMillis(50);
    /** Exactly this: with a charset, or without a type, a client's reading of its results ends. */
    private static final String JSON = "application/json";

    private static final String UTF_8 = "utf-8";
    private static final int TRANSIENT = 1;
    private static final int PERSISTENT = 2;

    private final RabbitSettings settings;
    private final ConnectionKeeper keeper;
    private final PublishLane confirmed;
    private final PublishLane plain;
    private final Ticker.Ticking overdue;
    private final Set<String> declared = ConcurrentHashMap.newKeySet();
    private final String prefix = UUID.randomUUID() + "-";
    private final AtomicLong sent = new AtomicLong();

    AmqpWire(RabbitSettings settings, ConnectionKeeper keeper) {
        this.settings = settings;
        this.keeper = keeper;
        this.confirmed = lane("answers to Celery", true, channel -> {});
        this.plain = lane("states for Celery", false, channel -> AmqpPidbox.declareExchanges(channel.getConnection()));
        this.overdue =
                new ThreadTicker().every(OVERDUE, "celery-overdue", () -> confirmed.endOverdue(System.nanoTime()));
    }

    private PublishLane lane(String name, boolean confirms, PublishLane.Preparation preparation) {
        PublishLane lane = new PublishLane(
                name, confirms, preparation, back -> declared.remove(back.getRoutingKey()), keeper::mend);
        try {
            keeper.add(lane);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: {}; trying on", name, RabbitErrors.reason(e));
        }
        return lane;
    }

    @Override
    public void reply(Reply reply) {
        sendConfirmed(outgoing(reply), "an answer to a Celery client");
    }

    @Override
    public void hint(Reply reply) {
        sendPlain(outgoing(reply));
    }

    @Override
    public void control(Control answer) {
        BasicProperties properties = properties()
                .deliveryMode(TRANSIENT)
                .headers(AmqpEnvelope.table(answer.headers()))
                .build();
        sendPlain(new Outgoing(AmqpPidbox.ANSWERS, answer.key(), false, properties, answer.body()));
    }

    @Override
    public void announce(News news) {
        BasicProperties properties = properties()
                .deliveryMode(TRANSIENT)
                .headers(Map.of("hostname", news.node()))
                .build();
        sendPlain(new Outgoing(AmqpPidbox.EVENTS, news.key(), false, properties, news.body()));
    }

    private void sendPlain(Outgoing message) {
        try {
            if (plain.open() && keeper.gate().reason() == null) {
                var unused = plain.send(message, System.nanoTime());
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("a hint for a Celery program got lost: {}", RabbitErrors.reason(e));
        }
    }

    private Outgoing outgoing(Reply reply) {
        BasicProperties properties = properties()
                .deliveryMode(TRANSIENT)
                .correlationId(reply.correlationId())
                .build();
        return new Outgoing("", reply.replyTo(), false, properties, reply.body());
    }

    private BasicProperties.Builder properties() {
        return new BasicProperties.Builder()
                .contentType(JSON)
                .contentEncoding(UTF_8)
                .messageId(prefix + Long.toHexString(sent.incrementAndGet()));
    }

    @Override
    public void call(Call call) {
        BasicProperties.Builder properties = properties()
                .deliveryMode(PERSISTENT)
                .priority(call.priority())
                .correlationId(call.correlationId())
                .headers(AmqpEnvelope.table(call.headers()));
        if (!call.replyTo().isEmpty()) {
            properties.replyTo(call.replyTo());
        }
        Route route = call.route();
        if (route.exchange().isEmpty() && !declared.contains(route.key())) {
            try {
                AmqpInbox.declare(keeper.connection(), route.key());
                declared.add(route.key());
            } catch (IOException | RuntimeException e) {
                throw RabbitErrors.refusal("declare queue " + route.key(), e);
            }
        }
        sendConfirmed(
                new Outgoing(route.exchange(), route.key(), true, properties.build(), call.body()),
                "a call to queue " + route.key());
    }

    private void sendConfirmed(Outgoing message, String what) {
        long end = System.nanoTime() + settings.timing().confirm().toNanos();
        try {
            keeper.gate().pass(settings.timing().confirm());
            if (!confirmed.open()) {
                throw keeper.notConnected();
            }
            Confirm confirm = confirmed.send(message, end);
            Outcome outcome = confirm.await();
            if (outcome != Outcome.TAKEN) {
                throw notTaken(outcome, what);
            }
        } catch (IOException | RuntimeException e) {
            throw RabbitErrors.refusal("send " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RabbitErrors.unavailable("interrupted while sending " + what, null);
        }
    }

    private Unavailable notTaken(Outcome outcome, String what) {
        String why = switch (outcome) {
            case REFUSED -> "the queue is full";
            case UNROUTABLE -> "there is no such queue";
            case LATE -> "RabbitMQ did not confirm it in time";
            case UNKNOWN, TAKEN -> "the connection to " + settings.where() + " was lost before it was confirmed";
        };
        return RabbitErrors.unavailable(what + " was not sent: " + why, null);
    }

    @Override
    public void close() {
        overdue.close();
        for (PublishLane lane : new PublishLane[] {confirmed, plain}) {
            keeper.remove(lane);
            lane.close();
        }
    }
}
