package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.adapters.amqp.ConnectionKeeper;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one queue. Deliveries of all slots come into one buffer, from which the workers
 * take: so none waits behind a busy worker while another one is idle.
 */
final class ConsumerLoop implements Subscription, ConsumerSlot.Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration AFTER_A_DEFECT = Duration.ofSeconds(1);

    private final String queue;
    private final DeliveryHandler handler;
    private final Settler settler;
    private final InstantSource clock;
    private final Consumer<ConsumerLoop> whenClosed;
    private final List<ConsumerSlot> slots = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition idle = lock.newCondition();
    private final Queue<HeldDelivery> buffer = new ArrayDeque<>();
    /** Those whose bodies are still with the broker: they go back to it when there is room. */
    private final Queue<HeldDelivery> left = new ArrayDeque<>();

    private final LargeBodyBudget budget;
    private final Set<HeldDelivery> inHand = new HashSet<>();
    private boolean stopped;

    ConsumerLoop(
            String queue,
            DeliveryHandler handler,
            Settler settler,
            LargeBodyBudget budget,
            Consumer<ConsumerLoop> whenClosed) {
        this.queue = queue;
        this.budget = budget;
        this.handler = handler;
        this.settler = settler;
        this.clock = settler.clock();
        this.whenClosed = whenClosed;
    }

    /** Starts the workers, and takes what comes by the slots. */
    void start(int workers, List<ConsumerSlot> places, ConnectionKeeper keeper) throws IOException {
        slots.addAll(places);
        for (int i = 0; i < workers; i++) {
            Thread.ofPlatform().daemon().name("tasuki-" + queue + "-" + i).start(this::work);
        }
        keeper.add(places);
    }

    String queue() {
        return queue;
    }

    /** Why a place at the broker cannot be had; null if all have what they need. */
    @Nullable
    String problem() {
        return slots.stream()
                .map(ConsumerSlot::problem)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void arrived(HeldDelivery arrival) {
        HeldDelivery delivery = budget.givenBack().counted(arrival);
        long leftSize = delivery.left();
        lock.lock();
        try {
            if (!stopped && leftSize < 0) {
                budget.take(delivery.size());
                buffer.add(delivery);
                changed.signal();
                return;
            }
            if (!stopped && !budget.fits(leftSize)) {
                left.add(delivery);
                return;
            }
        } finally {
            lock.unlock();
        }
        giveBack(delivery);
    }

    /** One whose body is still with the broker was in no hand: that it was here is not to count. */
    private void giveBack(HeldDelivery delivery) {
        if (delivery.left() >= 0) {
            budget.givenBack().note(delivery);
        }
        delivery.giveBack();
    }

    /** Takes from those whose bodies are still with the broker what may be tried again. Needs the lock. */
    private List<HeldDelivery> goingBack() {
        List<HeldDelivery> back = new ArrayList<>();
        if (inHand.isEmpty() && buffer.isEmpty()) {
            back.addAll(left);
            left.clear();
        } else if (!left.isEmpty() && budget.fits(left.element().left())) {
            back.add(left.remove());
        }
        return back;
    }

    @Override
    public void lost(ConsumerSlot slot) {
        List<HeldDelivery> back;
        lock.lock();
        try {
            left.removeIf(delivery -> delivery.slot().equals(slot));
            buffer.removeIf(delivery -> delivery.slot().equals(slot) && forgotten(delivery));
            back = goingBack();
        } finally {
            lock.unlock();
        }
        back.forEach(this::giveBack);
    }

    /** True; its body is not held any more. Needs the lock. */
    private boolean forgotten(HeldDelivery delivery) {
        budget.release(delivery.size());
        return true;
    }

    private void work() {
        for (HeldDelivery next = take(); next != null; next = take()) {
            try {
                handle(next);
            } catch (RuntimeException e) {
                // A worker that ended here would be missing for as long as the process runs.
                LOG.error("message {} of {} was not settled", next.message().correlationId(), queue, e);
                next.giveBack();
            } finally {
                done(next);
            }
        }
    }

    private @Nullable HeldDelivery take() {
        lock.lock();
        try {
            while (!stopped && buffer.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            if (stopped) {
                return null;
            }
            HeldDelivery next = buffer.remove();
            inHand.add(next);
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void done(HeldDelivery held) {
        List<HeldDelivery> back;
        lock.lock();
        try {
            inHand.remove(held);
            budget.release(held.size());
            back = goingBack();
            if (inHand.isEmpty()) {
                // A condition of its own: to wake the other workers at each message costs more than the message.
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
        back.forEach(this::giveBack);
    }

    private void handle(HeldDelivery held) {
        Message message = held.message();
        Instant deadline = message.deadline();
        if (deadline != null && !clock.instant().isBefore(deadline)) {
            LOG.debug("dropped {} of {}: its deadline has passed", message.correlationId(), queue);
            held.accept();
            return;
        }
        String refused = refused(held);
        if (refused != null) {
            settler.discard(held, refused);
            return;
        }
        if (!held.count().exact() && settler.noted(held)) {
            return;
        }
        HandOver handOver = new HandOver(held);
        try {
            settler.settle(held, settlement(held, handOver));
        } finally {
            handOver.end();
        }
    }

    /** What no handler is to see: it may be what its consumers died of. */
    private static @Nullable String refused(HeldDelivery held) {
        int before = held.count().unsettled();
        if (held.refused() != null || before < Limits.DELIVERIES.value()) {
            return held.refused();
        }
        return "it was delivered " + before + " times and never settled; its consumers may have died of it";
    }

    private Settlement settlement(HeldDelivery held, HandOver handOver) {
        try {
            return handler.handle(new Delivery(held.message(), held.count().count(), handOver));
        } catch (RuntimeException | Error e) {
            LOG.error("the handler of {} failed at {}", queue, held.message().correlationId(), e);
            return new Settlement.Requeue(AFTER_A_DEFECT);
        }
    }

    @Override
    public void stop() {
        List<HeldDelivery> waiting;
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            stopped = true;
            waiting = new ArrayList<>(buffer);
            waiting.forEach(this::forgotten);
            waiting.addAll(left);
            buffer.clear();
            left.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        slots.forEach(ConsumerSlot::retire);
        waiting.forEach(this::giveBack);
    }

    @Override
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!inHand.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stop();
        lock.lock();
        try {
            inHand.forEach(HeldDelivery::abandon);
        } finally {
            lock.unlock();
        }
        slots.forEach(ConsumerSlot::close);
        whenClosed.accept(this);
    }

    /**
     * Accepts early, and keeps the freed place at the broker empty while the handler goes on:
     * otherwise the next delivery would sit behind it, unsettled, until the broker loses patience.
     */
    private final class HandOver implements Runnable {
        private final HeldDelivery held;
        private boolean used;

        HandOver(HeldDelivery held) {
            this.held = held;
        }

        @Override
        public synchronized void run() {
            if (held.settled()) {
                return;
            }
            used = true;
            held.slot().pause();
            held.accept();
            giveBackWaiting();
        }

        private void giveBackWaiting() {
            List<HeldDelivery> waiting = new ArrayList<>();
            lock.lock();
            try {
                left.removeIf(other -> other.slot().equals(held.slot()) && waiting.add(other));
                buffer.removeIf(other -> other.slot().equals(held.slot()) && forgotten(other) && waiting.add(other));
            } finally {
                lock.unlock();
            }
            waiting.forEach(ConsumerLoop.this::giveBack);
        }

        synchronized void end() {
            lock.lock();
            try {
                if (!used || stopped) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            held.slot().resume();
        }
    }
}
