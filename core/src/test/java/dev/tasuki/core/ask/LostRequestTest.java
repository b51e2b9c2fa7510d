package dev.tasuki.core.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Requests that the broker took and then could not place: the requester need not wait for the deadline. */
class LostRequestTest {
    private static final RequesterOptions LONG = new RequesterOptions(Duration.ofMinutes(2), 1);
    private static final TooBusy FULL = new TooBusy(RefusalCode.TOO_BUSY, "the queue is full", Duration.ofSeconds(1));

    private final MovableClock clock = new MovableClock();
    private final Telemetry telemetry = new Telemetry();

    @Test
    void whoeverWaitsIsToldWhyAtOnceAndThePlaceComesBack() {
        try (Losing broker = new Losing(new InProcessBroker(clock, 10));
                Requester requester = new Requester(broker, LONG, clock, telemetry)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> requester.ask("q", new byte[0])).isSameAs(FULL);
            }
            assertThat(telemetry.value(Telemetry.Count.REQUESTS_TIMED_OUT)).isZero();
        }
    }

    @Test
    void aRequestThatNobodyWaitsForAnyMoreIsNobodysFailure() {
        try (Losing broker = new Losing(new InProcessBroker(clock, 10));
                Requester requester = new Requester(broker, LONG, clock, telemetry)) {
            assertThatThrownBy(() -> requester.ask("q", new byte[0])).isSameAs(FULL);
            broker.tell(broker.last.join());
            assertThat(telemetry.value(Telemetry.Count.REPLIES_LATE)).isZero();
        }
    }

    /** Takes every request and says afterwards that it went nowhere. */
    private static final class Losing implements ForwardingBroker {
        private final Broker real;
        private final CompletableFuture<String> last = new CompletableFuture<>();
        private final Map<String, ReplyListener> listeners = new ConcurrentHashMap<>();

        Losing(Broker real) {
            this.real = real;
        }

        @Override
        public Broker broker() {
            return real;
        }

        @Override
        public void publish(Message message) {
            last.complete(message.correlationId());
            Thread.ofVirtual().start(() -> tell(message.correlationId()));
        }

        void tell(String correlationId) {
            listeners.values().forEach(listener -> listener.unsent(correlationId, FULL));
        }

        @Override
        public ReplyQueue openReplyQueue(ReplyListener listener) {
            ReplyQueue queue = real.openReplyQueue(listener);
            listeners.put(queue.name(), listener);
            return queue;
        }
    }
}
