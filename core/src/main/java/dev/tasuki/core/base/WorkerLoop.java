package dev.tasuki.core.base;

import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one queue, each a virtual thread that takes a delivery, has it handled and settles it, and then
 * takes the next. A delivery is settled once: by its handler's settlement, by its hand-over, or by closing. A worker
 * goes on whatever fails, until it is stopped. An adapter brings only the {@link Source}.
 *
 * <p>Example: {@code WorkerLoop<Row> loop = new WorkerLoop<>(queue, rows, handler); loop.start(4);}.
 *
 * @param <H> what the source knows of a delivery that is in a worker's hands
 */
public final class WorkerLoop<H> implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);
    private static final Duration AFTER_A_DEFECT = Duration.ofSeconds(1);

    private final String queue;
    private final Source<H> source;
    private final DeliveryHandler handler;
    private final DefectLog defects;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Set<InHand> inHand = ConcurrentHashMap.newKeySet();
    /** Held for reading from the source's take to {@link #inHand}; so close misses no delivery. */
    private final ReadWriteLock taking = new ReentrantReadWriteLock();

    private volatile CountDownLatch working = new CountDownLatch(0);

    /** Workers that are not started yet. */
    public WorkerLoop(String queue, Source<H> source, DeliveryHandler handler) {
        this.queue = queue;
        this.source = source;
        this.handler = handler;
        this.defects = new DefectLog("a worker of " + queue);
    }

    /**
     * Where deliveries come from and go back to. Called by all workers at once.
     *
     * @param <H> what it knows of a delivery that is in a worker's hands
     */
    public interface Source<H> {
        /**
         * The next delivery; waits until there is one or {@link #wake} is called. Returns null
         * if there is none now; the worker then calls again unless it is to stop.
         */
        @Nullable
        H take(BooleanSupplier stopped);

        /** What a handler is given. */
        Delivery delivery(H held, Runnable handOver);

        /** Ends the delivery; called once for each. What cannot be settled now is the source's to try again. */
        void settle(H held, Settlement settlement);

        /** Gives it back at once, because its consumer goes away; called instead of {@link #settle}. */
        void giveBack(H held);

        /** Has every {@link #take} that waits return; called once, when the workers are to stop. */
        void wake();
    }

    /** Starts {@code workers} workers, at least one. */
    public void start(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers " + workers + " is less than 1");
        }
        working = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            Thread.ofVirtual().name("tasuki-" + queue + "-" + i).start(this::work);
        }
    }

    /** The queue. */
    public String queue() {
        return queue;
    }

    /** True once no worker takes another delivery. */
    public boolean stopped() {
        return stopped.get();
    }

    /** True if a worker has a delivery that is not settled. */
    public boolean holdsAny() {
        return !inHand.isEmpty();
    }

    /** True if it is stopped and no worker is left. */
    public boolean finished() {
        return stopped() && working.getCount() == 0;
    }

    @Override
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            stopping.countDown();
            source.wake();
        }
    }

    @Override
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return working.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        stop();
        // A worker that is taking a delivery at this moment finishes that first.
        taking.writeLock().lock();
        try {
            inHand.forEach(InHand::giveBack);
        } finally {
            taking.writeLock().unlock();
        }
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
            InHand next = take();
            if (next != null) {
                next.settle(settlement(next));
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

    private @Nullable InHand take() {
        taking.readLock().lock();
        try {
            H held = stopped() ? null : source.take(this::stopped);
            if (held == null) {
                return null;
            }
            InHand next = new InHand(held);
            inHand.add(next);
            return next;
        } finally {
            taking.readLock().unlock();
        }
    }

    private Settlement settlement(InHand next) {
        Delivery delivery = source.delivery(next.held, next::handOver);
        try {
            return handler.handle(delivery);
        } catch (RuntimeException | Error e) {
            String id = delivery.message().correlationId();
            LOG.error("a handler of {} failed at message {}: requeued", queue, id, e);
            return new Settlement.Requeue(Duration.ZERO);
        }
    }

    /** A delivery that a worker holds. */
    private final class InHand {
        private final H held;
        private final AtomicBoolean settled = new AtomicBoolean();

        InHand(H held) {
            this.held = held;
        }

        void handOver() {
            settle(Settlement.ACCEPT);
        }

        void settle(Settlement settlement) {
            end(() -> source.settle(held, settlement));
        }

        void giveBack() {
            end(() -> source.giveBack(held));
        }

        private void end(Runnable way) {
            if (settled.compareAndSet(false, true)) {
                try {
                    way.run();
                } finally {
                    inHand.remove(this);
                }
            }
        }
    }
}
