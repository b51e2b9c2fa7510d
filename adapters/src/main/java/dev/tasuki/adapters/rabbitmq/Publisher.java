package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import dev.tasuki.adapters.amqp.Confirm;
import dev.tasuki.adapters.amqp.Confirm.Outcome;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.FlowGate;
import dev.tasuki.adapters.amqp.PublishLane;
import dev.tasuki.adapters.amqp.PublishLane.Outgoing;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages. A durable one is on its way until the broker's confirm; how many are, is bounded.
 * Every wait has an end: the confirm time-out, or the message's deadline if that is nearer.
 */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final String DEFAULT_EXCHANGE = "";
    /** How late the end of a wait for a confirm may be noticed. */
    private static final Duration OVERDUE = Duration.ofMillis(50);

    private final RabbitSettings settings;
    private final InstantSource clock;
    private final ConnectionKeeper keeper;
    private final FlowGate gate;
    private final Queues queues;
    private final Semaphore budget;
    private final String idPrefix = UUID.randomUUID() + "-";
    private final AtomicLong sent = new AtomicLong();
    private final List<PublishLane> lanes = new CopyOnWriteArrayList<>();
    private final PublishLane confirmed;
    private final PublishLane plain;
    private final Ticker.Ticking overdue;
    private final DirectReplyTo direct = new DirectReplyTo();
    private final ConnectionKeeper firstsKeeper;
    private final ReentrantLock firstsOpening = new ReentrantLock();
    private @Nullable PublishLane firsts;

    /**
     * A publisher over a connection.
     *
     * @param firstsKeeper a connection for what may break it; it is started here, when it is needed
     */
    Publisher(
            RabbitSettings settings,
            InstantSource clock,
            ConnectionKeeper keeper,
            ConnectionKeeper firstsKeeper,
            Queues queues) {
        this.firstsKeeper = firstsKeeper;
        this.gate = keeper.gate();
        this.settings = settings;
        this.clock = clock;
        this.keeper = keeper;
        this.queues = queues;
        this.budget = new Semaphore(settings.flow().inFlight());
        this.confirmed = lane("publishing with confirms", true, channel -> {});
        this.plain = lane("publishing replies", false, channel -> {});
        this.overdue = new ThreadTicker().every(OVERDUE, "rabbitmq-overdue", this::endOverdue);
    }

    /** A lane on this publisher's connection, whose returned messages are seen to. */
    PublishLane lane(String name, boolean confirms, PublishLane.Preparation preparation) {
        return lane(keeper, name, confirms, preparation);
    }

    private PublishLane lane(ConnectionKeeper on, String name, boolean confirms, PublishLane.Preparation preparation) {
        PublishLane lane = new PublishLane(name, confirms, preparation, this::returned, on::mend);
        lanes.add(lane);
        try {
            on.add(lane);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: {}; trying on", name, RabbitErrors.reason(e));
        }
        return lane;
    }

    /** Returns when the broker has taken responsibility for the message. */
    void confirmed(Message message) {
        sendConfirmed(confirmed, message, message.replyTo(), true);
    }

    /** The same for a queue that the caller has declared. */
    void confirmedTo(String declared, Message message) {
        sendConfirmed(confirmed, message.to(declared), message.replyTo(), false);
    }

    /** The same for one whose answer comes in where it goes out. */
    void confirmed(PublishLane lane, Message message) {
        sendConfirmed(lane, message, WireFormat.DIRECT_REPLY_TO, true);
    }

    /**
     * A request from the owner of a reply queue: goes out where the reply will come in. Returns when
     * the connection has it: a caller that waits for the reply need not be woken by the confirm, too.
     * {@code unsent} is told of a message that the broker did not take.
     */
    void request(PublishLane lane, Message message, Consumer<Refusal> unsent) {
        start(lane, message, WireFormat.DIRECT_REPLY_TO, true).whenEnded(outcome -> {
            budget.release();
            if (outcome != Outcome.TAKEN) {
                unsent.accept(refusal(outcome, message.queue()));
            }
        });
    }

    /** Returns when the connection has the message; one that has no queue to go to is dropped. */
    void plain(Message message) {
        if (WireFormat.direct(message.queue()) && !direct(message)) {
            return;
        }
        Instant now = clock.instant();
        try {
            gate.pass(patience(message, now));
            if (!plain.open()) {
                throw keeper.notConnected();
            }
            plain.send(outgoing(message, message.replyTo(), now), System.nanoTime());
        } catch (IOException | RuntimeException e) {
            throw RabbitErrors.refusal("send a message to queue " + message.queue(), e);
        } catch (InterruptedException e) {
            throw interrupted(message);
        }
    }

    /** True if a direct reply may go the usual way; what may not has been sent another way, or dropped. */
    private boolean direct(Message reply) {
        Optional<String> node = DirectReplyTo.node(reply.queue());
        if (node.isEmpty()) {
            LOG.debug("reply {} dropped: its queue is no name that RabbitMQ gives", reply.correlationId());
            return false;
        }
        if (direct.known(node.get())) {
            return true;
        }
        try {
            sendConfirmed(firsts(), reply, null, false);
            direct.learn(node.get());
        } catch (Refusal refused) {
            // No client waits for it, or it is the first to its node while another reply tries an invented name.
            LOG.debug("reply {} dropped: {}", reply.correlationId(), refused.detail());
        }
        return false;
    }

    /** The lane for first replies, on a connection that no other message uses; opened when it is needed. */
    private PublishLane firsts() {
        firstsOpening.lock();
        try {
            PublishLane lane = firsts;
            if (lane == null) {
                firstsKeeper.start();
                lane = lane(firstsKeeper, "first replies", true, channel -> {});
                firsts = lane;
            }
            return lane;
        } finally {
            firstsOpening.unlock();
        }
    }

    private void sendConfirmed(PublishLane lane, Message message, @Nullable String replyTo, boolean declare) {
        Confirm confirm = start(lane, message, replyTo, declare);
        try {
            Outcome outcome = confirm.await();
            if (outcome != Outcome.TAKEN) {
                throw refusal(outcome, message.queue());
            }
        } catch (InterruptedException e) {
            throw interrupted(message);
        } finally {
            budget.release();
        }
    }

    /** Hands a message to the connection; the caller gives the room back when it is no longer on its way. */
    private Confirm start(PublishLane lane, Message message, @Nullable String replyTo, boolean declare) {
        Instant now = clock.instant();
        long end = System.nanoTime() + patience(message, now).toNanos();
        boolean started = false;
        try {
            enter(end);
            try {
                gate.pass(left(end));
                Connection connection = keeper.connection();
                if (declare) {
                    queues.ensure(connection, message.queue());
                }
                if (!lane.open()) {
                    throw keeper.notConnected();
                }
                Confirm confirm = lane.send(outgoing(message, replyTo, now), end);
                started = true;
                return confirm;
            } finally {
                if (!started) {
                    budget.release();
                }
            }
        } catch (IOException | RuntimeException e) {
            throw RabbitErrors.refusal("send a message to queue " + message.queue(), e);
        } catch (InterruptedException e) {
            throw interrupted(message);
        }
    }

    private Outgoing outgoing(Message message, @Nullable String replyTo, Instant now) {
        // The broker takes every message to a direct reply-to for unroutable.
        boolean mandatory = !WireFormat.direct(message.queue());
        return new Outgoing(
                DEFAULT_EXCHANGE,
                message.queue(),
                mandatory,
                WireFormat.properties(message, replyTo, newId(), now),
                message.body());
    }

    private void enter(long end) throws InterruptedException {
        if (!budget.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    settings.flow().inFlight() + " messages wait for RabbitMQ's confirm already; try again later",
                    RabbitErrors.RETRY_AFTER);
        }
    }

    /** What an outcome other than TAKEN means for the sender. */
    private Refusal refusal(Outcome outcome, String queue) {
        return switch (outcome) {
            case REFUSED ->
                new TooBusy(
                        RefusalCode.TOO_BUSY,
                        "queue " + queue + " takes no more messages: it is full; try again later",
                        RabbitErrors.RETRY_AFTER);
            case UNROUTABLE ->
                RabbitErrors.unavailable(
                        "queue " + queue + " does not exist any more; it is declared again at the next attempt", null);
            case LATE ->
                RabbitErrors.unavailable(
                        "RabbitMQ did not confirm a message to queue " + queue
                                + " in time; it may have it all the same",
                        null);
            case UNKNOWN, TAKEN ->
                RabbitErrors.unavailable(
                        "the connection to " + settings.where() + " was lost before a message to queue " + queue
                                + " was confirmed; it may have it all the same",
                        null);
        };
    }

    private Duration patience(Message message, Instant now) {
        Duration most = settings.timing().confirm();
        Instant deadline = message.deadline();
        if (deadline == null) {
            return most;
        }
        Duration left = Duration.between(now, deadline);
        return left.compareTo(most) < 0 ? left : most;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private RuntimeException interrupted(Message message) {
        Thread.currentThread().interrupt();
        return RabbitErrors.unavailable("interrupted while sending to queue " + message.queue(), null);
    }

    private void returned(Return back) {
        queues.forget(back.getRoutingKey());
        LOG.warn(
                "no queue {}: message {} came back",
                back.getRoutingKey(),
                back.getProperties().getMessageId());
    }

    /** Unique among the messages of all processes, and cheaper than a random one each. */
    private String newId() {
        return idPrefix + Long.toHexString(sent.incrementAndGet());
    }

    private void endOverdue() {
        long now = System.nanoTime();
        for (PublishLane lane : lanes) {
            lane.endOverdue(now);
        }
    }

    /** Closes a lane. */
    void close(PublishLane lane) {
        lanes.remove(lane);
        keeper.remove(lane);
        firstsKeeper.remove(lane);
        lane.close();
    }

    /** Closes the lanes. */
    void close() {
        overdue.close();
        lanes.forEach(this::close);
        firstsKeeper.close();
    }
}
