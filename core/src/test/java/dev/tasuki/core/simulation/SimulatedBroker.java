package dev.tasuki.core.simulation;

import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message broker that all processes share. It delays, reorders and duplicates; gives what a lost
 * connection left unsettled to somebody else; keeps durable messages over a restart and loses the
 * others; and, in some runs, loses confirmed ones too, which {@code core} must survive as a message
 * is but a hint.
 */
final class SimulatedBroker {
    private static final int DELIVERY_LIMIT = 20;
    private static final String REPLIES = "reply.";

    private final VirtualScheduler scheduler;
    private final FaultRates rates;
    private final InvariantChecker checker;
    private final Map<String, Line> lines = new TreeMap<>();
    private final Map<String, Listener> listeners = new TreeMap<>();
    private final List<Held> unsettled = new ArrayList<>();
    private long parcels;
    private long replyQueues;
    /** Messages under way between two of the broker's places. */
    private int moving;

    SimulatedBroker(VirtualScheduler scheduler, FaultRates rates, InvariantChecker checker) {
        this.scheduler = scheduler;
        this.rates = rates;
        this.checker = checker;
    }

    /** One queue. */
    private static final class Line {
        final List<Parcel> ready = new ArrayList<>();
        final List<SimulatedThread> idle = new ArrayList<>();
        int consumers;
    }

    /** One message in the broker; a duplicate is a parcel of its own. */
    static final class Parcel {
        final long number;
        final Message message;
        /** On the broker's clock; never if the message has no deadline. */
        final long expires;

        int deliveries;

        Parcel(long number, Message message, long expires) {
            this.number = number;
            this.message = message;
            this.expires = expires;
        }
    }

    private record Listener(SimulatedProcess process, ReplyListener listener) {}

    /** A parcel in a consumer's hands. */
    final class Held {
        final Parcel parcel;
        private final SimulatedProcess process;
        private boolean settled;

        Held(Parcel parcel, SimulatedProcess process) {
            this.parcel = parcel;
            this.process = process;
        }

        /** The first to come settles it: the consumer, its taking over, or the loss of its connection. */
        private boolean first() {
            boolean first = !settled;
            settled = true;
            unsettled.remove(this);
            return first;
        }

        void settle(Settlement settlement) {
            if (!first()) {
                return;
            }
            switch (settlement) {
                case Settlement.Accept accept -> {}
                case Settlement.Requeue requeue -> comeBack(parcel, later(requeue.delay()));
                case Settlement.Discard discard -> {}
            }
        }

        /** The connection is lost, or the consumer lets go of it. */
        void giveBack(long after) {
            if (!first()) {
                return;
            }
            if (rates.losesMessages && parcel.deliveries >= DELIVERY_LIMIT) {
                scheduler.note("parcel " + parcel.number + " dropped at the delivery limit");
                return;
            }
            comeBack(parcel, after);
        }

        /** As it is handed to the consumer: the deadline is told on the consumer's own clock. */
        Message message() {
            if (parcel.message.deadline() == null) {
                return parcel.message;
            }
            Instant deadline = process.clock().instant().plusNanos((parcel.expires - scheduler.now()) * 1_000);
            return with(parcel.message, deadline);
        }
    }

    private static Message with(Message message, Instant deadline) {
        return new Message(
                message.queue(),
                message.body(),
                message.correlationId(),
                message.replyTo(),
                deadline,
                message.durable(),
                message.headers());
    }

    /** Delays are kept, and up to half as long again. */
    private long later(Duration delay) {
        long micros = delay.toNanos() / 1_000;
        return micros + scheduler.between(0, micros / 2);
    }

    private Line line(String queue) {
        return lines.computeIfAbsent(queue, name -> new Line());
    }

    /** Takes a message from somebody whose clock shows {@code now}. */
    void send(Message message, Instant now) {
        long expires = message.deadline() == null
                ? Long.MAX_VALUE
                : scheduler.now() + Duration.between(now, message.deadline()).toNanos() / 1_000;
        if (message.queue().startsWith(REPLIES)) {
            scheduler.after(transit(), () -> reply(message));
            return;
        }
        arrive(new Parcel(++parcels, message, expires), transit());
        if (rates.strikes(rates.duplicates)) {
            arrive(new Parcel(++parcels, message, expires), scheduler.between(0, 20 * VirtualScheduler.SECOND));
        }
    }

    private long transit() {
        return rates.strikes(rates.slow)
                ? scheduler.between(0, 5 * VirtualScheduler.SECOND)
                : scheduler.between(0, 5 * VirtualScheduler.MILLI);
    }

    private void reply(Message message) {
        Listener to = listeners.get(message.queue());
        if (to != null && to.process.alive()) {
            scheduler.spawn(to.process, to.process.name() + "/reply", () -> to.listener.replied(message));
        }
    }

    private void comeBack(Parcel parcel, long after) {
        arrive(parcel, after);
    }

    private void arrive(Parcel parcel, long after) {
        moving++;
        scheduler.after(after, () -> {
            moving--;
            Line line = line(parcel.message.queue());
            line.ready.add(parcel);
            line.idle.forEach(scheduler::wake);
        });
    }

    void consumers(String queue, int more) {
        line(queue).consumers += more;
    }

    /** A message for this consumer; null if there is none now. */
    Held take(String queue, SimulatedProcess process) {
        Line line = line(queue);
        line.ready.removeIf(parcel -> parcel.expires < scheduler.now());
        if (line.ready.isEmpty() || rates.down(Service.BROKER) || process.cut(Service.BROKER)) {
            return null;
        }
        int at = rates.strikes(1_000) ? scheduler.random.nextInt(line.ready.size()) : 0;
        Parcel parcel = line.ready.remove(at);
        parcel.deliveries++;
        checker.delivered(parcel);
        Held held = new Held(parcel, process);
        unsettled.add(held);
        return held;
    }

    /** The thread is woken when there may be something to take, and once a second while it cannot be told. */
    void awaitMessage(String queue, SimulatedProcess process) {
        if (rates.down(Service.BROKER) || process.cut(Service.BROKER)) {
            scheduler.sleep(VirtualScheduler.SECOND);
            return;
        }
        SimulatedThread self = scheduler.self();
        List<SimulatedThread> idle = line(queue).idle;
        idle.add(self);
        try {
            scheduler.await();
        } finally {
            idle.remove(self);
        }
    }

    void wakeIdle(String queue) {
        line(queue).idle.forEach(scheduler::wake);
    }

    /** What the process holds goes back once its loss is noticed. */
    void connectionLost(SimulatedProcess process, long noticedAfter) {
        List.copyOf(unsettled).stream().filter(held -> held.process == process).forEach(held -> {
            scheduler.after(noticedAfter, () -> held.giveBack(0));
        });
    }

    /** Stops and comes up again: connections are lost, and whatever was not to last. */
    void restart(long micros) {
        rates.takeDown(Service.BROKER, micros);
        lines.values().forEach(line -> line.ready.removeIf(parcel -> !parcel.message.durable()));
        List.copyOf(unsettled).forEach(held -> held.giveBack(micros));
    }

    /** Loses every message that waits, as no broker should. */
    void purge() {
        lines.values().forEach(line -> line.ready.clear());
    }

    String openReplyQueue(SimulatedProcess process, ReplyListener listener) {
        String name = REPLIES + process.name() + "." + ++replyQueues;
        listeners.put(name, new Listener(process, listener));
        return name;
    }

    void closeReplyQueue(String name) {
        listeners.remove(name);
    }

    BrokerStatus status(SimulatedProcess process) {
        if (rates.down(Service.BROKER) || process.cut(Service.BROKER)) {
            return new BrokerStatus(false, "simulated: away", List.of());
        }
        List<BrokerStatus.QueueStatus> queues = lines.entrySet().stream()
                .map(e -> new BrokerStatus.QueueStatus(
                        e.getKey(), e.getValue().ready.size(), 0, e.getValue().consumers))
                .toList();
        return new BrokerStatus(true, "simulated", queues);
    }

    /** True if no message waits, is under way or in anybody's hands. */
    boolean empty() {
        return moving == 0 && unsettled.isEmpty() && lines.values().stream().allMatch(line -> line.ready.isEmpty());
    }
}
