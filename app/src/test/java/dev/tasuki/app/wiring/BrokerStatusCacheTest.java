package dev.tasuki.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BrokerStatusCacheTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final AtomicInteger probes = new AtomicInteger();

    @Test
    void howeverManyAskTheBrokerIsAskedOnceASecond() {
        try (InProcessBroker broker = new InProcessBroker(InstantSource.system(), 1)) {
            BrokerStatusCache cache = new BrokerStatusCache(new Counting(broker, probes), now::get);
            for (int second = 1; second <= 3; second++) {
                try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int i = 0; i < 20; i++) {
                        callers.execute(cache::get);
                    }
                }
                assertThat(probes).hasValue(second);
                advance(Duration.ofMillis(999));
                assertThat(cache.get().connected()).isTrue();
                assertThat(probes).hasValue(second);
                advance(Duration.ofMillis(1));
            }
        }
    }

    private void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private record Counting(Broker broker, AtomicInteger probes) implements ForwardingBroker {
        @Override
        public BrokerStatus status() {
            probes.incrementAndGet();
            return broker.status();
        }
    }
}
