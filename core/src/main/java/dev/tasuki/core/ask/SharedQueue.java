package dev.tasuki.core.ask;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A queue of requests on which foreign consumers may work, too. Nobody chooses who gets a
 * request. One that only they can answer goes back to the queue for the next consumer, after a short
 * wait that grows, until one of them has it. This process gives up and answers it itself,
 * at once if no other consumer listens, else before its deadline or after {@value #MOST} deliveries. How often a request
 * was delivered travels with it, so several processes of ours give up together. Thread-safe.
 */
public final class SharedQueue {
    private static final int MOST = 25;
    /** Doubles, about, and ends where it is still short beside a deadline of seconds. */
    private static final Duration[] WAITS = {
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200)
    };
    /** What an answer from here takes to arrive in time. */
    private static final Duration LAST_WORD = Duration.ofMillis(250);
    /** How long an answer about who listens is good for. */
    private static final Duration KEPT_FOR = Duration.ofSeconds(1);

    private final @Nullable Broker broker;
    private final String queue;
    private final int own;
    private final InstantSource clock;
    private volatile Known known = new Known(true, Instant.MIN);

    private record Known(boolean others, Instant until) {}

    /**
     * A queue that others may share.
     *
     * @param own how many of the consumers that the broker counts are this process's
     */
    public SharedQueue(Broker broker, String queue, int own, InstantSource clock) {
        this.broker = broker;
        this.queue = queue;
        this.own = own;
        this.clock = clock;
    }

    private SharedQueue() {
        this.broker = null;
        this.queue = "";
        this.own = 0;
        this.clock = InstantSource.system();
    }

    /** A queue that others may share if its broker is one that they reach. */
    public static SharedQueue of(Broker broker, String queue, int own, InstantSource clock) {
        return broker.capabilities().sharedWithOthers() ? new SharedQueue(broker, queue, own, clock) : unshared();
    }

    /** A queue that is this process's alone: nothing is given back. */
    public static SharedQueue unshared() {
        return new SharedQueue();
    }

    /** How to give back a request that only another consumer can answer; empty if it must be answered here. */
    Optional<Settlement> back(Delivery delivery) {
        if (broker == null || delivery.count() >= MOST) {
            return Optional.empty();
        }
        Duration wait = WAITS[Math.clamp(delivery.count() - 1L, 0, WAITS.length - 1)];
        Instant deadline = delivery.message().deadline();
        boolean late =
                deadline != null && !clock.instant().plus(wait).plus(LAST_WORD).isBefore(deadline);
        return late || !othersListen(broker) ? Optional.empty() : Optional.of(new Settlement.Requeue(wait));
    }

    /** Also true where the broker does not tell. */
    private boolean othersListen(Broker asked) {
        Instant now = clock.instant();
        Known before = known;
        if (now.isBefore(before.until)) {
            return before.others;
        }
        boolean others = asked.status().queues().stream()
                .filter(status -> status.queue().equals(queue))
                .allMatch(status -> status.consumers() > own);
        known = new Known(others, now.plus(KEPT_FOR));
        return others;
    }
}
