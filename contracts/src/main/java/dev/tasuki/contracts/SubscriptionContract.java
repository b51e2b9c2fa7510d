package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.BrokerStatus;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link Subscription} keeps: how many work at once, and what becomes of deliveries when it ends.
 * After each test nothing may be left unsettled.
 */
@ExtendWith(NoThreadLeft.class)
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
public abstract class SubscriptionContract {
    private BrokerUnderTest test;
    private Broker broker;

    /** An empty broker for one test. */
    protected abstract Fixture<Broker> open() throws Exception;

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
    void asManyHandlersRunAtOnceAsThereAreWorkers() throws Exception {
        test.publish(1, 20);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch done = new CountDownLatch(20);
        CountDownLatch gate = test.gate();
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 3, delivery -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            three.countDown();
            BrokerUnderTest.pass(gate);
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
    void stopTakesNothingMoreAndLetsTheHandlerFinish() throws Exception {
        test.publish(1, 3);
        List<String> came = new CopyOnWriteArrayList<>();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = test.gate();
        Subscription subscription = broker.subscribe(BrokerUnderTest.QUEUE, 1, delivery -> {
            came.add(delivery.message().correlationId());
            started.countDown();
            BrokerUnderTest.pass(gate);
            return Settlement.ACCEPT;
        });
        assertThat(started.await(2, TimeUnit.MINUTES)).isTrue();
        subscription.stop();
        subscription.stop();
        assertThat(subscription.awaitIdle(Duration.ZERO)).isFalse();
        gate.countDown();
        assertThat(subscription.awaitIdle(BrokerUnderTest.PATIENCE)).isTrue();
        subscription.close();

        Inbox rest = new Inbox();
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, rest)) {
            rest.awaitCount(2);
            test.awaitStatus(0, 0);
        }
        assertThat(came).hasSize(1);
        came.addAll(rest.ids());
        test.came(came, "m-1", "m-2", "m-3");
    }

    @Test
    void whoStopsGivesBackAtOnceWhatItHasNotBegunAndMayTakeAgainBesideWhatItFinishes() throws Exception {
        test.publish(1, 20);
        List<String> all = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = test.gate();
        Subscription resting = broker.subscribe(BrokerUnderTest.QUEUE, 1, delivery -> {
            all.add(delivery.message().correlationId());
            begun.countDown();
            BrokerUnderTest.pass(gate);
            return Settlement.ACCEPT;
        });
        assertThat(begun.await(2, TimeUnit.MINUTES)).isTrue();
        resting.stop();
        Inbox others = new Inbox();
        Broker other = test.fixture().another().orElse(broker);
        try (Subscription ignored = other.subscribe(BrokerUnderTest.QUEUE, 2, others)) {
            others.awaitCount(19);
        }
        assertThat(all).hasSize(1);

        test.publish(21, 30);
        Inbox again = new Inbox();
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, again)) {
            again.awaitCount(10);
            assertThat(resting.awaitIdle(Duration.ZERO)).isFalse();
            gate.countDown();
            assertThat(resting.awaitIdle(BrokerUnderTest.PATIENCE)).isTrue();
            resting.close();
            test.publish(31, 31);
            again.awaitCount(11);
            test.awaitStatus(0, 0);
        }
        all.addAll(others.ids());
        all.addAll(again.ids());
        assertThat(all).doesNotHaveDuplicates().hasSize(31);
    }

    @Test
    void closeGivesBackWhatIsNotSettled() throws Exception {
        test.publish(1, 2);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = test.gate();
        Subscription dying = broker.subscribe(BrokerUnderTest.QUEUE, 1, delivery -> {
            started.countDown();
            BrokerUnderTest.pass(gate);
            return new Settlement.Discard("too late to have a say");
        });
        assertThat(started.await(2, TimeUnit.MINUTES)).isTrue();
        dying.close();
        dying.close();
        Inbox next = new Inbox();
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, next)) {
            next.awaitCount(2);
            gate.countDown();
            assertThat(dying.awaitIdle(BrokerUnderTest.PATIENCE)).isTrue();
            test.awaitStatus(0, 0);
        }
        assertThat(next.ids()).containsExactlyInAnyOrder("m-1", "m-2");
    }

    @Test
    void workersAreAtLeastOne() {
        assertThatThrownBy(() -> broker.subscribe(BrokerUnderTest.QUEUE, 0, new Inbox()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsLostWhileConsumersComeAndGo() throws Exception {
        int messages = 200;
        Set<String> handled = ConcurrentHashMap.newKeySet();
        Together.run(4, thread -> () -> {
            if (thread == 0) {
                test.publish(1, messages);
                return true;
            }
            for (int round = 0; round < 15; round++) {
                CountDownLatch some = new CountDownLatch(2);
                Subscription subscription = broker.subscribe(BrokerUnderTest.QUEUE, 2, delivery -> {
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
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 4, rest)) {
            test.awaitStatus(0, 0);
            handled.addAll(rest.ids());
        }
        assertThat(handled).hasSize(messages);
    }

    @Test
    void aClosedBrokerRefuses() {
        broker.subscribe(BrokerUnderTest.QUEUE, 2, new Inbox());
        broker.openReplyQueue(message -> {});
        broker.close();
        broker.close();

        assertThatThrownBy(() -> test.publish(1, 1))
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE));
        assertThatThrownBy(() -> broker.subscribe(BrokerUnderTest.QUEUE, 1, new Inbox()))
                .isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> broker.openReplyQueue(message -> {})).isInstanceOf(Unavailable.class);
        BrokerStatus status = broker.status();
        assertThat(status.connected()).isFalse();
        assertThat(status.detail()).isNotBlank();
    }

    @Test
    void manyWorkersShareTheMessages() throws Exception {
        Inbox inbox = new Inbox();
        try (Subscription one = broker.subscribe(BrokerUnderTest.QUEUE, 4, inbox);
                Subscription two = broker.subscribe(BrokerUnderTest.QUEUE, 3, inbox)) {
            Together.run(6, thread -> () -> {
                test.publish(thread * 30 + 1, thread * 30 + 30);
                return true;
            });
            inbox.awaitCount(180);
            one.stop();
            two.stop();
            assertThat(one.awaitIdle(BrokerUnderTest.PATIENCE)).isTrue();
            assertThat(two.awaitIdle(BrokerUnderTest.PATIENCE)).isTrue();
        }
        assertThat(inbox.ids()).doesNotHaveDuplicates().hasSize(180);
    }

    @Test
    void aHandedOverDeliveryIsSettledWhileTheHandlerGoesOn() throws Exception {
        test.publish(1, 2);
        CountDownLatch handedOver = new CountDownLatch(1);
        CountDownLatch gate = test.gate();
        List<String> seen = new CopyOnWriteArrayList<>();
        Subscription subscription = broker.subscribe(BrokerUnderTest.QUEUE, 1, delivery -> {
            seen.add(delivery.message().correlationId());
            delivery.handOver().run();
            delivery.handOver().run();
            handedOver.countDown();
            BrokerUnderTest.pass(gate);
            return new Settlement.Requeue(Duration.ZERO);
        });
        assertThat(handedOver.await(2, TimeUnit.MINUTES)).isTrue();
        test.awaitUnsettled(0);
        assertThat(seen).hasSize(1);
        subscription.close();
        gate.countDown();
        assertThat(subscription.awaitIdle(BrokerUnderTest.PATIENCE)).isTrue();

        Inbox rest = new Inbox();
        try (Subscription ignored = broker.subscribe(BrokerUnderTest.QUEUE, 1, rest)) {
            rest.awaitCount(1);
            test.awaitStatus(0, 0);
        }
        assertThat(seen).hasSize(1);
        seen.addAll(rest.ids());
        test.came(seen, "m-1", "m-2");
    }
}
