package dev.tasuki.core.simulation;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerCapabilities;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The broker as one process reaches it: an adapter such as the real ones, in virtual time. */
final class BrokerLink implements Broker {
    private final VirtualScheduler scheduler;
    private final FaultyLink link;
    private final SimulatedBroker broker;
    private final SimulatedProcess process;
    private final List<Workers> subscriptions = new ArrayList<>();

    BrokerLink(VirtualScheduler scheduler, FaultyLink link, SimulatedBroker broker, SimulatedProcess process) {
        this.scheduler = scheduler;
        this.link = link;
        this.broker = broker;
        this.process = process;
    }

    @Override
    public void publish(Message message) {
        link.call(
                "broker.publish " + TraceText.of(message),
                () -> {
                    broker.send(message, process.clock().instant());
                    return "confirmed";
                },
                String::valueOf);
    }

    @Override
    public Subscription subscribe(String queue, int workers, DeliveryHandler handler) {
        link.call("broker.subscribe " + queue, () -> "subscribed", String::valueOf);
        Workers subscription = new Workers(queue, handler);
        subscriptions.add(subscription);
        subscription.start(workers);
        return subscription;
    }

    @Override
    public ReplyQueue openReplyQueue(ReplyListener listener) {
        String name =
                link.call("broker.openReplyQueue", () -> broker.openReplyQueue(process, listener), String::valueOf);
        return new ReplyQueue() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void close() {
                broker.closeReplyQueue(name);
            }
        };
    }

    @Override
    public BrokerCapabilities capabilities() {
        return new BrokerCapabilities(true);
    }

    @Override
    public BrokerStatus status() {
        process.step();
        return broker.status(process);
    }

    @Override
    public void close() {
        subscriptions.forEach(Workers::close);
        broker.connectionLost(process, 0);
    }

    /** A subscription: each worker is a thread. */
    private final class Workers implements Subscription {
        private final String queue;
        private final DeliveryHandler handler;
        private final List<SimulatedThread> waiters = new ArrayList<>();
        private final List<SimulatedBroker.Held> inHand = new ArrayList<>();
        private boolean stopped;
        private int working;

        Workers(String queue, DeliveryHandler handler) {
            this.queue = queue;
            this.handler = handler;
        }

        void start(int workers) {
            broker.consumers(queue, 1);
            working = workers;
            String kind = queue.substring(queue.lastIndexOf('.') + 1);
            for (int i = 0; i < workers; i++) {
                scheduler.spawn(process, process.name() + "/" + kind + "-" + i, this::work);
            }
        }

        private void work() {
            while (!stopped) {
                SimulatedBroker.Held held = broker.take(queue, process);
                if (held == null) {
                    broker.awaitMessage(queue, process);
                } else {
                    handle(held);
                }
            }
            working--;
            waiters.forEach(scheduler::wake);
        }

        private void handle(SimulatedBroker.Held held) {
            inHand.add(held);
            scheduler.note("delivery " + held.parcel.number + "x" + held.parcel.deliveries + " "
                    + TraceText.of(held.message()));
            Settlement settlement;
            try {
                Runnable handOver = () -> held.settle(Settlement.ACCEPT);
                settlement = handler.handle(new Delivery(held.message(), held.parcel.deliveries, handOver));
            } catch (ScriptedTraining.OutOfMemory error) {
                settlement = new Settlement.Requeue(Duration.ZERO);
            }
            settle(held, settlement);
            inHand.remove(held);
        }

        /** What could not be settled comes again, to somebody. */
        private void settle(SimulatedBroker.Held held, Settlement settlement) {
            try {
                link.call(
                        "broker.settle " + held.parcel.number,
                        () -> {
                            held.settle(settlement);
                            return TraceText.of(settlement);
                        },
                        String::valueOf);
            } catch (Refusal away) {
                held.giveBack(scheduler.between(0, 5 * VirtualScheduler.SECOND));
            }
        }

        @Override
        public void stop() {
            if (!stopped) {
                stopped = true;
                broker.consumers(queue, -1);
                broker.wakeIdle(queue);
            }
        }

        /** The patience is what is left of a round one by the machine's time, so it is rounded up again. */
        @Override
        public boolean awaitIdle(Duration patience) {
            long until = scheduler.now() + (patience.toSeconds() / 10 + 1) * 10 * VirtualScheduler.SECOND;
            SimulatedThread self = scheduler.self();
            waiters.add(self);
            while (working > 0 && scheduler.now() < until) {
                scheduler.await(until - scheduler.now());
            }
            waiters.remove(self);
            return working == 0;
        }

        @Override
        public void close() {
            stop();
            List.copyOf(inHand).forEach(held -> held.giveBack(0));
        }
    }
}
