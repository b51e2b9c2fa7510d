package dev.tasuki.adapters.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.testservers.RabbitServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How deliveries end, seen from the broker's side. */
@ExtendWith({RabbitServers.class, NoThreadLeft.class})
final class RabbitRequeueTest {
    private static final String QUEUE = "queue.model.train";

    private RawRabbit raw;
    private RabbitBroker broker;
    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void open(RabbitServer server) throws Exception {
        raw = new RawRabbit(server).without("queue.model.train.wait.200", "queue.model.train.wait.1000");
        broker = new RabbitBroker(RabbitSettings.parse(server.url()), InstantSource.system());
    }

    @AfterEach
    void close() {
        gate.countDown();
        broker.close();
        raw.close();
    }

    @Test
    void theBrokerBringsARequeuedMessageBackWhenItsDelayIsOver() throws Exception {
        BlockingQueue<Delivery> seen = new LinkedBlockingQueue<>();
        AtomicInteger calls = new AtomicInteger();
        broker.publish(
                new Message(QUEUE, "{\"a\":1}".getBytes(UTF_8), "c-1", "somewhere", null, true, Map.of("tag", "kept")));
        try (var subscription = broker.subscribe(QUEUE, 1, delivery -> {
            seen.add(delivery);
            return calls.incrementAndGet() < 3 ? new Settlement.Requeue(Duration.ofMillis(200)) : Settlement.ACCEPT;
        })) {
            for (int count = 1; count <= 3; count++) {
                Delivery delivery = seen.poll(2, TimeUnit.MINUTES);
                assertThat(delivery).isNotNull();
                assertThat(delivery.count()).isEqualTo(count);
                assertThat(delivery.message().body()).isEqualTo("{\"a\":1}".getBytes(UTF_8));
                assertThat(delivery.message().correlationId()).isEqualTo("c-1");
                assertThat(delivery.message().replyTo()).isEqualTo("somewhere");
                assertThat(delivery.message().headers()).isEqualTo(Map.of("tag", "kept"));
            }
        }
        assertThat(raw.ready(QUEUE)).isZero();
        assertThat(raw.ready("queue.model.train.wait.200")).isZero();
    }

    @Test
    void aRequestWhoseDeadlinePassesWhileItWouldWaitIsDropped() throws Exception {
        String queue = "queue.model.predict";
        CountDownLatch seen = new CountDownLatch(1);
        try (var subscription = broker.subscribe(queue, 1, delivery -> {
            seen.countDown();
            return new Settlement.Requeue(Duration.ofMinutes(5));
        })) {
            broker.publish(
                    Message.request(queue, new byte[0], "c", "r", Instant.now().plusSeconds(60)));
            assertThat(seen.await(2, TimeUnit.MINUTES)).isTrue();
            broker.publish(Message.durable(queue, new byte[0], "second"));
            Eventually.holds(() -> assertThat(Queues.exists(raw.connection, queue + ".wait.300000"))
                    .isTrue());
        }
        raw.next(queue + ".wait.300000");
        assertThat(raw.channel.basicGet(queue + ".wait.300000", true)).isNull();
        raw.channel.queueDelete(queue + ".wait.300000");
    }

    @Test
    void aDiscardedMessageIsKeptWithItsReason() throws Exception {
        broker.publish(Message.durable(QUEUE, "not JSON".getBytes(UTF_8), "c-2"));
        try (var subscription =
                broker.subscribe(QUEUE, 1, delivery -> new Settlement.Discard("no JSON at line 1, column 1"))) {
            GetResponse dead = raw.next("queue.model.train.dead");
            assertThat(dead.getBody()).isEqualTo("not JSON".getBytes(UTF_8));
            assertThat(dead.getProps().getCorrelationId()).isEqualTo("c-2");
            assertThat(dead.getProps().getHeaders().get("tasuki-reason").toString())
                    .isEqualTo("no JSON at line 1, column 1");
            assertThat(dead.getProps().getHeaders().get("tasuki-from-queue").toString())
                    .isEqualTo(QUEUE);
        }
        assertThat(raw.ready(QUEUE)).isZero();
    }

    @Test
    void aMessageThatKeepsKillingItsConsumerEndsAmongTheDeadLetters() throws Exception {
        broker.publish(Message.durable(QUEUE, "poison".getBytes(UTF_8), "c-3"));
        for (int i = 0; i <= 20; i++) {
            GetResponse got = raw.channel.basicGet(QUEUE, false);
            while (got == null) {
                got = raw.channel.basicGet(QUEUE, false);
            }
            raw.channel.basicReject(got.getEnvelope().getDeliveryTag(), true);
        }
        assertThat(raw.next("queue.model.train.dead").getBody()).isEqualTo("poison".getBytes(UTF_8));
    }

    @Test
    void anExpiredRequestIsNoDeadLetter() throws Exception {
        String queue = "queue.model.predict";
        broker.publish(
                Message.request(queue, new byte[0], "c", "r", Instant.now().plusMillis(300)));
        Eventually.holds(() -> assertThat(raw.ready(queue)).isZero());
        assertThat(Queues.exists(raw.connection, queue + ".dead")).isFalse();
    }

    @Test
    void whileAHandedOverTrainingGoesOnNothingIsHeldBehindIt() throws Exception {
        CountDownLatch handedOver = new CountDownLatch(1);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        broker.publish(Message.durable(QUEUE, new byte[0], "long"));
        try (var subscription = broker.subscribe(QUEUE, 1, delivery -> {
            seen.add(delivery.message().correlationId());
            if (delivery.message().correlationId().equals("long")) {
                delivery.handOver().run();
                handedOver.countDown();
                awaitQuietly(gate);
            }
            return Settlement.ACCEPT;
        })) {
            assertThat(handedOver.await(2, TimeUnit.MINUTES)).isTrue();
            Eventually.holds(() -> assertThat(raw.channel.consumerCount(QUEUE)).isZero());
            broker.publish(Message.durable(QUEUE, new byte[0], "next"));
            assertThat(raw.ready(QUEUE)).as("not in the busy worker's hands").isEqualTo(1);
            gate.countDown();
            assertThat(seen.poll(2, TimeUnit.MINUTES)).isEqualTo("long");
            assertThat(seen.poll(2, TimeUnit.MINUTES)).isEqualTo("next");
            Eventually.holds(() -> assertThat(raw.channel.consumerCount(QUEUE)).isEqualTo(1));
        }
    }

    @Test
    void aHandOverWithSeveralDeliveriesHeldGivesTheOthersBack(RabbitServer server) throws Exception {
        String queue = "queue.model.predict";
        CountDownLatch handedOver = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            broker.publish(Message.durable(queue, new byte[0], "r-" + i));
        }
        try (var subscription = broker.subscribe(queue, 1, delivery -> {
            delivery.handOver().run();
            handedOver.countDown();
            awaitQuietly(gate);
            return Settlement.ACCEPT;
        })) {
            assertThat(handedOver.await(2, TimeUnit.MINUTES)).isTrue();
            Eventually.holds(() -> assertThat(raw.ready(queue)).isEqualTo(4));
            gate.countDown();
            Eventually.holds(() -> assertThat(raw.ready(queue)).isZero());
        }
    }

    @Test
    void publishedPropertiesAreOnTheWire() throws Exception {
        broker.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "c-9"));
        BasicProperties properties = raw.next(QUEUE).getProps();
        assertThat(properties.getContentType()).isEqualTo("application/json");
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getCorrelationId()).isEqualTo("c-9");
        assertThat(properties.getMessageId()).isNotBlank();
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
