package dev.tasuki.adapters.sql;

import dev.tasuki.adapters.sql.MessageTable.Held;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workers on one queue, each a virtual thread that locks, handles and settles one message at a time. */
final class SqlSubscription implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(SqlSubscription.class);

    private final String queue;
    private final MessageTable messages;
    private final Bells bells;
    private final DeliveryHandler handler;
    private final Set<InHand> inHand = ConcurrentHashMap.newKeySet();
    /** Held for reading from the lock in the table to {@link #inHand}; so close misses no message. */
    private final ReadWriteLock taking = new ReentrantReadWriteLock();

    private volatile CountDownLatch working = new CountDownLatch(0);
    private volatile boolean stopped;

    SqlSubscription(String queue, MessageTable messages, Bells bells, DeliveryHandler handler) {
        this.queue = queue;
        this.messages = messages;
        this.bells = bells;
        this.handler = handler;
    }

    void start(int workers) {
        working = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            Thread.ofVirtual().name("tasuki-" + queue + "-" + i).start(this::work);
        }
    }

    String queue() {
        return queue;
    }

    boolean stopped() {
        return stopped;
    }

    boolean holdsAny() {
        return !inHand.isEmpty();
    }

    @Override
    public void stop() {
        stopped = true;
        bells.ringAll();
        // A ring that a worker heard and did not follow is for another subscription's worker.
        bells.ring(queue);
    }

    @Override
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return working.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        stop();
        // Whoever is taking a message at this moment comes to the end of it first.
        taking.writeLock().lock();
        try {
            inHand.forEach(InHand::giveBack);
        } finally {
            taking.writeLock().unlock();
        }
    }

    private void work() {
        try {
            while (!stopped) {
                Optional<InHand> next = take();
                if (next.isPresent()) {
                    // There may be more, for another worker.
                    bells.ring(queue);
                    next.get().settle(settlement(next.get()));
                } else if (!bells.await(queue, () -> stopped)) {
                    return;
                }
            }
        } finally {
            working.countDown();
        }
    }

    /** What the database cannot give now it gives once the watch has found it well again. */
    private Optional<InHand> take() {
        taking.readLock().lock();
        try {
            if (stopped) {
                return Optional.empty();
            }
            Optional<InHand> next = messages.take(queue).map(InHand::new);
            next.ifPresent(inHand::add);
            return next;
        } catch (Unavailable e) {
            LOG.warn("queue {}: {}", queue, e.detail());
            return Optional.empty();
        } finally {
            taking.readLock().unlock();
        }
    }

    private Settlement settlement(InHand delivery) {
        Message message = delivery.held.message();
        try {
            return handler.handle(new Delivery(message, delivery.held.deliveries(), delivery::handOver));
        } catch (RuntimeException | Error e) {
            LOG.error("a handler of {} failed at message {}: requeued", queue, message.correlationId(), e);
            return new Settlement.Requeue(Duration.ZERO);
        }
    }

    /** A message that a worker holds, settled by whoever comes first. */
    private final class InHand {
        private final Held held;
        private final AtomicBoolean settled = new AtomicBoolean();

        InHand(Held held) {
            this.held = held;
        }

        void handOver() {
            settle(Settlement.ACCEPT);
        }

        void giveBack() {
            settle(new Settlement.Requeue(Duration.ZERO));
            bells.ring(queue);
        }

        void settle(Settlement settlement) {
            if (!settled.compareAndSet(false, true)) {
                return;
            }
            try {
                if (!messages.settle(held, settlement)) {
                    LOG.warn(
                            "the lock on message {} of {} had lapsed",
                            held.message().correlationId(),
                            queue);
                }
                if (settlement instanceof Settlement.Requeue) {
                    bells.ring(queue);
                }
            } catch (Unavailable e) {
                LOG.warn(
                        "message {} of {} could not be settled and will come again: {}",
                        held.message().correlationId(),
                        queue,
                        e.detail());
            } finally {
                inHand.remove(this);
            }
        }
    }
}
