package dev.tasuki.adapters.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.tasuki.adapters.amqp.Connections;
import dev.tasuki.adapters.amqp.FilteredFrames;
import dev.tasuki.adapters.amqp.FilteredFramesTest;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Limits;
import dev.tasuki.testservers.RabbitServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that would break a consumer, its connection or its memory, in queues with good ones. */
@ExtendWith({RabbitServers.class, NoThreadLeft.class})
final class RabbitPoisonTest {
    private static final String TRAIN = "queue.model.train";
    private static final String PREDICT = "queue.model.predict";

    private RabbitSettings settings;
    private RawRabbit raw;
    private RabbitBroker broker;
    private final Queue<Delivery> seen = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open(RabbitServer server) throws Exception {
        settings = RabbitSettings.parse(server.url());
        raw = new RawRabbit(server).without();
        for (String queue : new String[] {TRAIN, PREDICT}) {
            QueuePlan plan = QueuePlan.of(queue, settings);
            raw.declare(QueuePlan.deadLetters(queue), QueuePlan.dead(queue).arguments());
            raw.declare(queue, plan.arguments());
        }
        broker = new RabbitBroker(settings, InstantSource.system());
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        raw.without();
        raw.close();
    }

    private Settlement note(Delivery delivery) {
        seen.add(delivery);
        return Settlement.ACCEPT;
    }

    private void good(String queue) throws Exception {
        raw.publish(queue, new BasicProperties.Builder().correlationId("good").build(), "{}");
    }

    private static BasicProperties deep() {
        return new BasicProperties.Builder()
                .correlationId("deep")
                .headers(FilteredFramesTest.nested(34))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {TRAIN, PREDICT})
    void headersThatTheClientLibraryRefusesBecomeADeadLetterAndBreakNothing(String queue) throws Exception {
        raw.publish(queue, deep(), "{\"before\":1}");
        try (Subscription subscription = broker.subscribe(queue, 2, this::note)) {
            assertThat(raw.next(queue + ".dead").getBody()).isEqualTo("{\"before\":1}".getBytes(UTF_8));
            raw.publish(queue, deep(), "{\"meanwhile\":1}");
            good(queue);
            Eventually.holds(() -> assertThat(seen).hasSize(1));
            GetResponse dead = raw.next(queue + ".dead");
            assertThat(dead.getProps().getCorrelationId()).isEqualTo("deep");
            assertThat(dead.getProps().getHeaders().get(WireFormat.REASON).toString())
                    .contains("nested more than 16 levels");
            assertThat(broker.status().connected()).isTrue();
            assertThat(raw.consumers(queue)).isEqualTo(2);
            subscription.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TRAIN, PREDICT})
    @Tag("bound:message_bytes")
    void aBodyBeyondTheBoundBecomesADeadLetterWithoutItsEnd(String queue) throws Exception {
        int most = Limits.MESSAGE_BYTES.intValue();
        try (Subscription subscription = broker.subscribe(queue, 1, this::note)) {
            raw.channel.basicPublish("", queue, null, new byte[most + 1]);
            raw.channel.basicPublish("", queue, null, new byte[most]);
            GetResponse dead = raw.next(queue + ".dead");
            assertThat(dead.getBody()).hasSize(FilteredFrames.KEPT);
            assertThat(dead.getProps().getHeaders().get(WireFormat.REASON).toString())
                    .contains("8,388,609 bytes, at most 8 MiB");
            Eventually.holds(() -> assertThat(seen).hasSize(1));
            assertThat(seen.element().message().body()).hasSize(most);
            subscription.stop();
        }
    }

    @Test
    void aQueueIsNotHeldUpByABodyForWhichThereIsNoRoomNow() throws Exception {
        int large = 1 << 20;
        CountDownLatch gate = new CountDownLatch(1);
        broker.close();
        broker = new RabbitBroker(
                settings, InstantSource.system(), large, budget -> Connections.factory(settings, budget));
        try (Subscription subscription = broker.subscribe(PREDICT, 1, delivery -> {
            await(gate);
            return note(delivery);
        })) {
            for (int i = 0; i < 5; i++) {
                raw.channel.basicPublish("", PREDICT, null, new byte[large]);
            }
            Eventually.holds(() -> assertThat(raw.ready(PREDICT)).isZero());
            gate.countDown();
            Eventually.holds(() -> assertThat(seen).hasSize(5));
            assertThat(seen)
                    .allSatisfy(
                            delivery -> assertThat(delivery.message().body()).hasSize(large));
            subscription.stop();
        }
    }

    /** Each was in a consumer's hand once: its copy with the count arrives while it is still in ours, without its body. */
    @Test
    void whatGoesBackForWantOfRoomIsNotCountedAsADelivery() throws Exception {
        int large = 1 << 20;
        int messages = 10;
        broker.close();
        broker = new RabbitBroker(
                settings, InstantSource.system(), large, budget -> Connections.factory(settings, budget));
        try (Channel consumer = raw.connection.createChannel()) {
            for (int i = 0; i < messages; i++) {
                raw.channel.basicPublish(
                        "",
                        PREDICT,
                        new BasicProperties.Builder().correlationId("m" + i).build(),
                        new byte[large]);
            }
            for (int i = 0; i < messages; i++) {
                Eventually.holds(
                        () -> assertThat(consumer.basicGet(PREDICT, false)).isNotNull());
            }
        }
        try (Subscription subscription = broker.subscribe(PREDICT, 1, this::note)) {
            Eventually.holds(() -> assertThat(seen).hasSize(messages));
            assertThat(seen).extracting(Delivery::count).containsOnly(2);
            assertThat(raw.ready(QueuePlan.deadLetters(PREDICT))).isZero();
            subscription.stop();
        }
    }

    /** A classic queue tells only that it was not the first time; the count travels with the message. */
    @Test
    @Tag("bound:deliveries")
    void aMessageThatIsNeverSettledIsDeliveredSoOftenAndThenADeadLetter() throws Exception {
        int most = Limits.DELIVERIES.intValue();
        good(PREDICT);
        DeliveryHandler gone = delivery -> {
            seen.add(delivery);
            return new Settlement.Requeue(Duration.ZERO);
        };
        try (Subscription subscription = broker.subscribe(PREDICT, 1, gone)) {
            GetResponse dead = raw.next(PREDICT + ".dead");
            assertThat(seen).hasSize(most);
            assertThat(dead.getProps().getHeaders().get(WireFormat.REASON).toString())
                    .contains("delivered " + most + " times and never settled");
            assertThat(raw.ready(PREDICT)).isZero();
            subscription.stop();
        }
    }

    @Test
    void aConnectionThatBreaksAgainAndAgainIsToldAndLeavesTheOtherQueueAlone() throws Exception {
        broker.close();
        broker = new RabbitBroker(settings, InstantSource.system(), 1, budget -> Connections.unfiltered(settings));
        raw.publish(PREDICT, deep(), "{}");
        try (Subscription predict = broker.subscribe(PREDICT, 3, delivery -> Settlement.ACCEPT);
                Subscription train = broker.subscribe(TRAIN, 1, this::note)) {
            Eventually.holds(() -> {
                assertThat(broker.status().connected()).isFalse();
                assertThat(broker.status().detail()).contains(PREDICT, "broke again and again");
            });
            good(TRAIN);
            Eventually.holds(() -> assertThat(seen).hasSize(1));
            broker.publish(Message.durable(TRAIN, "{}".getBytes(UTF_8), "published"));
            Eventually.holds(() -> assertThat(seen).hasSize(2));
            train.stop();
            predict.stop();
        }
    }

    @Test
    void aQueueThatCannotBeSubscribedIsWaitedFor() throws Exception {
        raw.without();
        raw.channel.queueDeclare(PREDICT, false, true, false, Map.of());
        try (Subscription subscription = broker.subscribe(PREDICT, 1, this::note)) {
            assertThat(broker.status().connected()).isFalse();
            assertThat(broker.status().detail()).contains(PREDICT, "RESOURCE_LOCKED");
            raw.channel.queueDelete(PREDICT);
            Eventually.holds(() -> assertThat(broker.status().connected()).isTrue());
            good(PREDICT);
            Eventually.holds(() -> assertThat(seen).hasSize(1));
            subscription.stop();
        }
    }

    /** RabbitMQ 3.10 ends the connection of a client that publishes to such a name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "amq.rabbitmq.reply-to.g1h2AA5yZXBseUAxMjM0NTY3MgAAA/wAAAAAawmX7w==.YOd6tMJNgW1aAGmCEcGQeQ==",
                "amq.rabbitmq.reply-to.g1h2AA5yZXBseUAxNzY3MTU3MgAAA/wAAAAAawmX.YOd6tMJNgW1aAGmCEcGQeQ==",
                "amq.rabbitmq.reply-to.g3cDYWJj.YOd6tMJNgW1aAGmCEcGQeQ==",
                "amq.rabbitmq.reply-to.g2dkAA==.x",
                "amq.rabbitmq.reply-to."
            })
    void aReplyToANameThatWasMadeUpDisturbsNoOther(String madeUp) throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        DeliveryHandler answering = delivery -> {
            broker.publish(Message.reply(delivery.message(), "{}".getBytes(UTF_8)));
            return note(delivery);
        };
        try (Subscription subscription = broker.subscribe(PREDICT, 1, answering);
                RabbitBroker asking = new RabbitBroker(settings, InstantSource.system());
                ReplyQueue replies = asking.openReplyQueue(reply -> answers.add(reply.correlationId()))) {
            asking.publish(request(replies, "before"));
            assertThat(answers.poll(2, TimeUnit.MINUTES)).isEqualTo("before");
            Connection sending = broker.sending();
            raw.publish(PREDICT, new BasicProperties.Builder().replyTo(madeUp).build(), "{}");
            Eventually.holds(() -> assertThat(seen).hasSize(2));
            asking.publish(request(replies, "after"));
            assertThat(answers.poll(2, TimeUnit.MINUTES)).isEqualTo("after");
            assertThat(broker.sending()).as("it was not lost meanwhile").isSameAs(sending);
            subscription.stop();
        }
    }

    private static Message request(ReplyQueue replies, String id) {
        return Message.request(
                PREDICT, "{}".getBytes(UTF_8), id, replies.name(), Instant.now().plusSeconds(60));
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
