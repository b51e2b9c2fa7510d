package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How large a message may be on every {@link Broker}. */
@ExtendWith(NoThreadLeft.class)
public abstract class MessageSizeContract {
    private static final int MOST = Limits.MESSAGE_BYTES.intValue();

    private Fixture<Broker> fixture;
    private Broker broker;

    /** An empty broker for one test. */
    protected abstract Fixture<Broker> open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        broker = fixture.port();
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    @Test
    @Tag("bound:message_bytes")
    void theLargestBodyArrivesAndALargerOneIsRefusedBeforeItIsSent() {
        byte[] body = new byte[MOST];
        new Random(1).nextBytes(body);
        Message largest = Message.durable(BrokerUnderTest.QUEUE, body, "largest");
        Message larger = Message.durable(BrokerUnderTest.QUEUE, new byte[MOST + 1], "larger");
        Inbox inbox = new Inbox();
        try (Subscription subscription = broker.subscribe(BrokerUnderTest.QUEUE, 1, inbox)) {
            refused(larger);
            refused(Message.request(BrokerUnderTest.QUEUE, larger.body(), "request", "reply.x", Instant.MAX));
            broker.publish(largest);
            inbox.awaitCount(1);
            subscription.stop();
        }
        assertThat(inbox.ids()).containsExactly("largest");
        assertThat(inbox.first().message().body()).isEqualTo(body);
    }

    private void refused(Message message) {
        InvalidRequest refusal = catchThrowableOfType(InvalidRequest.class, () -> broker.publish(message));
        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_LARGE);
        assertThat(refusal.detail())
                .contains(BrokerUnderTest.QUEUE, "8,388,609 bytes", "at most 8 MiB")
                .contains("send less at once");
    }
}
