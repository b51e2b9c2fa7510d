package dev.tasuki.adapters.sql;

import dev.tasuki.adapters.sql.MessageTable.Held;
import dev.tasuki.core.base.Defects;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.util.Map;
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
    private static final Duration AFTER_A_DEFECT = Duration.ofSeconds(1);

    private final String queue;
    private final MessageTable messages;
    private final QueueSignals bells;
    private final DeliveryHandler handler;
    private final Defects defects;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Set<InHand> inHand = ConcurrentHashMap.newKeySet();
    /** Of those in hand, the ones that the database could not be told the end of. */
    private final Map<InHand, Settlement> owed = new ConcurrentHashMap<>();
    /** Held for reading from the lock in the table to {@link #inHand}; so close misses no message. */
    private final ReadWriteLock taking = new ReentrantReadWriteLock();

    private volatile CountDownLatch working = new CountDownLatch(0);

    SqlSubscription(String queue, MessageTable messages, QueueSignals bells, DeliveryHandler handler) {
        this.queue = queue;
        this.messages = messages;
        this.bells = bells;
        this.handler = handler;
        this.defects = new Defects("a worker of " + queue);
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
        return stopping.getCount() == 0;
    }

    boolean holdsAny() {
        return !inHand.isEmpty();
    }

    @Override
    public void stop() {
        stopping.countDown();
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
        // A worker that is taking a message at this moment finishes that first.
        taking.writeLock().lock();
        try {
            inHand.forEach(InHand::giveBack);
            settleOwed();
        } finally {
            taking.writeLock().unlock();
        }
    }

    /** Tells the database again what it could not be told before; until then the locks are kept up. */
    void settleOwed() {
        owed.forEach(InHand::end);
    }

    private void work() {
        try {
            while (!stopped()) {
                workOnce();
            }
        } finally {
            working.countDown();
        }
    }

    private void workOnce() {
        try {
            Optional<InHand> next = take();
            if (next.isPresent()) {
                // There may be more, for another worker.
                bells.ring(queue);
                next.get().settle(settlement(next.get()));
            } else {
                bells.await(queue, this::stopped);
            }
            defects.wentWell();
        } catch (RuntimeException | Error e) {
            // A worker that ended here would be missing for as long as the process runs.
            defects.failed(e);
            pause();
        }
    }

    private void pause() {
        try {
            stopping.await(AFTER_A_DEFECT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            LOG.warn("a worker of {} was interrupted; it goes on until it is stopped", queue);
        }
    }

    /** What the database cannot give now it gives once the watch has found it well again. */
    private Optional<InHand> take() {
        taking.readLock().lock();
        try {
            if (stopped()) {
                return Optional.empty();
            }
            Optional<InHand> next = messages.take(queue).map(InHand::new);
            next.ifPresent(inHand::add);
            return next;
        } catch (Refusal e) {
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

    /** A message that a worker holds; it is settled once. */
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
            if (settled.compareAndSet(false, true)) {
                end(settlement);
            }
        }

        void end(Settlement settlement) {
            try {
                if (!messages.settle(held, settlement)) {
                    LOG.warn(
                            "the lock on message {} of {} had lapsed",
                            held.message().correlationId(),
                            queue);
                }
                owed.remove(this);
                inHand.remove(this);
                if (settlement instanceof Settlement.Requeue) {
                    bells.ring(queue);
                }
            } catch (RuntimeException e) {
                if (owed.put(this, settlement) == null) {
                    LOG.warn(
                            "message {} of {} is settled later: {}",
                            held.message().correlationId(),
                            queue,
                            e instanceof Refusal away ? away.detail() : e.toString(),
                            e instanceof Refusal ? null : e);
                }
            }
        }
    }
}
