package dev.tasuki.core.consumer;

import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The workers of one queue, which may rest and take up work again. To rest is to stop a subscription: the broker gets
 * back at once what no worker has in hand, and what one has in hand is finished. To take up work is to subscribe anew,
 * with as many workers as are not finishing yet; so there are never more at work than there are to be. Thread-safe.
 */
final class QueueWorkers implements AutoCloseable {
    private final Consumers.Line line;
    private final String queue;
    private final int workers;
    private final List<Shift> working = new ArrayList<>();
    /** Those that finish what they have. */
    private final List<Shift> leaving = new ArrayList<>();

    /** Workers that do nothing yet. */
    QueueWorkers(Consumers.Line line, String queue, int workers) {
        this.line = line;
        this.queue = queue;
        this.workers = workers;
    }

    /** Workers that began together. */
    private record Shift(Subscription subscription, Counted handler, int size) {
        /** True once none of them has a delivery. */
        boolean idle() {
            try {
                return subscription.awaitIdle(Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** How many finish; one that is between its delivery and its handler is taken for one. */
        int busy() {
            return Math.max(1, handler.inHand.get());
        }
    }

    /** Knows how many deliveries it handles now. */
    private record Counted(DeliveryHandler handler, AtomicInteger inHand) implements DeliveryHandler {
        @Override
        public Settlement handle(Delivery delivery) {
            inHand.incrementAndGet();
            try {
                return handler.handle(delivery);
            } finally {
                inHand.decrementAndGet();
            }
        }
    }

    /** Takes up work with every worker that is free; throws a refusal if the broker is away. */
    synchronized void work() {
        reap();
        int free = workers
                - working.stream().mapToInt(Shift::size).sum()
                - leaving.stream().mapToInt(Shift::busy).sum();
        if (free > 0) {
            line.engage();
            Counted handler = new Counted(line.handler(), new AtomicInteger());
            working.add(new Shift(line.broker().subscribe(queue, free, handler), handler, free));
        }
    }

    /** Takes nothing more; true once everything that was taken before is finished. */
    synchronized boolean rest() {
        if (!working.isEmpty()) {
            stop();
        }
        reap();
        return leaving.isEmpty();
    }

    /** Takes nothing more. */
    synchronized void stop() {
        working.forEach(shift -> shift.subscription().stop());
        leaving.addAll(working);
        working.clear();
        line.release();
    }

    /** Waits until those that were stopped are idle; false if the time ran out. */
    boolean awaitIdle(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Shift shift : stopped()) {
            if (!shift.subscription().awaitIdle(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    private synchronized List<Shift> stopped() {
        return List.copyOf(leaving);
    }

    @Override
    public void close() {
        stop();
        stopped().forEach(shift -> shift.subscription().close());
    }

    private void reap() {
        leaving.removeIf(shift -> {
            boolean idle = shift.idle();
            if (idle) {
                shift.subscription().close();
            }
            return idle;
        });
    }
}
