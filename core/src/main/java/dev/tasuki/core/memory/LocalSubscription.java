package dev.tasuki.core.memory;

import dev.tasuki.core.base.WorkerLoop;
import dev.tasuki.core.memory.LocalQueue.Waiting;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Settlement;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the workers of one {@link LocalQueue} take from it and give back. */
record LocalSubscription(LocalQueue queue, InstantSource clock) implements WorkerLoop.Source<Waiting> {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSubscription.class);

    static WorkerLoop<Waiting> start(LocalQueue queue, int workers, DeliveryHandler handler, InstantSource clock) {
        WorkerLoop<Waiting> loop = new WorkerLoop<>(queue.name(), new LocalSubscription(queue, clock), handler);
        loop.start(workers);
        queue.consumers(1);
        return loop;
    }

    @Override
    public @Nullable Waiting take(BooleanSupplier stopped) {
        return queue.take(stopped, clock);
    }

    @Override
    public Delivery delivery(Waiting held, Runnable handOver) {
        return new Delivery(held.message(), held.count(), handOver);
    }

    @Override
    public void settle(Waiting held, Settlement settlement) {
        switch (settlement) {
            case Settlement.Accept ignored -> queue.settled();
            case Settlement.Requeue ignored -> queue.giveBack(held, false);
            case Settlement.Discard discard -> {
                String id = held.message().correlationId();
                LOG.warn("message {} of {} discarded: {}", id, queue.name(), discard.reason());
                queue.settled();
            }
        }
    }

    @Override
    public void giveBack(Waiting held) {
        queue.giveBack(held, true);
    }

    @Override
    public void wake() {
        queue.consumers(-1);
    }
}
