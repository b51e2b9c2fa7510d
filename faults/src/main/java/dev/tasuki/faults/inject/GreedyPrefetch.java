package dev.tasuki.faults.inject;

import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.TaskKind;
import java.util.concurrent.Semaphore;

/** Takes many trainings off the queue and works on one. */
record GreedyPrefetch(Broker broker) implements ForwardingBroker {
    private static final int TAKEN = 40;

    @Override
    public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
        if (!queue.equals(TaskKind.TRAIN.queue())) {
            return broker.subscribe(queue, workers, handler);
        }
        Semaphore working = new Semaphore(workers, true);
        return broker.subscribe(queue, TAKEN, delivery -> {
            working.acquireUninterruptibly();
            try {
                return handler.handle(delivery);
            } finally {
                working.release();
            }
        });
    }
}
