package dev.tasuki.core.memory;

import dev.tasuki.core.base.WorkerLoop;
import dev.tasuki.core.memory.LocalQueue.Waiting;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker inside one process: bounded queues, workers on virtual threads, no I/O. What it holds is
 * lost with the process, so it carries predictions, never trainings. Replies do not wait in a queue:
 * the reply queue's listener runs on the thread that publishes the reply.
 *
 * <p>A message whose deadline has passed is dropped unseen. A full queue first drops such messages
 * and then refuses with {@link TooBusy}. A discarded message is only logged. A requeued message
 * goes to the end of its queue at once, whatever delay was asked for, and beyond the bound if need be.
 */
public final class InProcessBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessBroker.class);
    private static final BrokerCapabilities CAPABILITIES = new BrokerCapabilities(false);
    private static final String REPLY_PREFIX = "reply.";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final int capacity;
    private final Map<String, LocalQueue> queues = new ConcurrentHashMap<>();
    private final Map<String, ReplyListener> listeners = new ConcurrentHashMap<>();
    private final Queue<WorkerLoop<Waiting>> subscriptions = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * A broker that tells by this clock whether a deadline has passed.
     *
     * @param capacity how many messages may wait in one queue, at least 1
     */
    public InProcessBroker(InstantSource clock, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is less than 1");
        }
        this.clock = clock;
        this.capacity = capacity;
    }

    @Override
    public void publish(Message message) {
        checkOpen();
        message.checkSize();
        if (message.queue().startsWith(REPLY_PREFIX)) {
            reply(message);
        } else if (!queue(message.queue()).offer(message, clock)) {
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    "queue " + message.queue() + " is full: " + capacity + " messages wait; try again later",
                    RETRY_AFTER);
        }
    }

    @Override
    public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
        checkOpen();
        subscriptions.removeIf(WorkerLoop::finished);
        WorkerLoop<Waiting> subscription = LocalSubscription.start(queue(queue), workers, handler, clock);
        subscriptions.add(subscription);
        return subscription;
    }

    @Override
    public ReplyQueue openReplyQueue(ReplyListener listener) {
        checkOpen();
        String name = REPLY_PREFIX + UUID.randomUUID();
        listeners.put(name, listener);
        return new LocalReplyQueue(name, listeners);
    }

    /** False once nobody waits for the answer to this request any more. */
    public boolean awaited(Message request) {
        String replyTo = request.replyTo();
        if (replyTo == null) {
            return true;
        }
        ReplyListener listener = listeners.get(replyTo);
        return listener != null && listener.awaits(request.correlationId());
    }

    @Override
    public BrokerCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public BrokerStatus status() {
        List<BrokerStatus.QueueStatus> statuses =
                queues.values().stream().map(LocalQueue::status).toList();
        return new BrokerStatus(!closed, closed ? "closed" : "inside this process", statuses);
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(WorkerLoop::close);
        listeners.clear();
    }

    private LocalQueue queue(String name) {
        return queues.computeIfAbsent(name, n -> new LocalQueue(n, capacity));
    }

    private void reply(Message message) {
        ReplyListener listener = listeners.get(message.queue());
        if (listener == null) {
            LOG.debug("nobody listens on {} any more: reply {} dropped", message.queue(), message.correlationId());
            return;
        }
        try {
            listener.replied(message);
        } catch (RuntimeException e) {
            LOG.error("the listener of {} failed at reply {}", message.queue(), message.correlationId(), e);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new Unavailable(RefusalCode.BROKER_UNAVAILABLE, "the in-process broker is closed", RETRY_AFTER);
        }
    }

    private record LocalReplyQueue(String name, Map<String, ReplyListener> listeners) implements ReplyQueue {
        @Override
        public void close() {
            listeners.remove(name);
        }
    }
}
