package dev.tasuki.app.wiring;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A broker's status, believed for a second: health, metrics and streams of events ask the broker once together. A
 * caller that comes while it is looked at waits for what is seen. Thread-safe.
 */
final class BrokerStatusCache implements Supplier<BrokerStatus> {
    private static final Duration BELIEF = Duration.ofSeconds(1);

    private final Broker broker;
    private final InstantSource steady;
    private final ReentrantLock looking = new ReentrantLock();
    private @Nullable BrokerStatus seen;
    private Instant until = Instant.MIN;

    /**
     * Over a broker.
     *
     * @param steady measures the second
     */
    BrokerStatusCache(Broker broker, InstantSource steady) {
        this.broker = broker;
        this.steady = steady;
    }

    @Override
    public BrokerStatus get() {
        looking.lock();
        try {
            BrokerStatus known = seen;
            if (known != null && steady.instant().isBefore(until)) {
                return known;
            }
            Instant end = steady.instant().plus(BELIEF);
            BrokerStatus fresh = broker.status();
            seen = fresh;
            until = end;
            return fresh;
        } finally {
            looking.unlock();
        }
    }
}
