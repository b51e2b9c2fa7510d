package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
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
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker port over RabbitMQ.
 *
 * <p>Two connections: one for what this process sends, one for what it works on, so that a broker
 * short of memory can stop producers without keeping workers from settling. The second is opened by
 * the first {@link #subscribe}. Both come back by themselves; meanwhile publishing refuses at once.
 * Safe for any number of threads.
 */
public final class RabbitBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(RabbitBroker.class);
    private static final BrokerCapabilities CAPABILITIES = new BrokerCapabilities(true, true, true, true);

    private final RabbitSettings settings;
    private final InstantSource clock;
    private final ConnectionFactory factory;
    private final FlowGate gate = new FlowGate();
    private final ConnectionKeeper sending;
    private final Queues queues;
    private final Publisher publisher;
    private final Map<String, ReplyInbox> inboxes = new ConcurrentHashMap<>();
    private final Set<ConsumerLoop> loops = ConcurrentHashMap.newKeySet();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable ConnectionKeeper working;
    private @Nullable RabbitEvents events;
    private volatile boolean closed;

    /**
     * Begins to connect. Returns when it is connected, or knows why not: that is no failure, it goes
     * on trying.
     */
    public RabbitBroker(RabbitSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.factory = Connections.factory(settings);
        this.queues = new Queues(settings);
        this.sending = new ConnectionKeeper(settings, factory, "sending", gate);
        this.publisher = new Publisher(settings, clock, sending, gate, queues);
        sending.start();
    }

    @Override
    public void publish(Message message) {
        checkOpen();
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
        ConnectionKeeper keeper = working();
        ConsumerLoop loop =
                new ConsumerLoop(queue, handler, new Settler(sending, queues, publisher, clock), clock, loops::remove);
        int channels = settings.channels(queue, workers);
        Share share = new Share(queue, workers / channels, settings.prefetch(queue));
        List<ConsumerSlot> slots = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            slots.add(new ConsumerSlot(share, queues, clock, keeper, loop));
        }
        loops.add(loop);
        try {
            loop.start(workers, slots, keeper);
        } catch (IOException | RuntimeException e) {
            if (keeper.connected()) {
                loop.close();
                throw RabbitErrors.refusal("subscribe to queue " + queue, e);
            }
            LOG.warn(
                    "{}: lost while subscribing to {}; it follows when the connection is back",
                    settings.where(),
                    queue);
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

    /** Where changes of tasks can be announced; the same at each call. */
    public RabbitEvents events() {
        checkOpen();
        opening.lock();
        try {
            RabbitEvents there = events;
            if (there == null) {
                there = new RabbitEvents(publisher, gate, clock);
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
        String blocked = gate.reason();
        String detail = blocked == null ? settings.where() : settings.where() + ": takes no messages, " + blocked;
        ConnectionKeeper asking = blocked == null ? sending : working;
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

    private ConnectionKeeper working() {
        opening.lock();
        try {
            ConnectionKeeper keeper = working;
            if (keeper == null) {
                keeper = new ConnectionKeeper(settings, factory, "working", new FlowGate());
                working = keeper;
                keeper.start();
            }
            return keeper;
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
        ConnectionKeeper keeper = working;
        if (keeper != null) {
            keeper.close();
        }
        publisher.close();
        sending.close();
    }
}
