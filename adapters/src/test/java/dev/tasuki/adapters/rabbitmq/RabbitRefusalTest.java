package dev.tasuki.adapters.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyListener;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
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

/** What producers are told when the broker does not take their message, and what consumers do then. */
@ExtendWith({RabbitServers.class, NoThreadLeft.class})
final class RabbitRefusalTest {
    private static final String QUEUE = "queue.model.train";
    private static final String ECHO = "queue.model.predict";

    private RawRabbit raw;
    private RabbitBroker broker;
    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void open(RabbitServer server) throws Exception {
        raw = new RawRabbit(server).without();
        RabbitSettings.Timing timing =
                new RabbitSettings.Timing(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(2));
        broker = new RabbitBroker(RabbitSettings.parse(server.url()).timed(timing), InstantSource.system());
    }

    @AfterEach
    void close() {
        gate.countDown();
        broker.close();
        raw.close();
    }

    @Test
    void aMessageWhoseQueueWasDeletedIsRefusedAndTheNextOneHasAQueueAgain() throws Exception {
        broker.publish(durable("first"));
        raw.channel.queueDelete(QUEUE);
        assertThatThrownBy(() -> broker.publish(durable("unroutable"))).isInstanceOfSatisfying(Unavailable.class, e -> {
            assertThat(e.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE);
            assertThat(e.detail()).contains("queue " + QUEUE + " does not exist any more");
        });
        broker.publish(durable("second"));
        assertThat(raw.next(QUEUE).getProps().getCorrelationId()).isEqualTo("second");
    }

    @Test
    void aRequestWhoseQueueWasDeletedIsRefusedToo() throws Exception {
        Heard heard = new Heard();
        try (ReplyQueue replies = broker.openReplyQueue(heard)) {
            broker.publish(request(replies, "first"));
            assertThat(raw.next(ECHO).getProps().getCorrelationId()).isEqualTo("first");
            raw.channel.queueDelete(ECHO);
            broker.publish(request(replies, "unroutable"));
            Lost lost = heard.next();
            assertThat(lost.correlationId()).isEqualTo("unroutable");
            assertThat(lost.reason())
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            e -> assertThat(e.detail()).contains("queue " + ECHO + " does not exist any more"));
            broker.publish(request(replies, "second"));
            assertThat(raw.next(ECHO).getProps().getCorrelationId()).isEqualTo("second");
            assertThat(heard.lost).isEmpty();
        }
    }

    @Test
    void aRequestForWhichThereIsNoRoomIsTooBusy() throws Exception {
        raw.declare(ECHO, Map.of("x-queue-type", "classic", "x-max-length", 2, "x-overflow", "reject-publish"));
        Heard heard = new Heard();
        try (ReplyQueue replies = broker.openReplyQueue(heard)) {
            for (int i = 1; i <= 4; i++) {
                broker.publish(request(replies, "r-" + i));
            }
            Lost lost = heard.next();
            assertThat(lost.correlationId()).isIn("r-3", "r-4");
            assertThat(lost.reason()).isInstanceOf(TooBusy.class);
        }
    }

    /** A request that went nowhere. */
    private record Lost(String correlationId, Refusal reason) {}

    private static final class Heard implements ReplyListener {
        private final BlockingQueue<Lost> lost = new LinkedBlockingQueue<>();

        @Override
        public void replied(Message reply) {
            throw new AssertionError("nobody answers " + reply.correlationId());
        }

        @Override
        public void unsent(String correlationId, Refusal reason) {
            lost.add(new Lost(correlationId, reason));
        }

        Lost next() throws InterruptedException {
            Lost next = lost.poll(2, TimeUnit.MINUTES);
            assertThat(next).as("a request that went nowhere").isNotNull();
            return next;
        }
    }

    @Test
    void aReplyToAQueueThatIsGoneIsNobodysFailure() throws Exception {
        broker.publish(new Message("nobody.reads.this", new byte[0], "c", null, null, false, Map.of()));
        broker.publish(durable("still works"));
        assertThat(raw.next(QUEUE).getProps().getCorrelationId()).isEqualTo("still works");
    }

    @Test
    void aConsumerWhoseQueueIsDeletedSubscribesAgain() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        try (var subscription = broker.subscribe(QUEUE, 2, delivery -> {
            handled.incrementAndGet();
            return Settlement.ACCEPT;
        })) {
            raw.channel.queueDelete(QUEUE);
            Eventually.holds(() -> {
                assertThat(Queues.exists(raw.connection, QUEUE)).isTrue();
                assertThat(raw.channel.consumerCount(QUEUE)).isEqualTo(2);
            });
            Eventually.holds(() -> broker.publish(durable("after")));
            Eventually.holds(() -> assertThat(handled).hasValueGreaterThanOrEqualTo(1));
        }
    }

    @Test
    void aFullQueueIsTooBusy() throws Exception {
        raw.declare(QUEUE, Map.of("x-queue-type", "classic", "x-max-length", 2, "x-overflow", "reject-publish"));
        broker.publish(durable("1"));
        broker.publish(durable("2"));
        assertThatThrownBy(() -> {
                    broker.publish(durable("3"));
                    broker.publish(durable("4"));
                })
                .isInstanceOfSatisfying(
                        TooBusy.class,
                        e -> assertThat(e.detail()).contains("queue " + QUEUE + " takes no more messages"));
    }

    @Test
    void aBlockedBrokerMakesProducersWaitAndRefusesThemWhileWorkersGoOn(RabbitServer server) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        broker.publish(durable("in hand"));
        var subscription = broker.subscribe(QUEUE, 1, delivery -> {
            started.countDown();
            awaitQuietly(gate);
            return Settlement.ACCEPT;
        });
        assertThat(started.await(2, TimeUnit.MINUTES)).isTrue();
        server.control("set_vm_memory_high_watermark", "0.00001");
        try {
            // The broker says so at the first message that it leaves lying.
            assertThatThrownBy(() -> broker.publish(durable("left lying"))).isInstanceOf(Unavailable.class);
            Eventually.holds(() -> assertThat(broker.status().detail()).contains("takes no messages"));
            assertThatThrownBy(() -> broker.publish(durable("waits before the gate")))
                    .isInstanceOfSatisfying(
                            Unavailable.class, e -> assertThat(e.detail()).contains("RabbitMQ takes no messages now"));
            gate.countDown();
            Eventually.holds(() -> assertThat(raw.channel.consumerCount(QUEUE)).isEqualTo(1));
            subscription.stop();
            assertThat(subscription.awaitIdle(Duration.ofMinutes(2))).isTrue();
            subscription.close();
        } finally {
            server.control("set_vm_memory_high_watermark", "0.4");
        }
        Eventually.holds(() -> broker.publish(durable("flows again")));
        Eventually.holds(() -> assertThat(broker.status().detail()).doesNotContain("takes no messages"));
        assertThat(raw.next(QUEUE).getProps().getCorrelationId())
                .as("'in hand' was settled while producers were blocked")
                .isNotEqualTo("in hand");
    }

    private static Message durable(String id) {
        return Message.durable(QUEUE, "{}".getBytes(UTF_8), id);
    }

    private static Message request(ReplyQueue replies, String id) {
        return Message.request(
                ECHO, "{}".getBytes(UTF_8), id, replies.name(), Instant.now().plusSeconds(60));
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
