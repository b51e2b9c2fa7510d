package dev.tasuki.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link Broker} keeps. Replies have a suite of their own, {@link RequestReplyContract}.
 * After each test nothing may be left unsettled.
 */
@ExtendWith(NoThreadLeft.class)
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
public abstract class BrokerContract {
    /** The queue of the tests. */
    protected static final String QUEUE = "queue.contract";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Queue<CountDownLatch> gates = new ConcurrentLinkedQueue<>();
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
    final void nothingIsUnsettledAndAllCloses() {
        gates.forEach(CountDownLatch::countDown);
        try {
            if (broker.status().connected()) {
                Eventually.holds(() ->
                        assertThat(broker.status().queues()).as("unsettled").allMatch(queue -> queue.unsettled() <= 0));
            }
        } finally {
            fixture.close();
        }
    }

    @Test
    void aMessageArrivesAsItWasSent() throws Exception {
        byte[] body = ("{\"text\":\"" + TaskSamples.UNICODE + "\"}").getBytes(UTF_8);
        Instant deadline = Instant.now().plus(Duration.ofDays(400)).truncatedTo(ChronoUnit.MILLIS);
        Message sent = new Message(
                QUEUE, body, "corr «1»", "reply.x", deadline, false, Map.of("traceparent", "00-é", "empty", ""));
        broker.publish(sent);
        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe(QUEUE, 1, inbox)) {
            inbox.awaitCount(1);
        }
        Delivery delivery = inbox.first();
        Message message = delivery.message();
        assertThat(message.queue()).isEqualTo(QUEUE);
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
        broker.publish(Message.durable(QUEUE, new byte[0], ""));
        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe(QUEUE, 1, inbox)) {
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
        publish(1, 50);
        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe(QUEUE, 1, inbox)) {
            publish(51, 100);
            inbox.awaitCount(100);
        }
        assertThat(inbox.ids())
                .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(i -> "m-" + i).toList());
    }

    @Test
    void manyWorkersShareTheMessages() throws Exception {
        Inbox inbox = new Inbox();
        try (Subscription one = broker.subscribe(QUEUE, 4, inbox);
                Subscription two = broker.subscribe(QUEUE, 3, inbox)) {
            Together.run(6, thread -> () -> {
                publish(thread * 30 + 1, thread * 30 + 30);
                return true;
            });
            inbox.awaitCount(180);
            one.stop();
            two.stop();
            assertThat(one.awaitIdle(PATIENCE)).isTrue();
            assertThat(two.awaitIdle(PATIENCE)).isTrue();
        }
        assertThat(inbox.ids()).doesNotHaveDuplicates().hasSize(180);
    }

    @Test
    void asManyHandlersRunAtOnceAsThereAreWorkers() throws Exception {
        publish(1, 20);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch done = new CountDownLatch(20);
        CountDownLatch gate = gate();
        try (Subscription ignored = broker.subscribe(QUEUE, 3, delivery -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            three.countDown();
            pass(gate);
            running.decrementAndGet();
            done.countDown();
            return Settlement.ACCEPT;
        })) {
            assertThat(three.await(2, TimeUnit.MINUTES)).isTrue();
            gate.countDown();
            assertThat(done.await(2, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(most).hasValue(3);
    }

    @Test
    void queuesDoNotMix() {
        Inbox mine = new Inbox();
        Inbox others = new Inbox();
        try (Subscription one = broker.subscribe(QUEUE, 1, mine);
                Subscription two = broker.subscribe(QUEUE + ".other", 1, others)) {
            publish(1, 5);
            broker.publish(Message.durable(QUEUE + ".other", bytes("x"), "other"));
            mine.awaitCount(5);
            others.awaitCount(1);
        }
        assertThat(mine.ids()).containsExactly("m-1", "m-2", "m-3", "m-4", "m-5");
        assertThat(others.ids()).containsExactly("other");
    }

    @Test
    void aRequeuedMessageComesAgain() {
        publish(1, 1);
        Inbox inbox = new Inbox(delivery -> delivery <= 2 ? new Settlement.Requeue(Duration.ZERO) : Settlement.ACCEPT);
        try (Subscription ignored = broker.subscribe(QUEUE, 1, inbox)) {
            inbox.awaitCount(3);
            awaitStatus(0, 0);
        }
        assertThat(inbox.ids()).containsExactly("m-1", "m-1", "m-1");
        List<Integer> counts = inbox.deliveries.stream().map(Delivery::count).toList();
        assertThat(counts).isIn(List.of(1, 2, 3), List.of(0, 0, 0));
    }

    @Test
    void aDelayedRequeueWaits() {
        assumeTrue(broker.capabilities().delayed(), "the broker cannot delay");
        publish(1, 1);
        Inbox inbox = new Inbox(delivery -> delivery == 1 ? new Settlement.Requeue(MINUTE) : Settlement.ACCEPT);
        try (Subscription ignored = broker.subscribe(QUEUE, 1, inbox)) {
            inbox.awaitCount(1);
            awaitStatus(1, 0);
            publish(2, 2);
            inbox.awaitCount(2);
            assertThat(inbox.ids()).containsExactly("m-1", "m-2");
            fixture.advance(Duration.ofSeconds(61));
            inbox.awaitCount(3);
        }
        assertThat(inbox.ids()).containsExactly("m-1", "m-2", "m-1");
    }

    @Test
    void aDiscardedMessageDoesNotComeAgain() {
        publish(1, 2);
        Inbox inbox = new Inbox(delivery -> new Settlement.Discard("not JSON: " + TaskSamples.UNICODE));
        try (Subscription ignored = broker.subscribe(QUEUE, 1, inbox)) {
            inbox.awaitCount(2);
            awaitStatus(0, 0);
        }
        assertThat(inbox.ids()).containsExactly("m-1", "m-2");
    }

    @Test
    void aHandlerThatThrowsMeansRequeue() {
        publish(1, 1);
        AtomicInteger calls = new AtomicInteger();
        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> switch (calls.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("thrown by the contract suite on purpose");
            case 2 -> throw new StackOverflowError("thrown by the contract suite on purpose");
            default -> inbox.handle(delivery);
        })) {
            fixture.advance(MINUTE);
            inbox.awaitCount(1);
        }
        assertThat(inbox.ids()).containsExactly("m-1");
    }

    @Test
    void aHandedOverDeliveryIsSettledWhileTheHandlerGoesOn() throws Exception {
        publish(1, 2);
        CountDownLatch handedOver = new CountDownLatch(1);
        CountDownLatch gate = gate();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> {
            seen.add(delivery.message().correlationId());
            delivery.handOver().run();
            delivery.handOver().run();
            handedOver.countDown();
            pass(gate);
            return new Settlement.Requeue(Duration.ZERO);
        });
        assertThat(handedOver.await(2, TimeUnit.MINUTES)).isTrue();
        awaitUnsettled(0);
        assertThat(seen).containsExactly("m-1");
        subscription.close();
        gate.countDown();
        assertThat(subscription.awaitIdle(PATIENCE)).isTrue();

        Inbox rest = new Inbox();
        try (Subscription ignored = broker.subscribe(QUEUE, 1, rest)) {
            rest.awaitCount(1);
            awaitStatus(0, 0);
        }
        assertThat(rest.ids()).containsExactly("m-2");
    }

    @Test
    void stopTakesNothingMoreAndLetsTheHandlerFinish() throws Exception {
        publish(1, 3);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = gate();
        Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> {
            started.countDown();
            pass(gate);
            return Settlement.ACCEPT;
        });
        assertThat(started.await(2, TimeUnit.MINUTES)).isTrue();
        subscription.stop();
        subscription.stop();
        assertThat(subscription.awaitIdle(Duration.ZERO)).isFalse();
        gate.countDown();
        assertThat(subscription.awaitIdle(PATIENCE)).isTrue();
        subscription.close();

        Inbox rest = new Inbox();
        try (Subscription ignored = broker.subscribe(QUEUE, 1, rest)) {
            rest.awaitCount(2);
            awaitStatus(0, 0);
        }
        assertThat(rest.ids()).containsExactly("m-2", "m-3");
    }

    @Test
    void closeGivesBackWhatIsNotSettled() throws Exception {
        publish(1, 2);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = gate();
        Subscription dying = broker.subscribe(QUEUE, 1, delivery -> {
            started.countDown();
            pass(gate);
            return new Settlement.Discard("too late to have a say");
        });
        assertThat(started.await(2, TimeUnit.MINUTES)).isTrue();
        dying.close();
        dying.close();
        Inbox next = new Inbox();
        try (Subscription ignored = broker.subscribe(QUEUE, 1, next)) {
            next.awaitCount(2);
            gate.countDown();
            assertThat(dying.awaitIdle(PATIENCE)).isTrue();
            awaitStatus(0, 0);
        }
        assertThat(next.ids()).containsExactlyInAnyOrder("m-1", "m-2");
    }

    @Test
    void aMessagePastItsDeadlineIsDropped() {
        Instant now = Instant.now();
        broker.publish(Message.request(QUEUE, bytes("x"), "expired", "reply.x", Instant.parse("2001-01-01T00:00:00Z")));
        broker.publish(Message.request(QUEUE, bytes("x"), "fresh", "reply.x", now.plus(Duration.ofDays(400))));
        Inbox inbox = new Inbox();
        try (Subscription ignored = broker.subscribe(QUEUE, 1, inbox)) {
            inbox.awaitCount(1);
            awaitStatus(0, 0);
        }
        assertThat(inbox.ids()).containsExactly("fresh");
    }

    @Test
    void statusTellsWhatWaitsAndWhatIsInHand() throws Exception {
        publish(1, 3);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = gate();
        try (Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> {
            started.countDown();
            pass(gate);
            return Settlement.ACCEPT;
        })) {
            assertThat(started.await(2, TimeUnit.MINUTES)).isTrue();
            assumeFalse(status().unsettled() == -1, "the broker does not tell what is in hand");
            awaitStatus(2, 1);
            assertThat(status().consumers()).isEqualTo(1);
            assertThat(broker.status().connected()).isTrue();
            gate.countDown();
            awaitStatus(0, 0);
            assertThat(subscription).isNotNull();
        }
        Eventually.holds(() -> assertThat(status().consumers()).isZero());
    }

    @Test
    void aClosedBrokerRefuses() {
        broker.subscribe(QUEUE, 2, new Inbox());
        broker.openReplyQueue(message -> {});
        broker.close();
        broker.close();

        assertThatThrownBy(() -> publish(1, 1))
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE));
        assertThatThrownBy(() -> broker.subscribe(QUEUE, 1, new Inbox())).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> broker.openReplyQueue(message -> {})).isInstanceOf(Unavailable.class);
        BrokerStatus status = broker.status();
        assertThat(status.connected()).isFalse();
        assertThat(status.detail()).isNotBlank();
    }

    @Test
    void workersAreAtLeastOne() {
        assertThatThrownBy(() -> broker.subscribe(QUEUE, 0, new Inbox())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsLostWhileConsumersComeAndGo() throws Exception {
        int messages = 200;
        Set<String> handled = ConcurrentHashMap.newKeySet();
        Together.run(4, thread -> () -> {
            if (thread == 0) {
                publish(1, messages);
                return true;
            }
            for (int round = 0; round < 15; round++) {
                CountDownLatch some = new CountDownLatch(2);
                Subscription subscription = broker.subscribe(QUEUE, 2, delivery -> {
                    handled.add(delivery.message().correlationId());
                    some.countDown();
                    return Settlement.ACCEPT;
                });
                some.await(50, TimeUnit.MILLISECONDS);
                subscription.close();
            }
            return true;
        });
        Inbox rest = new Inbox();
        try (Subscription ignored = broker.subscribe(QUEUE, 4, rest)) {
            awaitStatus(0, 0);
            handled.addAll(rest.ids());
        }
        assertThat(handled).hasSize(messages);
    }

    @Test
    void anotherProcessConsumesWhatThisOnePublishes() {
        assumeTrue(broker.capabilities().crossProcess(), "the broker lives inside one process");
        Broker other = fixture.another().orElseThrow();
        Inbox inbox = new Inbox();
        try (Subscription ignored = other.subscribe(QUEUE, 2, inbox)) {
            publish(1, 20);
            inbox.awaitCount(20);
            awaitStatus(0, 0);
        }
        assertThat(inbox.ids()).doesNotHaveDuplicates().hasSize(20);
    }

    private void publish(int first, int last) {
        for (int i = first; i <= last; i++) {
            broker.publish(Message.durable(QUEUE, bytes("{\"n\":" + i + "}"), "m-" + i));
        }
    }

    private QueueStatus status() {
        return broker.status().queues().stream()
                .filter(queue -> queue.queue().equals(QUEUE))
                .findFirst()
                .orElseThrow();
    }

    private void awaitStatus(long ready, long unsettled) {
        Eventually.holds(() -> assertThat(status().ready()).isEqualTo(ready));
        awaitUnsettled(unsettled);
    }

    private void awaitUnsettled(long unsettled) {
        Eventually.holds(() -> assertThat(status().unsettled()).isIn(unsettled, -1L));
    }

    /** A latch that is opened at the end of the test at the latest, so that no handler hangs. */
    private CountDownLatch gate() {
        CountDownLatch gate = new CountDownLatch(1);
        gates.add(gate);
        return gate;
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a broker interrupts no handler", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
