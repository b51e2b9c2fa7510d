package dev.tasuki.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.Message;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A broker in one contract test, and what the tests of brokers do with it. */
final class BrokerUnderTest implements AutoCloseable {
    /** The queue of the tests. */
    static final String QUEUE = "queue.contract";

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Queue<CountDownLatch> gates = new ConcurrentLinkedQueue<>();
    private final Fixture<Broker> fixture;

    BrokerUnderTest(Fixture<Broker> fixture) {
        this.fixture = fixture;
    }

    Broker broker() {
        return fixture.port();
    }

    Fixture<Broker> fixture() {
        return fixture;
    }

    /** Opens all gates, waits until nothing is unsettled, and closes the broker. */
    @Override
    public void close() {
        gates.forEach(CountDownLatch::countDown);
        try {
            if (broker().status().connected()) {
                Eventually.holds(() -> assertThat(broker().status().queues())
                        .as("unsettled")
                        .allMatch(queue -> queue.unsettled() <= 0));
            }
        } finally {
            fixture.close();
        }
    }

    void publish(int first, int last) {
        for (int i = first; i <= last; i++) {
            broker().publish(Message.durable(QUEUE, bytes("{\"n\":" + i + "}"), "m-" + i));
        }
    }

    QueueStatus status() {
        return broker().status().queues().stream()
                .filter(queue -> queue.queue().equals(QUEUE))
                .findFirst()
                .orElseThrow();
    }

    /** These messages came, each once: in this order if the broker keeps one. */
    void came(Collection<String> ids, String... expected) {
        if (broker().capabilities().ordered()) {
            assertThat(ids).containsExactly(expected);
        } else {
            assertThat(ids).containsExactlyInAnyOrder(expected);
        }
    }

    void awaitStatus(long ready, long unsettled) {
        Eventually.holds(() -> assertThat(status().ready()).isEqualTo(ready));
        awaitUnsettled(unsettled);
    }

    void awaitUnsettled(long unsettled) {
        Eventually.holds(() -> assertThat(status().unsettled()).isIn(unsettled, -1L));
    }

    /** A latch that is opened at the end of the test at the latest, so that no handler hangs. */
    CountDownLatch gate() {
        CountDownLatch gate = new CountDownLatch(1);
        gates.add(gate);
        return gate;
    }

    static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a broker interrupts no handler", e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
