package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQS makes hard: bodies, visibility, deduplication, queues that are not there, reply queues without an owner. */
@ExtendWith({SqsServers.class, NoThreadLeft.class})
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
final class SqsAcceptanceTest {
    private static final String QUEUE = "queue.model.train";

    private final SqsWorld world;
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Map<String, Runnable> ticks = new ConcurrentHashMap<>();
    /** Time passes when a test says so. */
    private final Ticker byHand = (period, name, work) -> {
        ticks.put(name, work);
        return () -> {};
    };

    SqsAcceptanceTest(SqsWorld world) {
        this.world = world;
    }

    private SqsBroker broker(String more) {
        return world.broker(world.settings(SqsWorld.prefix(), more), store, byHand);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", SqsFixture.FIFO})
    void bodiesAndHeadersComeAsTheyWereSentAndNoObjectIsLeft(String more) {
        byte[] large = new byte[4 << 20];
        new Random(1).nextBytes(large);
        List<byte[]> bodies = List.of(large, new byte[0], "a\0b".getBytes(UTF_8), "\uFFFE".getBytes(UTF_8));
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            headers.put("h" + i, "ü" + i);
        }
        Map<String, Message> came = new ConcurrentHashMap<>();
        try (SqsBroker broker = broker(more)) {
            for (int i = 0; i < bodies.size(); i++) {
                broker.publish(Message.durable(QUEUE, bodies.get(i), "m-" + i).withHeaders(headers));
            }
            assertThat(store.list("messages/")).hasSize(1);
            try (Subscription ignored = broker.subscribe(QUEUE, 2, delivery -> {
                came.put(delivery.message().correlationId(), delivery.message());
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> assertThat(came).hasSize(bodies.size()));
                Eventually.holds(() -> assertThat(store.list("messages/")).isEmpty());
            }
        }
        for (int i = 0; i < bodies.size(); i++) {
            Message message = came.get("m-" + i);
            assertThat(message.body()).isEqualTo(bodies.get(i));
            assertThat(message.headers()).isEqualTo(headers);
        }
    }

    @Test
    void aBodyThatIsGoneFromTheStoreIsADeadLetter() {
        try (SqsBroker broker = broker("")) {
            broker.publish(Message.durable(QUEUE, new byte[2 << 20], "large"));
            store.list("messages/").forEach(object -> store.delete(object.key()));
            try (Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT)) {
                Eventually.holds(() -> assertThat(broker.deadLetters().list(QUEUE, 10))
                        .singleElement()
                        .satisfies(letter -> assertThat(letter.reason()).isEqualTo("its body is gone from the store")));
            }
        }
    }

    @Test
    void whatTheRelayPublishesAnewArrivesOverFifo() {
        List<String> came = new CopyOnWriteArrayList<>();
        try (SqsBroker broker = broker(SqsFixture.FIFO);
                Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> {
                    came.add(delivery.message().correlationId());
                    return Settlement.ACCEPT;
                })) {
            for (int i = 1; i <= 3; i++) {
                int count = i;
                broker.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "same task"));
                Eventually.holds(() -> assertThat(came).hasSize(count));
            }
        }
    }

    @Test
    void longWorkIsDoneOnceWhileItsHeartbeatGoesOn() throws Exception {
        String prefix = SqsWorld.prefix();
        CountDownLatch gate = new CountDownLatch(1);
        List<Delivery> came = new CopyOnWriteArrayList<>();
        try (SqsBroker broker = world.broker(world.settings(prefix, "&visibility=10"), store, byHand)) {
            Runnable beat = ticks.get("sqs-heartbeat");
            broker.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "long"));
            try (Subscription ignored = broker.subscribe(QUEUE, 2, delivery -> {
                came.add(delivery);
                pass(gate);
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> assertThat(came).hasSize(1));
                for (int seconds = 0; seconds < 240; seconds += 4) {
                    long told = visibilities(broker);
                    beat.run();
                    Eventually.holds(() -> assertThat(visibilities(broker)).isGreaterThan(told));
                    world.advance(Duration.ofSeconds(4));
                }
                assertThat(broker.status().queues())
                        .singleElement()
                        .satisfies(queue -> assertThat(queue.unsettled()).isEqualTo(1));
                gate.countDown();
                Eventually.holds(
                        () -> assertThat(broker.status().queues().getFirst().unsettled())
                                .isZero());
            }
        }
        assertThat(came).hasSize(1);
    }

    @Test
    void withoutAHeartbeatAnotherConsumerGetsItAndTheFirstSettlementIsSkipped() {
        String prefix = SqsWorld.prefix();
        SqsSettings settings = world.settings(prefix, "&visibility=10");
        CountDownLatch gate = new CountDownLatch(1);
        List<Integer> first = new CopyOnWriteArrayList<>();
        List<Integer> second = new CopyOnWriteArrayList<>();
        try (SqsBroker silent = world.broker(settings, store, byHand)) {
            Runnable beat = ticks.get("sqs-heartbeat");
            silent.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "taken over"));
            try (Subscription one = silent.subscribe(QUEUE, 1, delivery -> {
                first.add(delivery.count());
                pass(gate);
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> assertThat(first).containsExactly(1));
                world.advance(Duration.ofSeconds(11));
                try (SqsBroker other = world.broker(settings, store, new ThreadTicker());
                        Subscription two = other.subscribe(QUEUE, 1, delivery -> {
                            second.add(delivery.count());
                            pass(gate);
                            return Settlement.ACCEPT;
                        })) {
                    Eventually.holds(() -> assertThat(second).containsExactly(2));
                    beat.run();
                    Eventually.holds(() -> assertThat(reading(silent, "sqs_visibility_lost_total"))
                            .isEqualTo(1));
                    gate.countDown();
                    Eventually.holds(
                            () -> assertThat(other.status().queues().getFirst().unsettled())
                                    .isZero());
                }
            }
        }
    }

    @Test
    void aQueueThatMayNotBeMadeIsNamedWithTheRemedy() {
        try (SqsBroker broker = broker("&create=false")) {
            assertThatThrownBy(broker::checkQueues)
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("-queue-model-train is not there")
                    .hasMessageContaining("make it with deploy/sqs/template.yml, or allow create=true");
            assertThatThrownBy(() -> broker.openReplyQueue(reply -> {}))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("reply queues, which must be made");
        }
    }

    @Test
    void aQueueWithOtherAttributesIsUsedUnlessThatIsForbidden() {
        String prefix = SqsWorld.prefix();
        try (SqsBroker first = world.broker(world.settings(prefix, ""), store, byHand)) {
            first.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "m"));
        }
        try (SqsBroker other = world.broker(world.settings(prefix, "&visibility=77"), store, byHand)) {
            other.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "m"));
        }
        try (SqsBroker strict =
                world.broker(world.settings(prefix, "&visibility=77&strict_queues=true"), store, byHand)) {
            assertThatThrownBy(() -> strict.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "m")))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("VisibilityTimeout is 100, wanted is 77");
        }
    }

    @Test
    void replyQueuesOfDeadProcessesGoAndThoseOfLivingOnesStay() {
        String prefix = SqsWorld.prefix();
        SqsSettings settings = world.settings(prefix, "");
        SqsClients clients = SqsWorld.clients(settings);
        try (SqsBroker living = world.broker(settings, store, byHand)) {
            Runnable refresh = ticks.get("sqs-reply-queue");
            Runnable sweep = ticks.get("sqs-sweep");
            living.openReplyQueue(reply -> {});
            String dead = ReplyMailbox.prefix(settings) + "00000000-0000-0000-0000-000000000000";
            new SqsQueues(clients, Duration.ZERO).makeReplies(dead, ReplySweeper.tags(world.instant()));
            assertThat(replyQueues(clients, prefix)).hasSize(2);

            world.advance(Duration.ofMinutes(29));
            refresh.run();
            sweep.run();
            assertThat(replyQueues(clients, prefix)).hasSize(2);

            world.advance(Duration.ofMinutes(2));
            sweep.run();
            assertThat(replyQueues(clients, prefix)).hasSize(1).noneMatch(url -> url.endsWith(dead));
        }
        assertThat(replyQueues(clients, prefix)).isEmpty();
        clients.close();
    }

    @Test
    void bodiesOfLostMessagesAreSwept() throws Exception {
        SqsSettings settings = world.settings(SqsWorld.prefix(), "");
        SqsClients clients = SqsWorld.clients(settings);
        ClaimChecks claims = new ClaimChecks(store, clients.metrics());
        String key = "messages/" + settings.prefix() + "-queue-model-train/00000000-0000-0000-0000-000000000000";
        store.put(key, new java.io.ByteArrayInputStream(new byte[1]));
        java.time.Instant stored = store.stat(key).orElseThrow().modified();

        claims.sweep(settings.prefix(), stored.plus(Duration.ofDays(15)));
        assertThat(store.list("messages/")).hasSize(1);
        claims.sweep(settings.prefix(), stored.plus(Duration.ofDays(15)).plusSeconds(1));
        assertThat(store.list("messages/")).isEmpty();
        clients.close();
    }

    @Test
    void aMessageDeletesNoObjectButItsOwn() throws Exception {
        String key = "models/precious";
        store.put(key, new java.io.ByteArrayInputStream(new byte[1]));
        try (SqsBroker broker = broker("")) {
            broker.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "makes the queue"));
            String url = world.server().queueUrl(broker.settings().prefix() + "-queue-model-train");
            world.server()
                    .call(
                            "SendMessage",
                            "{\"QueueUrl\":\"" + url + "\",\"MessageBody\":\"{\\\"tasuki-object\\\":\\\"" + key
                                    + "\\\"}\",\"MessageAttributes\":{\"tasuki\":{\"DataType\":\"String\","
                                    + "\"StringValue\":\"{\\\"c\\\":\\\"forged\\\",\\\"e\\\":\\\"object\\\"}\"}}}");
            try (Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT)) {
                Eventually.holds(() -> assertThat(broker.deadLetters().list(QUEUE, 10))
                        .singleElement()
                        .satisfies(letter -> {
                            assertThat(letter.reason()).contains("names an object that is no message's body");
                            assertThat(letter.body()).isEmpty();
                        }));
            }
            String id = broker.deadLetters().ids(QUEUE, 1).getFirst();
            assertThat(broker.deadLetters().remove(QUEUE, id)).isTrue();
        }
        assertThat(store.stat(key)).isPresent();
    }

    private static List<String> replyQueues(SqsClients clients, String prefix) {
        return clients.calls()
                .listQueues(r -> r.queueNamePrefix(prefix + "-reply-"))
                .queueUrls();
    }

    private static long visibilities(SqsBroker broker) {
        return (long) reading(broker, "sqs_visibility_entries_total");
    }

    private static double reading(SqsBroker broker, String name) {
        return broker.readings().stream()
                .filter(reading -> reading.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a broker interrupts no handler", e);
        }
    }
}
