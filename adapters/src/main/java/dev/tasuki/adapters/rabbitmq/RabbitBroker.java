package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.adapters.amqp.Connections;
import dev.tasuki.adapters.amqp.FlowGate;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.adapters.rabbitmq.ConsumerSlot.Share;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker port over RabbitMQ.
 *
 * <p>A connection for what this process sends, and one for each queue that it works on: a broker short
 * of memory can stop producers without keeping workers from settling, and a message that breaks the
 * connection of one queue breaks no other. Those are opened by the first {@link #subscribe} to a queue.
 * All come back by themselves; meanwhile publishing refuses at once.
 * Safe for any number of threads.
 */
public final class RabbitBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(RabbitBroker.class);
    /** What every one of them declares. */
    public static final BrokerCapabilities CAPABILITIES = new BrokerCapabilities(true);

    private final RabbitSettings settings;
    private final InstantSource clock;
    private final long largeBodies;
    private final Function<LongPredicate, ConnectionFactory> factories;
    private final FlowGate gate = new FlowGate();
    private final ConnectionKeeper sending;
    private final Queues queues;
    private final Publisher publisher;
    private final Map<String, ReplyInbox> inboxes = new ConcurrentHashMap<>();
    private final Set<ConsumerLoop> loops = ConcurrentHashMap.newKeySet();
    private final ReentrantLock opening = new ReentrantLock();
    private final Map<String, Working> working = new ConcurrentHashMap<>();
    private @Nullable RabbitEvents events;
    private volatile boolean closed;

    /**
     * Begins to connect. Returns when it is connected, or knows why not: that is no failure, it goes
     * on trying.
     */
    public RabbitBroker(RabbitSettings settings, InstantSource clock) {
        this(
                settings,
                clock,
                Limits.BODIES_IN_FLIGHT.bytes(Runtime.getRuntime().maxMemory()),
                budget -> Connections.factory(settings, budget));
    }

    /**
     * The same over other connections.
     *
     * @param largeBodies how many bytes of large bodies may be held of one queue
     * @param factories makes connections that look whether there is room for a body
     */
    RabbitBroker(
            RabbitSettings settings,
            InstantSource clock,
            long largeBodies,
            Function<LongPredicate, ConnectionFactory> factories) {
        this.largeBodies = largeBodies;
        this.settings = settings;
        this.clock = clock;
        this.factories = factories;
        this.queues = new Queues(settings);
        this.sending = new ConnectionKeeper(settings, factories.apply(size -> true), "sending", gate);
        ConnectionKeeper firsts =
                new ConnectionKeeper(settings, factories.apply(size -> true), "first replies", new FlowGate());
        this.publisher = new Publisher(settings, clock, sending, firsts, queues);
        sending.start();
    }

    /** What the workers of one queue share. */
    private record Working(ConnectionKeeper keeper, LargeBodyBudget budget) {}

    @Override
    public void publish(Message message) {
        checkOpen();
        message.checkSize();
        Instant deadline = message.deadline();
        if (deadline != null && !clock.instant().isBefore(deadline)) {
            LOG.debug("dropped {} for {}: its deadline has passed", message.correlationId(), message.queue());
            return;
        }
        String replyTo = message.replyTo();
        ReplyInbox inbox = replyTo == null ? null : inboxes.get(replyTo);
        if (inbox != null && message.durable()) {
            publisher.confirmed(inbox.lane(), message);
        } else if (inbox != null) {
            publisher.request(inbox.lane(), message, reason -> inbox.unsent(message, reason));
        } else if (replyTo != null && ReplyInbox.owns(replyTo)) {
            LOG.debug("dropped {}: the queue for its answer is closed", message.correlationId());
        } else if (message.durable() || replyTo != null) {
            publisher.confirmed(message);
        } else {
            publisher.plain(message);
        }
    }

    @Override
    public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
        checkOpen();
        if (workers < 1) {
            throw new IllegalArgumentException("workers is " + workers + ", at least 1 is needed");
        }
        Working shared = working(queue);
        ConnectionKeeper keeper = shared.keeper();
        ConsumerLoop loop = new ConsumerLoop(
                queue, handler, new Settler(sending, queues, publisher, clock), shared.budget(), loops::remove);
        int channels = settings.channels(queue, workers);
        List<ConsumerSlot> slots = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            Share share = new Share(queue, workers / channels, settings.prefetch(queue), i == 0);
            slots.add(new ConsumerSlot(share, queues, clock, keeper, loop));
        }
        loops.add(loop);
        try {
            loop.start(workers, slots, keeper);
        } catch (IOException | RuntimeException e) {
            if (RabbitErrors.code(e) == AMQP.PRECONDITION_FAILED) {
                loop.close();
                throw RabbitErrors.refusal("subscribe to queue " + queue, e);
            }
            LOG.warn("{}: cannot subscribe to {} yet: {}; trying on", settings.where(), queue, RabbitErrors.reason(e));
        }
        return loop;
    }

    @Override
    public ReplyQueue openReplyQueue(ReplyListener listener) {
        checkOpen();
        ReplyInbox inbox = new ReplyInbox(publisher, clock, listener, this::forget);
        inboxes.put(inbox.name(), inbox);
        return inbox;
    }

    /** Where events for other programs go; the same at each call. */
    public RabbitEvents events() {
        checkOpen();
        opening.lock();
        try {
            RabbitEvents there = events;
            if (there == null) {
                there = new RabbitEvents(publisher, gate, settings.timing().confirm());
                events = there;
            }
            return there;
        } finally {
            opening.unlock();
        }
    }

    /** What handlers discarded, and what the broker gave up. */
    public DeadLetters deadLetters() {
        return new RabbitDeadLetters(sending, publisher);
    }

    /** What is sent goes over this connection now. */
    Connection sending() {
        return sending.connection();
    }

    private void forget(ReplyInbox inbox) {
        if (inboxes.remove(inbox.name()) != null) {
            publisher.close(inbox.lane());
        }
    }

    @Override
    public BrokerCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public BrokerStatus status() {
        if (!sending.connected()) {
            return new BrokerStatus(false, settings.where() + ": " + sending.state(), List.of());
        }
        String trouble = trouble();
        if (trouble != null) {
            return new BrokerStatus(false, settings.where() + ": " + trouble, List.of());
        }
        String blocked = gate.reason();
        String detail = blocked == null ? settings.where() : settings.where() + ": takes no messages, " + blocked;
        ConnectionKeeper asking = blocked == null ? sending : anyWorking();
        if (asking == null) {
            // The broker reads nothing from a blocked connection, questions neither.
            return new BrokerStatus(true, detail, List.of());
        }
        try {
            return new BrokerStatus(true, detail, queues.statuses(asking.connection()));
        } catch (IOException | RuntimeException e) {
            return new BrokerStatus(sending.connected(), detail + ": " + RabbitErrors.reason(e), List.of());
        }
    }

    /** Why the workers of a queue get nothing, or less than they should; null if all do. */
    private @Nullable String trouble() {
        for (ConsumerLoop loop : loops) {
            Working shared = working.get(loop.queue());
            if (shared == null) {
                continue;
            }
            String where = "queue " + loop.queue() + ": ";
            if (shared.keeper().careful()) {
                return where + "its connection broke again and again; a message there may be what breaks it";
            }
            if (!shared.keeper().connected()) {
                return where + shared.keeper().state();
            }
            String problem = loop.problem();
            if (problem != null) {
                return where + problem;
            }
        }
        return null;
    }

    private @Nullable ConnectionKeeper anyWorking() {
        return working.values().stream()
                .map(Working::keeper)
                .filter(ConnectionKeeper::connected)
                .findFirst()
                .orElse(null);
    }

    private Working working(String queue) {
        opening.lock();
        try {
            Working there = working.get(queue);
            if (there == null) {
                LargeBodyBudget budget = new LargeBodyBudget(largeBodies);
                ConnectionKeeper keeper = new ConnectionKeeper(
                        settings, factories.apply(budget::fits), "working on " + queue, new FlowGate());
                there = new Working(keeper, budget);
                working.put(queue, there);
                keeper.start();
            }
            return there;
        } finally {
            opening.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw RabbitErrors.unavailable("the connection to " + settings.where() + " is closed", null);
        }
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(loops).forEach(ConsumerLoop::close);
        List.copyOf(inboxes.values()).forEach(ReplyInbox::close);
        working.values().forEach(shared -> shared.keeper().close());
        publisher.close();
        sending.close();
    }
}
