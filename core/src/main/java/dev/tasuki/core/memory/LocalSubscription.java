package dev.tasuki.core.memory;

import dev.tasuki.core.memory.LocalQueue.Waiting;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workers on one {@link LocalQueue}, each a virtual thread that handles one delivery at a time. */
final class LocalSubscription implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSubscription.class);

    private final LocalQueue queue;
    private final DeliveryHandler handler;
    private final InstantSource clock;
    private final Set<InHand> inHand = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile boolean closed;
    private volatile CountDownLatch working = new CountDownLatch(0);

    LocalSubscription(LocalQueue queue, DeliveryHandler handler, InstantSource clock) {
        this.queue = queue;
        this.handler = handler;
        this.clock = clock;
    }

    void start(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers " + workers + " is less than 1");
        }
        working = new CountDownLatch(workers);
        queue.consumers(1);
        for (int i = 0; i < workers; i++) {
            Thread.ofVirtual().name("tasuki-" + queue.name() + "-" + i).start(this::work);
        }
    }

    boolean stopped() {
        return stopped.get();
    }

    /** True if it is stopped and no worker is left. */
    boolean finished() {
        return stopped() && working.getCount() == 0;
    }

    @Override
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            queue.consumers(-1);
        }
    }

    @Override
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return working.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        closed = true;
        stop();
        inHand.forEach(InHand::giveBack);
    }

    private void work() {
        try {
            for (Waiting next = queue.take(this, clock); next != null; next = queue.take(this, clock)) {
                InHand delivery = new InHand(next);
                inHand.add(delivery);
                if (closed) {
                    delivery.giveBack();
                } else {
                    delivery.settle(settlement(delivery));
                }
            }
        } finally {
            working.countDown();
        }
    }

    private Settlement settlement(InHand delivery) {
        Message message = delivery.waiting.message();
        try {
            return handler.handle(new Delivery(message, delivery.waiting.count(), delivery::handOver));
        } catch (RuntimeException | Error e) {
            LOG.error("a handler of {} failed at message {}: requeued", queue.name(), message.correlationId(), e);
            return new Settlement.Requeue(Duration.ZERO);
        }
    }

    /** A delivery that a worker holds; it is settled once. */
    private final class InHand {
        private final Waiting waiting;
        private final AtomicBoolean settled = new AtomicBoolean();

        InHand(Waiting waiting) {
            this.waiting = waiting;
        }

        void handOver() {
            settle(Settlement.ACCEPT);
        }

        void giveBack() {
            if (claimSettling()) {
                queue.giveBack(waiting, true);
            }
        }

        void settle(Settlement settlement) {
            if (!claimSettling()) {
                return;
            }
            switch (settlement) {
                case Settlement.Accept ignored -> queue.settled();
                case Settlement.Requeue ignored -> queue.giveBack(waiting, false);
                case Settlement.Discard discard -> {
                    LOG.warn(
                            "message {} of {} discarded: {}",
                            waiting.message().correlationId(),
                            queue.name(),
                            discard.reason());
                    queue.settled();
                }
            }
        }

        private boolean claimSettling() {
            inHand.remove(this);
            return settled.compareAndSet(false, true);
        }
    }
}
