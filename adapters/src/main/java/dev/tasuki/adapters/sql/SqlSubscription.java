package dev.tasuki.adapters.sql;

import dev.tasuki.adapters.sql.MessageTable.Held;
import dev.tasuki.core.base.WorkerLoop;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workers on one queue; each message in their hands is locked in the table until it is settled. */
final class SqlSubscription implements Subscription, WorkerLoop.Source<Held> {
    private static final Logger LOG = LoggerFactory.getLogger(SqlSubscription.class);

    private final MessageTable messages;
    private final QueueSignals signals;
    private final WorkerLoop<Held> loop;
    /** Messages of which the database could not be told the end. */
    private final Map<Held, Settlement> owed = new ConcurrentHashMap<>();

    SqlSubscription(String queue, MessageTable messages, QueueSignals signals, DeliveryHandler handler) {
        this.messages = messages;
        this.signals = signals;
        this.loop = new WorkerLoop<>(queue, this, handler);
    }

    void start(int workers) {
        loop.start(workers);
    }

    String queue() {
        return loop.queue();
    }

    boolean stopped() {
        return loop.stopped();
    }

    boolean holdsAny() {
        return loop.holdsAny() || !owed.isEmpty();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return loop.awaitIdle(patience);
    }

    @Override
    public void close() {
        loop.close();
        settleOwed();
    }

    /** Tells the database again what it could not be told before; until then the locks are kept up. */
    void settleOwed() {
        owed.forEach(this::settle);
    }

    /** What the database cannot give now it gives once the watch has found it well again. */
    @Override
    public @Nullable Held take(BooleanSupplier stopped) {
        Optional<Held> next = Optional.empty();
        try {
            next = messages.take(queue());
        } catch (Refusal e) {
            LOG.warn("queue {}: {}", queue(), e.detail());
        }
        if (next.isPresent()) {
            // There may be more, for another worker.
            signals.signal(queue());
        } else {
            signals.await(queue(), stopped);
        }
        return next.orElse(null);
    }

    @Override
    public Delivery delivery(Held held, Runnable handOver) {
        return new Delivery(held.message(), held.deliveries(), handOver);
    }

    @Override
    public void settle(Held held, Settlement settlement) {
        String id = held.message().correlationId();
        try {
            if (!messages.settle(held, settlement)) {
                LOG.warn("the lock on message {} of {} had lapsed", id, queue());
            }
            owed.remove(held);
            if (settlement instanceof Settlement.Requeue) {
                signals.signal(queue());
            }
        } catch (RuntimeException e) {
            if (owed.put(held, settlement) == null) {
                LOG.warn(
                        "message {} of {} is settled later: {}",
                        id,
                        queue(),
                        e instanceof Refusal away ? away.detail() : e.toString(),
                        e instanceof Refusal ? null : e);
            }
        }
    }

    @Override
    public void giveBack(Held held) {
        settle(held, new Settlement.Requeue(Duration.ZERO));
    }

    @Override
    public void wake() {
        signals.wakeAll();
        // A signal that a worker took and did not follow is for another subscription's worker.
        signals.signal(queue());
    }
}
