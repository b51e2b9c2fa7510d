package dev.tasuki.adapters.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tasuki.adapters.amqp.RabbitErrors;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues this process uses, and which of them are known to exist. A queue that exists is used as
 * it is; one that does not is declared by its {@link QueuePlan}. What was known is forgotten with the
 * connection, and when a message comes back because its queue is gone.
 */
final class Queues {
    private static final Logger LOG = LoggerFactory.getLogger(Queues.class);

    /** What a connection has seen to exist. */
    private record Known(Connection connection, String queue) {}

    private final RabbitSettings settings;
    private final Set<Known> known = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> waits = new ConcurrentHashMap<>();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();

    Queues(RabbitSettings settings) {
        this.settings = settings;
    }

    /** Makes sure that the queue exists; asks the broker once per connection. */
    void ensure(Connection connection, String queue) throws IOException {
        Known key = new Known(connection, queue);
        if (known.contains(key)) {
            return;
        }
        lock.lock();
        try {
            if (!known.contains(key)) {
                declare(connection, queue);
                remember(key);
                used.add(queue);
            }
        } finally {
            lock.unlock();
        }
    }

    private void remember(Known key) {
        known.removeIf(one -> !one.connection().isOpen());
        known.add(key);
    }

    /** Ask the broker again: the queue is gone. */
    void forget(String queue) {
        known.removeIf(one -> one.queue().equals(queue));
    }

    /** Makes sure that the queue for the dead letters of {@code queue} exists. */
    void ensureDead(Connection connection, String queue) throws IOException {
        QueuePlan plan = QueuePlan.dead(queue);
        lock.lock();
        try {
            Known key = new Known(connection, plan.queue());
            if (!known.contains(key)) {
                if (!exists(connection, plan.queue())) {
                    declare(connection, plan);
                }
                remember(key);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes sure that the wait queue exists, each time: it counts as a use, and unused ones vanish. */
    void ensureWaiting(Connection connection, String queue, QueuePlan plan) throws IOException {
        declare(connection, plan);
        waits.computeIfAbsent(queue, q -> ConcurrentHashMap.newKeySet()).add(plan.queue());
    }

    private void declare(Connection connection, String queue) throws IOException {
        QueuePlan plan = QueuePlan.of(queue, settings);
        boolean there = exists(connection, queue);
        if (!there || settings.strictQueues()) {
            if (plan.arguments().containsKey(QueuePlan.DEAD_EXCHANGE)) {
                ensureDead(connection, queue);
            }
            declare(connection, plan);
        }
        LOG.info("queue {} {}", queue, there ? "exists and is used as it is" : "declared: " + plan.arguments());
    }

    /** Declares by plan; a queue with other arguments is a clash, told with the way to mend it. */
    void declare(Connection connection, QueuePlan plan) throws IOException {
        // A refused declaration closes its channel, so each has one of its own.
        Channel channel = channel(connection);
        try {
            channel.queueDeclare(plan.queue(), true, false, false, plan.arguments());
        } catch (IOException e) {
            if (RabbitErrors.code(e) == AMQP.PRECONDITION_FAILED) {
                throw RabbitErrors.unavailable(clash(connection, plan), e);
            }
            throw e;
        } finally {
            channel.abort();
        }
    }

    private String clash(Connection connection, QueuePlan plan) throws IOException {
        return "queue " + plan.queue() + " exists with other arguments: "
                + QueueComparison.sentence(QueueComparison.clashes(connection, plan))
                + ". Either leave strict_queues off, so that the queue is used as it is, or "
                + QueueComparison.mend(plan.queue(), settings.virtualHost());
    }

    static boolean exists(Connection connection, String queue) throws IOException {
        return look(connection, queue).isPresent();
    }

    /** What the broker says of a queue; empty if it is not there. */
    static Optional<AMQP.Queue.DeclareOk> look(Connection connection, String queue) throws IOException {
        Channel channel = channel(connection);
        try {
            return Optional.of(channel.queueDeclarePassive(queue));
        } catch (IOException e) {
            if (RabbitErrors.code(e) == AMQP.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } finally {
            channel.abort();
        }
    }

    /** The queues this process asked for so far, by name, as far as the protocol tells. */
    List<QueueStatus> statuses(Connection connection) throws IOException {
        List<QueueStatus> statuses = new ArrayList<>();
        for (String queue : new TreeSet<>(used)) {
            Optional<AMQP.Queue.DeclareOk> there = look(connection, queue);
            if (there.isPresent()) {
                long ready = there.get().getMessageCount() + delayed(connection, queue);
                statuses.add(new QueueStatus(queue, ready, -1, there.get().getConsumerCount()));
            }
        }
        return statuses;
    }

    /** Messages that this process made wait: they are the queue's, though they stand elsewhere. */
    private long delayed(Connection connection, String queue) throws IOException {
        long sum = 0;
        Set<String> names = waits.getOrDefault(queue, Set.of());
        for (String name : names) {
            Optional<AMQP.Queue.DeclareOk> there = look(connection, name);
            if (there.isPresent()) {
                sum += there.get().getMessageCount();
            } else {
                names.remove(name);
            }
        }
        return sum;
    }

    static Channel channel(Connection connection) throws IOException {
        return connection.openChannel().orElseThrow(() -> new IOException("no channel left"));
    }
}
