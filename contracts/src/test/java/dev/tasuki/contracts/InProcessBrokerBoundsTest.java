package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bound of the in-process queues. */
final class InProcessBrokerBoundsTest {
    private final MovableClock clock = new MovableClock();
    private final InProcessBroker broker = new InProcessBroker(clock, 2);

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void aFullQueueRefusesAndTakesAgainOnceThereIsRoom() {
        publish("1", null);
        publish("2", null);
        assertThatThrownBy(() -> publish("3", null)).isInstanceOfSatisfying(TooBusy.class, e -> {
            assertThat(e.code()).isEqualTo(RefusalCode.TOO_BUSY);
            assertThat(e.detail()).contains("q").contains("2 messages");
            assertThat(e.retryAfter()).isPresent();
        });
        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe("q", 1, inbox)) {
            inbox.awaitCount(2);
            publish("4", null);
            inbox.awaitCount(3);
        }
        assertThat(inbox.ids()).containsExactly("1", "2", "4");
    }

    @Test
    void whatHasExpiredGivesItsPlaceToTheLiving() {
        publish("1", clock.instant().plusSeconds(5));
        publish("2", null);
        clock.advance(Duration.ofSeconds(5));
        publish("3", null);

        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe("q", 1, inbox)) {
            inbox.awaitCount(2);
        }
        assertThat(inbox.ids()).containsExactly("2", "3");
    }

    @Test
    void aMessageIsDeliveredUntilTheMomentOfItsDeadline() {
        Instant deadline = clock.instant().plusSeconds(5);
        clock.advance(Duration.ofSeconds(5).minusNanos(1));
        publish("in time", deadline);

        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe("q", 1, inbox)) {
            inbox.awaitCount(1);
        }
        assertThat(inbox.ids()).containsExactly("in time");
    }

    @Test
    void theBoundIsAtLeastOne() {
        assertThatThrownBy(() -> new InProcessBroker(clock, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity 0");
    }

    private void publish(String id, Instant deadline) {
        broker.publish(new Message("q", new byte[0], id, null, deadline, false, Map.of()));
    }
}
