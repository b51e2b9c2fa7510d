package dev.tasuki.adapters.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.GetResponse;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.contracts.Together;
import dev.tasuki.core.base.CloudEvents;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.RabbitServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several producers and consumers on one broker, each with its own connections. */
@ExtendWith({RabbitServers.class, NoThreadLeft.class})
final class RabbitProcessesTest {
    private static final String QUEUE = "queue.model.predict";

    private RabbitSettings settings;
    private RawRabbit raw;

    @BeforeEach
    void open(RabbitServer server) throws Exception {
        settings = RabbitSettings.parse(server.url());
        raw = new RawRabbit(server).without();
    }

    @AfterEach
    void close() {
        raw.close();
    }

    @Test
    void everyRequesterOfTwoApiProcessesGetsItsOwnAnswer() throws Exception {
        try (RabbitBroker one = new RabbitBroker(settings.named("api 1"), InstantSource.system());
                RabbitBroker two = new RabbitBroker(settings.named("api 2"), InstantSource.system());
                RabbitBroker third = new RabbitBroker(settings.named("consumer 1"), InstantSource.system());
                RabbitBroker fourth = new RabbitBroker(settings.named("consumer 2"), InstantSource.system());
                var first = third.subscribe(QUEUE, 2, delivery -> echo(third, delivery.message()));
                var second = fourth.subscribe(QUEUE, 2, delivery -> echo(fourth, delivery.message()))) {
            Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
            try (ReplyQueue left = one.openReplyQueue(reply -> complete(waiting, "left", reply));
                    ReplyQueue right = two.openReplyQueue(reply -> complete(waiting, "right", reply))) {
                List<Integer> answered = Together.run(80, thread -> () -> {
                    boolean even = thread % 2 == 0;
                    int correct = 0;
                    for (int i = 0; i < 25; i++) {
                        // The same correlation ids on both sides: only the reply queue tells them apart.
                        String id = thread / 2 + "-" + i;
                        CompletableFuture<String> answer = new CompletableFuture<>();
                        waiting.put((even ? "left " : "right ") + id, answer);
                        String text = (even ? "even " : "odd ") + id;
                        (even ? one : two).publish(request(text, id, even ? left : right));
                        correct += answer.get(2, TimeUnit.MINUTES).equals(text) ? 1 : 0;
                    }
                    return correct;
                });
                assertThat(answered).hasSize(80).containsOnly(25);
            }
        }
        assertThat(raw.ready(QUEUE)).isZero();
    }

    @Test
    void workersOnRequestsShareOneChannelAndNeverWaitForEachOther(RabbitServer server) throws Exception {
        CountDownLatch together = new CountDownLatch(4);
        try (RabbitBroker broker = new RabbitBroker(settings.named("sharing"), InstantSource.system());
                var requests = broker.subscribe(QUEUE, 4, delivery -> meet(together))) {
            assertThat(raw.consumers(QUEUE)).isEqualTo(4);
            assertThat(server.control("list_channels", "consumer_count").lines())
                    .contains("4")
                    .doesNotContain("1");
            for (int i = 0; i < 4; i++) {
                broker.publish(Message.durable(QUEUE, new byte[0], "c-" + i));
            }
            assertThat(together.await(2, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void workersOnRequestsComeBackAsManyWhenTheirQueueWasDeleted() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (RabbitBroker broker = new RabbitBroker(settings, InstantSource.system());
                var requests = broker.subscribe(QUEUE, 4, delivery -> {
                    seen.add(delivery.message().correlationId());
                    return Settlement.ACCEPT;
                })) {
            raw.channel.queueDelete(QUEUE);
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> raw.consumers(QUEUE) == 4);
            broker.publish(Message.durable(QUEUE, new byte[0], "after"));
            assertThat(seen.poll(2, TimeUnit.MINUTES)).isEqualTo("after");
            assertThat(raw.consumers(QUEUE)).isEqualTo(4);
        }
    }

    private static Settlement meet(CountDownLatch together) {
        together.countDown();
        try {
            return together.await(2, TimeUnit.MINUTES) ? Settlement.ACCEPT : new Settlement.Discard("alone");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Settlement.Discard("interrupted");
        }
    }

    @Test
    void nobodyWhoPublishesOnlyOpensASecondConnection(RabbitServer server) throws Exception {
        try (RabbitBroker broker = new RabbitBroker(settings.named("producer only"), InstantSource.system())) {
            broker.publish(Message.durable("queue.model.train", new byte[0], "c"));
            String connections = server.control("list_connections", "client_properties");
            assertThat(connections).contains("producer only sending").doesNotContain("producer only working");
        }
    }

    @Test
    void eventsAreConfirmedPersistentCloudEventsInOrder() throws Exception {
        MemoryTaskStore store = lives();
        List<Change> changes = store.changes().since(0, 100).changes();
        String mine = raw.channel.queueDeclare().getQueue();
        raw.channel.exchangeDeclare(RabbitEvents.EXCHANGE, BuiltinExchangeType.TOPIC, true);
        raw.channel.queueBind(mine, RabbitEvents.EXCHANGE, "*.train.#");
        try (RabbitBroker broker = new RabbitBroker(settings, InstantSource.system())) {
            RabbitEvents events = broker.events();
            assertThat(broker.events()).isSameAs(events);
            events.send(changes);
            List<String> keys = new ArrayList<>();
            for (Change change : changes) {
                GetResponse got = raw.next(mine);
                keys.add(got.getEnvelope().getRoutingKey());
                assertThat(got.getProps().getContentType()).isEqualTo("application/cloudevents+json");
                assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
                assertThat(got.getProps().getCorrelationId())
                        .isEqualTo(change.task().value());
                assertThat(got.getProps().getMessageId()).isEqualTo("evt_" + change.version());
                assertThat(new String(got.getBody(), UTF_8))
                        .isEqualTo(CloudEvents.of(change).toString());
            }
            assertThat(keys)
                    .containsExactly(
                            "task.train.received",
                            "task.train.started",
                            "task.train.cancel_requested",
                            "task.train.completed",
                            "model.train.deleted");

            events.send(changes.subList(1, 2));
            assertThat(raw.next(mine).getProps().getMessageId())
                    .as("what is sent again has the same id")
                    .isEqualTo("evt_" + changes.get(1).version());
        }
    }

    @Test
    void withoutAConnectionTheSenderIsToldThatNothingWasSent() {
        List<Change> changes = lives().changes().since(0, 100).changes();
        try (RabbitBroker away = new RabbitBroker(RabbitSettings.parse("amqp://127.0.0.1:1"), InstantSource.system())) {
            assertThatThrownBy(() -> away.events().send(changes))
                    .isInstanceOfSatisfying(
                            Unavailable.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE));
        }
    }

    /** A training from its acceptance to its removal. */
    private static MemoryTaskStore lives() {
        MemoryTaskStore store = new MemoryTaskStore(InstantSource.system());
        TaskId id = new TaskId("task-1");
        store.accept(TaskSamples.task("task-1"));
        store.apply(new Transition.Claim(id, 0, "w", Duration.ofMinutes(1)));
        store.apply(new Transition.Cancel(id));
        store.apply(TaskSamples.complete(id, 1));
        store.apply(new Transition.Remove(id));
        return store;
    }

    private static void complete(Map<String, CompletableFuture<String>> waiting, String side, Message reply) {
        waiting.remove(side + " " + reply.correlationId()).complete(new String(reply.body(), UTF_8));
    }

    private static Settlement echo(RabbitBroker broker, Message message) {
        broker.publish(Message.reply(message, message.body()));
        return Settlement.ACCEPT;
    }

    private static Message request(String text, String id, ReplyQueue replies) {
        return Message.request(
                QUEUE, text.getBytes(UTF_8), id, replies.name(), Instant.now().plusSeconds(60));
    }
}
