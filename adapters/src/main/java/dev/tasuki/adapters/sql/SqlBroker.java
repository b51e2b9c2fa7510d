package dev.tasuki.adapters.sql;

import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker in a table of the database: durable with its COMMIT, delays and dead letters included,
 * across processes. A message in a consumer's hands is locked for 30 seconds, and again every 10
 * while its handler runs; the lock of a consumer that died lapses and the message comes again.
 *
 * <p>Messages come about in the order of publishing. On MariaDB and MySQL a consumer that finds its
 * queue empty holds, until its transaction ends, the lock on the next queue's first message too. A
 * consumer of that queue passes the message over meanwhile, and gets it a moment later.
 *
 * <p>A reply to this very process does not go through the table.
 */
public final class SqlBroker implements Broker {
    static final String REPLY_PREFIX = "reply.";

    private static final Logger LOG = LoggerFactory.getLogger(SqlBroker.class);
    /** What every one of them declares. */
    public static final BrokerCapabilities CAPABILITIES = new BrokerCapabilities(false);

    private static final Duration HEARTBEAT = MessageTable.LOCK.dividedBy(3);

    private final MessageTable messages;
    private final QueueSignals signals = new QueueSignals();
    private final Set<String> known = new ConcurrentSkipListSet<>();
    private final Queue<SqlSubscription> subscriptions = new ConcurrentLinkedQueue<>();
    private final Map<String, ReplyListener> listeners = new ConcurrentHashMap<>();
    private final QueueWatcher watcher;
    private final Ticker.Ticking heartbeat;
    private volatile boolean closed;

    /** A broker over tables that {@link Database#open} has made; it does not close the database. */
    public SqlBroker(Database database) {
        this(database, HEARTBEAT, gone -> {});
    }

    /** The same; {@code dropped} is told how many dead letters gave way to younger ones. */
    public SqlBroker(Database database, IntConsumer dropped) {
        this(database, HEARTBEAT, dropped);
    }

    /** The same with locks extended so often. */
    SqlBroker(Database database, Duration heartbeat) {
        this(database, heartbeat, gone -> {});
    }

    private SqlBroker(Database database, Duration heartbeat, IntConsumer dropped) {
        this.messages = new MessageTable(database, UUID.randomUUID().toString(), dropped);
        this.watcher = QueueWatcher.start(messages, signals, this::subscribed);
        this.heartbeat = new ThreadTicker().every(heartbeat, "sql-heartbeat", this::showLife);
    }

    @Override
    public void publish(Message message) {
        checkOpen();
        ReplyListener listener = listeners.get(message.queue());
        if (listener != null) {
            listen(listener, message);
            return;
        }
        message.checkSize();
        if (!message.queue().startsWith(REPLY_PREFIX)) {
            known.add(message.queue());
        }
        messages.publish(message);
        wake(message.queue());
    }

    private void wake(String queue) {
        if (consumers(queue) > 0) {
            signals.signal(queue);
        }
    }

    /** What handlers discarded. */
    public DeadLetters deadLetters() {
        return new SqlDeadLetters(messages.database(), this::wake);
    }

    @Override
    public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
        checkOpen();
        if (workers < 1) {
            throw new IllegalArgumentException("workers " + workers + " is less than 1");
        }
        known.add(queue);
        subscriptions.removeIf(old -> old.stopped() && !old.holdsAny());
        return start(queue, workers, handler);
    }

    @Override
    public ReplyQueue openReplyQueue(ReplyListener listener) {
        checkOpen();
        String name = REPLY_PREFIX + UUID.randomUUID();
        start(name, 1, delivery -> {
            listen(listener, delivery.message());
            return Settlement.ACCEPT;
        });
        listeners.put(name, listener);
        return new SqlReplyQueue(name, this);
    }

    @Override
    public BrokerCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public BrokerStatus status() {
        if (closed) {
            return new BrokerStatus(false, "closed", List.of());
        }
        String name = messages.database().dialect().text();
        try {
            List<QueueStatus> queues = known.stream()
                    .map(queue -> messages.status(queue, consumers(queue)))
                    .toList();
            return new BrokerStatus(true, name + ", table message", queues);
        } catch (Refusal e) {
            return new BrokerStatus(false, name + ": " + e.detail(), List.of());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        subscriptions.forEach(SqlSubscription::close);
        List.copyOf(listeners.keySet()).forEach(this::closeReplyQueue);
        heartbeat.close();
        watcher.close();
    }

    /**
     * Gives back at once whatever consumers held, and drops replies that nobody awaits any more. For
     * the process that has the database to itself, when it starts: the holders are dead.
     * Returns how many messages were held.
     */
    public int releaseLocks() {
        return messages.releaseLocks();
    }

    /** Listed before it works, so that no publisher overlooks it. */
    private SqlSubscription start(String queue, int workers, DeliveryHandler handler) {
        SqlSubscription subscription = new SqlSubscription(queue, messages, signals, handler);
        subscriptions.add(subscription);
        subscription.start(workers);
        return subscription;
    }

    private void closeReplyQueue(String name) {
        if (listeners.remove(name) == null) {
            return;
        }
        subscriptions.stream().filter(open -> open.queue().equals(name)).forEach(SqlSubscription::close);
        subscriptions.removeIf(open -> open.queue().equals(name));
        signals.forget(name);
        try {
            messages.dropQueue(name);
        } catch (Refusal e) {
            LOG.warn("replies left in {} stay until they expire: {}", name, e.detail());
        }
    }

    private static void listen(ReplyListener listener, Message reply) {
        try {
            listener.replied(reply);
        } catch (RuntimeException e) {
            LOG.error("the listener of {} failed at reply {}", reply.queue(), reply.correlationId(), e);
        }
    }

    private Set<String> subscribed() {
        return subscriptions.stream()
                .filter(open -> !open.stopped())
                .map(SqlSubscription::queue)
                .collect(Collectors.toSet());
    }

    private int consumers(String queue) {
        return (int) subscriptions.stream()
                .filter(open -> !open.stopped() && open.queue().equals(queue))
                .count();
    }

    private void showLife() {
        try {
            if (subscriptions.stream().anyMatch(SqlSubscription::holdsAny)) {
                messages.extendLocks();
            }
            subscriptions.forEach(SqlSubscription::settleOwed);
            messages.dropExpired();
        } catch (Refusal e) {
            LOG.warn("locks could not be extended: {}", e.detail());
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new Unavailable(RefusalCode.BROKER_UNAVAILABLE, "the broker is closed", Duration.ofSeconds(1));
        }
    }

    private record SqlReplyQueue(String name, SqlBroker broker) implements ReplyQueue {
        @Override
        public void close() {
            broker.closeReplyQueue(name);
        }
    }
}
