package dev.tasuki.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link Broker} keeps of messages and their settlement. Workers have a suite of their own,
 * {@link SubscriptionContract}, and replies have one, {@link RequestReplyContract}.
 * After each test nothing may be left unsettled.
 */
@ExtendWith(NoThreadLeft.class)
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
public abstract class BrokerContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private BrokerUnderTest test;
    private Broker broker;

    /** An empty broker for one test. */
    protected abstract Fixture<Broker> open() throws Exception;

    /** False for a broker that delivers a requeued message again at once, whatever the delay. */
    protected boolean delaysRequeues() {
        return true;
    }

    @BeforeEach
    final void openFixture() throws Exception {
        test = new BrokerUnderTest(open());
        broker = test.broker();
    }

    @AfterEach
    final void nothingIsUnsettledAndAllCloses() {
        test.close();
    }

    @Test
    void aMessageArrivesAsItWasSent() throws Exception {
        byte[] body = ("{\"text\":\"" + TaskSamples.UNICODE + "\"}").getBytes(UTF_8);
        Instant deadline = Instant.now().plus(Duration.ofDays(400)).truncatedTo(ChronoUnit.MILLIS);
        Message sent = new Message(
                BrokerUnderTest.QUEUE,
                body,
                "corr «1»",
                "reply.x",
                deadline,
                false,
                Map.of("traceparent", "00-é", "empty", ""));
        broker.publish(sent);
        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, inbox)) {
            inbox.awaitCount(1);
        }
        Delivery delivery = inbox.first();
        Message message = delivery.message();
        assertThat(message.queue()).isEqualTo(BrokerUnderTest.QUEUE);
        assertThat(message.body()).isEqualTo(body);
        assertThat(message.correlationId()).isEqualTo("corr «1»");
        assertThat(message.replyTo()).isEqualTo("reply.x");
        assertThat(message.deadline()).isEqualTo(deadline);
        assertThat(message.durable()).isFalse();
        assertThat(message.headers()).isEqualTo(sent.headers());
        assertThat(delivery.count()).isIn(0, 1);
    }

    @Test
    void aBareDurableMessageArrives() {
        broker.publish(Message.durable(BrokerUnderTest.QUEUE, new byte[0], ""));
        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, inbox)) {
            inbox.awaitCount(1);
        }
        Message message = inbox.first().message();
        assertThat(message.body()).isEmpty();
        assertThat(message.correlationId()).isEmpty();
        assertThat(message.replyTo()).isNull();
        assertThat(message.deadline()).isNull();
        assertThat(message.durable()).isTrue();
        assertThat(message.headers()).isEmpty();
    }

    @Test
    void oneWorkerTakesMessagesInTheOrderOfPublishing() {
        assumeTrue(broker.capabilities().ordered(), "the broker promises no order");
        test.publish(1, 50);
        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, inbox)) {
            test.publish(51, 100);
            inbox.awaitCount(100);
        }
        assertThat(inbox.ids())
                .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(i -> "m-" + i).toList());
    }

    @Test
    void queuesDoNotMix() {
        Inbox mine = new Inbox();
        Inbox others = new Inbox();
        try (Subscription one = broker.subscribe(BrokerUnderTest.QUEUE, 1, mine);
                Subscription two = broker.subscribe(BrokerUnderTest.QUEUE + ".other", 1, others)) {
            test.publish(1, 5);
            broker.publish(Message.durable(BrokerUnderTest.QUEUE + ".other", BrokerUnderTest.bytes("x"), "other"));
            mine.awaitCount(5);
            others.awaitCount(1);
        }
        test.came(mine.ids(), "m-1", "m-2", "m-3", "m-4", "m-5");
        assertThat(others.ids()).containsExactly("other");
    }

    @Test
    void aRequeuedMessageComesAgain() {
        test.publish(1, 1);
        Inbox inbox = new Inbox(delivery -> delivery <= 2 ? new Settlement.Requeue(Duration.ZERO) : Settlement.ACCEPT);
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, inbox)) {
            inbox.awaitCount(3);
            test.awaitStatus(0, 0);
        }
        assertThat(inbox.ids()).containsExactly("m-1", "m-1", "m-1");
        List<Integer> counts = inbox.deliveries.stream().map(Delivery::count).toList();
        assertThat(counts).isIn(List.of(1, 2, 3), List.of(0, 0, 0));
    }

    @Test
    void aDelayedRequeueWaits() {
        assumeTrue(delaysRequeues(), "the broker cannot delay");
        test.publish(1, 1);
        Inbox inbox = new Inbox(delivery -> delivery == 1 ? new Settlement.Requeue(MINUTE) : Settlement.ACCEPT);
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, inbox)) {
            inbox.awaitCount(1);
            test.awaitStatus(1, 0);
            test.publish(2, 2);
            inbox.awaitCount(2);
            assertThat(inbox.ids()).containsExactly("m-1", "m-2");
            test.fixture().advance(Duration.ofSeconds(61));
            inbox.awaitCount(3);
        }
        assertThat(inbox.ids()).containsExactly("m-1", "m-2", "m-1");
    }

    @Test
    void aDiscardedMessageDoesNotComeAgain() {
        test.publish(1, 2);
        Inbox inbox = new Inbox(delivery -> new Settlement.Discard("not JSON: " + TaskSamples.UNICODE));
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, inbox)) {
            inbox.awaitCount(2);
            test.awaitStatus(0, 0);
        }
        test.came(inbox.ids(), "m-1", "m-2");
    }

    @Test
    void aHandlerThatThrowsMeansRequeue() {
        test.publish(1, 1);
        AtomicInteger calls = new AtomicInteger();
        Inbox inbox = new Inbox();
        try (Subscription ignored =
                broker.subscribe(BrokerUnderTest.QUEUE, 1, delivery -> switch (calls.incrementAndGet()) {
                    case 1 -> throw new IllegalStateException("thrown by the contract suite on purpose");
                    case 2 -> throw new StackOverflowError("thrown by the contract suite on purpose");
                    default -> inbox.handle(delivery);
                })) {
            test.fixture().advance(MINUTE);
            inbox.awaitCount(1);
        }
        assertThat(inbox.ids()).containsExactly("m-1");
    }

    @Test
    void aMessagePastItsDeadlineIsDropped() {
        Instant now = Instant.now();
        broker.publish(Message.request(
                BrokerUnderTest.QUEUE,
                BrokerUnderTest.bytes("x"),
                "expired",
                "reply.x",
                Instant.parse("2001-01-01T00:00:00Z")));
        broker.publish(Message.request(
                BrokerUnderTest.QUEUE, BrokerUnderTest.bytes("x"), "fresh", "reply.x", now.plus(Duration.ofDays(400))));
        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, inbox)) {
            inbox.awaitCount(1);
            test.awaitStatus(0, 0);
        }
        assertThat(inbox.ids()).containsExactly("fresh");
    }

    @Test
    void statusTellsWhatWaitsAndWhatIsInHand() throws Exception {
        test.publish(1, 3);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = test.gate();
        try (Subscription subscription = broker.subscribe(BrokerUnderTest.QUEUE, 1, delivery -> {
            started.countDown();
            BrokerUnderTest.pass(gate);
            return Settlement.ACCEPT;
        })) {
            assertThat(started.await(2, TimeUnit.MINUTES)).isTrue();
            assumeFalse(test.status().unsettled() == -1, "the broker does not tell what is in hand");
            test.awaitStatus(2, 1);
            assertThat(test.status().consumers()).isEqualTo(1);
            assertThat(broker.status().connected()).isTrue();
            gate.countDown();
            test.awaitStatus(0, 0);
            assertThat(subscription).isNotNull();
        }
        Eventually.holds(() -> assertThat(test.status().consumers()).isZero());
    }

    @Test
    void anotherProcessConsumesWhatThisOnePublishes() {
        Optional<Broker> another = test.fixture().another();
        assumeTrue(another.isPresent(), "the broker lives inside one process");
        Broker other = another.orElseThrow();
        Inbox inbox = new Inbox();
        try (Subscription ignored = other.subscribe(BrokerUnderTest.QUEUE, 2, inbox)) {
            test.publish(1, 20);
            inbox.awaitCount(20);
            test.awaitStatus(0, 0);
        }
        assertThat(inbox.ids()).doesNotHaveDuplicates().hasSize(20);
    }
}
