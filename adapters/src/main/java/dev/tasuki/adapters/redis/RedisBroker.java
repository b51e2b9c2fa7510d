package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.Lane;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.adapters.resp.ServerFacts;
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
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol;

/**
 * The broker port over Redis: a stream with one consumer group for each queue, delays and dead letters included, and a
 * list for the replies to each process. Messages come in the order of publishing; their priority is the rows' affair.
 *
 * <p>Durable messages have a connection, and whatever else is sent has another. Each subscription that reads has one,
 * and so have replies. All come back by themselves; meanwhile publishing refuses at once.
 * Safe for any number of threads.
 */
public final class RedisBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(RedisBroker.class);
    /** What every one of them declares. */
    public static final BrokerCapabilities CAPABILITIES = new BrokerCapabilities(false);

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final RedisSettings settings;
    private final RedisSubscription.Means means;
    private final RedisQueues queues;
    private final RedisReplies replies;
    private final String process = UUID.randomUUID().toString();
    private final AtomicLong number = new AtomicLong();
    private final Set<String> known = new ConcurrentSkipListSet<>();
    private final Queue<RedisSubscription> subscriptions = new ConcurrentLinkedQueue<>();
    private final Ticker.Ticking heartbeat;
    private volatile boolean closed;

    /**
     * Connects when it is used first.
     *
     * @param dropped is told how many dead letters gave way to younger ones
     */
    public RedisBroker(RedisSettings settings, InstantSource clock, IntConsumer dropped) {
        this(settings, clock, dropped, Scripts.BROKER);
    }

    /** The same with another script, such as one whose time can be moved. */
    RedisBroker(RedisSettings settings, InstantSource clock, IntConsumer dropped, Script script) {
        this.settings = settings;
        RedisLink link = new RedisLink(settings, ServerFacts.Use.BROKER);
        this.queues = new RedisQueues(link, script, RedisLanes.start("durable", link), RedisLanes.start("quick", link));
        this.means = new RedisSubscription.Means(queues, link, clock, dropped);
        this.replies = new RedisReplies(queues, link);
        this.heartbeat = new ThreadTicker().every(HEARTBEAT, "redis-heartbeat", this::showLife);
    }

    /**
     * Asks the server now whether it will do.
     *
     * @throws dev.tasuki.core.task.Unavailable naming what is wrong and what to do about it
     */
    public void checkServer() {
        queues.quick().call(Command.about(queues.keys(TaskKind.TRAIN.queue()), Protocol.Command.PING));
    }

    @Override
    public void publish(Message message) {
        checkOpen();
        message.checkSize();
        Instant deadline = message.deadline();
        if (deadline != null && !means.clock().instant().isBefore(deadline)) {
            LOG.debug("dropped {} for {}: its deadline has passed", message.correlationId(), message.queue());
            return;
        }
        if (RedisReplies.owns(message.queue())) {
            replies.send(message);
            return;
        }
        known.add(message.queue());
        if (!queues.publish(message)) {
            throw means.link()
                    .errors()
                    .tooBusy("the queue " + message.queue() + " at Redis has "
                            + settings.flow().maxQueue() + " messages; try again");
        }
    }

    @Override
    public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
        checkOpen();
        if (workers < 1) {
            throw new IllegalArgumentException("workers is " + workers + ", at least 1 is needed");
        }
        known.add(queue);
        subscriptions.removeIf(RedisSubscription::finished);
        int spare = queue.equals(TaskKind.PREDICT.queue()) ? settings.flow().deadlinePrefetch() : 0;
        String consumer = process + "/" + number.incrementAndGet();
        RedisSubscription subscription = new RedisSubscription(queue, consumer, means, handler, spare);
        subscriptions.add(subscription);
        subscription.start(workers);
        return subscription;
    }

    @Override
    public ReplyQueue openReplyQueue(ReplyListener listener) {
        checkOpen();
        return replies.open(listener);
    }

    /** What handlers discarded. */
    public DeadLetters deadLetters() {
        return new RedisDeadLetters(queues);
    }

    /** What the server tells of itself, unless it is away, and what happened on the way to it. */
    public List<ServerReading> readings() {
        return RedisReadings.ask(means.link(), queues.quick(), queues.durable());
    }

    @Override
    public BrokerCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public BrokerStatus status() {
        String name = "Redis at " + settings.where();
        if (closed) {
            return new BrokerStatus(false, name + ": closed", List.of());
        }
        try {
            checkServer();
            List<QueueStatus> statuses = known.stream().map(queues::status).toList();
            return new BrokerStatus(true, name, statuses);
        } catch (Refusal e) {
            return new BrokerStatus(false, e.detail(), List.of());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        subscriptions.forEach(RedisSubscription::close);
        replies.close();
        heartbeat.close();
        queues.durable().close();
        queues.quick().close();
    }

    private void showLife() {
        for (RedisSubscription subscription : subscriptions) {
            try {
                subscription.beat();
                if (subscription.finished()) {
                    subscription.leave();
                    subscriptions.remove(subscription);
                }
            } catch (Refusal e) {
                LOG.warn("no sign of life for {} could be given: {}", subscription.queue(), e.detail());
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw means.link().errors().closed();
        }
    }
}
