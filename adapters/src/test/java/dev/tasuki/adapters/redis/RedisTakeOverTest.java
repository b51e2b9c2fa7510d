package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.testservers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Protocol;

/** What becomes of entries whose consumer is gone, and of what is more than there is room for. */
@ExtendWith(RedisServers.class)
class RedisTakeOverTest {
    private static final String QUEUE = "queue.model.train";
    private static final String STREAM = "tasuki:{" + QUEUE + "}:s";
    private static final String LONGER_THAN_PATIENCE = "40000";

    private final RedisServer server;
    private final AtomicInteger dropped = new AtomicInteger();
    private final Queue<Delivery> seen = new ConcurrentLinkedQueue<>();
    private RawRedis raw;
    private RedisBroker broker;

    RedisTakeOverTest(RedisServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() {
        raw = new RawRedis(server);
        raw.call(Protocol.Command.FLUSHALL);
        broker = broker("");
    }

    private RedisBroker broker(String parameters) {
        return new RedisBroker(
                RedisSettings.parse(server.url() + parameters), InstantSource.system(), dropped::addAndGet);
    }

    @AfterEach
    void close() {
        broker.close();
        raw.close();
    }

    /** A consumer that takes the one message, and whose last sign of life is that long ago. */
    private String held(String idle, String deliveries) {
        broker.publish(Message.durable(QUEUE, new byte[] {1}, "m"));
        Object read = raw.call(Protocol.Command.XREADGROUP, "GROUP", "g", "gone", "COUNT", "1", "STREAMS", STREAM, ">");
        String id = RedisQueues.Entry.all(
                        Answer.list(Answer.list(read).getFirst()).get(1))
                .getFirst()
                .id();
        raw.call(Protocol.Command.XCLAIM, STREAM, "g", "gone", "0", id, "IDLE", idle, "RETRYCOUNT", deliveries);
        return id;
    }

    private Subscription accepting() {
        return broker.subscribe(QUEUE, 1, delivery -> {
            seen.add(delivery);
            return Settlement.ACCEPT;
        });
    }

    @Test
    void whatADeadConsumerHeldComesToAnotherOne() {
        held(LONGER_THAN_PATIENCE, "1");
        Subscription subscription = accepting();
        Eventually.holds(() -> assertThat(seen).hasSize(1));
        subscription.close();

        assertThat(seen.element().count()).isEqualTo(2);
        assertThat(raw.call(Protocol.Command.XLEN, STREAM)).isEqualTo(0L);
        assertThat(broker.readings())
                .filteredOn(reading -> reading.of().equals(Map.of("queue", QUEUE)))
                .singleElement()
                .satisfies(reading -> assertThat(reading.name()).isEqualTo("redis_taken_over_total"))
                .satisfies(reading -> assertThat(reading.value()).isEqualTo(1));
    }

    @Test
    void whatALivingConsumerHoldsStaysWithIt() {
        held("0", "1");
        Subscription subscription = accepting();
        broker.publish(Message.durable(QUEUE, new byte[] {2}, "next"));
        Eventually.holds(() -> assertThat(seen).hasSize(1));
        subscription.close();

        assertThat(seen.element().message().correlationId()).isEqualTo("next");
        assertThat(raw.call(Protocol.Command.XLEN, STREAM)).isEqualTo(1L);
    }

    @Test
    void theLateSettlementOfAFormerHolderChangesNothing() {
        Queue<String> reasons = new ConcurrentLinkedQueue<>();
        broker.publish(Message.durable(QUEUE, new byte[] {1}, "m"));
        Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> {
            // Another consumer takes the entry while it is handled here.
            List<Object> pending = Answer.list(raw.call(Protocol.Command.XPENDING, STREAM, "g", "-", "+", "1"));
            String id = Answer.text(Answer.list(pending.getFirst()).getFirst());
            raw.call(Protocol.Command.XCLAIM, STREAM, "g", "other", "0", id);
            reasons.add("handled");
            return new Settlement.Discard("too late to have a say");
        });
        Eventually.holds(() -> assertThat(reasons).hasSize(1));
        subscription.close();

        assertThat(broker.deadLetters().list(QUEUE, 10)).isEmpty();
        assertThat(raw.call(Protocol.Command.XLEN, STREAM)).isEqualTo(1L);
    }

    @Test
    @Tag("bound:deliveries")
    void aMessageUnderWhichManyConsumersDiedGoesToTheDeadLetters() {
        int most = Limits.DELIVERIES.intValue();
        held(LONGER_THAN_PATIENCE, Integer.toString(most - 1));
        Subscription subscription = accepting();
        Eventually.holds(() -> assertThat(seen).hasSize(1));
        assertThat(seen.element().count()).isEqualTo(most);
        subscription.close();

        held(LONGER_THAN_PATIENCE, Integer.toString(most));
        Subscription next = accepting();
        Eventually.holds(() -> assertThat(broker.deadLetters().list(QUEUE, 10))
                .extracting(DeadLetter::reason)
                .containsExactly("ended " + most + " consumers"));
        next.close();
        assertThat(seen).hasSize(1);
    }

    @Test
    void anEntryThatIsNoneOfOursGoesToTheDeadLetters() {
        raw.call(Protocol.Command.XADD, STREAM, "*", "foreign", "field");
        raw.call(Protocol.Command.XGROUP, "CREATE", STREAM, "g", "0");
        Subscription subscription = accepting();
        Eventually.holds(() -> assertThat(broker.deadLetters().list(QUEUE, 10)).hasSize(1));
        subscription.close();

        assertThat(seen).isEmpty();
        assertThat(broker.deadLetters().list(QUEUE, 10).getFirst().reason())
                .isEqualTo("its fields are none that this program writes");
    }

    @Test
    void aQueueThatWasDeletedIsMadeAgain() {
        Subscription subscription = accepting();
        Eventually.holds(
                () -> assertThat(raw.call(Protocol.Command.EXISTS, STREAM)).isEqualTo(1L));
        raw.call(Protocol.Command.DEL, STREAM);
        broker.publish(Message.durable(QUEUE, new byte[] {1}, "m"));
        Eventually.holds(() -> assertThat(seen).hasSize(1));
        subscription.close();
    }

    @Test
    void aGroupThatWasDestroyedIsMadeAgainAndWhatWasHeldIsSettled() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        CountDownLatch destroyed = new CountDownLatch(1);
        broker.publish(Message.durable(QUEUE, new byte[] {1}, "held"));
        Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> {
            seen.add(delivery);
            handled.countDown();
            await(destroyed);
            return Settlement.ACCEPT;
        });
        assertThat(handled.await(2, TimeUnit.MINUTES)).isTrue();
        raw.call(Protocol.Command.XGROUP, "DESTROY", STREAM, "g");
        destroyed.countDown();
        Eventually.holds(() -> assertThat(seen).hasSize(2));
        broker.publish(Message.durable(QUEUE, new byte[] {1}, "next"));
        Eventually.holds(() -> assertThat(seen).hasSize(3));
        Eventually.holds(
                () -> assertThat(raw.call(Protocol.Command.XLEN, STREAM)).isEqualTo(0L));
        subscription.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a broker interrupts no handler", e);
        }
    }

    @Test
    void namesOfProcessesThatDiedAreForgottenOnceNothingIsPendingUnderThem() {
        held("0", "1");
        String workers = "tasuki:{" + QUEUE + "}:workers";
        raw.call(Protocol.Command.ZADD, workers, "1", "gone", "1", "long-gone");
        raw.call(Protocol.Command.XGROUP, "CREATECONSUMER", STREAM, "g", "long-gone");
        Subscription subscription = accepting();
        Eventually.holds(() -> assertThat(raw.call(Protocol.Command.ZSCORE, workers, "long-gone"))
                .isNull());
        assertThat(raw.call(Protocol.Command.ZSCORE, workers, "gone"))
                .as("it holds a message")
                .isNotNull();
        subscription.close();
    }

    @Test
    void aFullQueueOfRequestsRefuses() {
        try (RedisBroker narrow = broker("?max_queue=2")) {
            Instant deadline = Instant.now().plus(Duration.ofDays(400));
            Message request = Message.request("queue.ask", new byte[] {1}, "m", "reply.x", deadline);
            narrow.publish(request);
            narrow.publish(request);

            TooBusy refusal = catchThrowableOfType(TooBusy.class, () -> narrow.publish(request));
            assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_BUSY);
            assertThat(refusal.detail()).contains("queue.ask", "2 messages");
            narrow.publish(Message.durable("queue.ask", new byte[] {1}, "durable"));
        }
    }

    @Test
    @Tag("bound:dead_letters")
    void theOldestDeadLetterGivesWay() {
        int most = Limits.DEAD_LETTERS.intValue();
        raw.script(
                Script.of("for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'b', i, 'c', '') end"),
                "tasuki:{" + QUEUE + "}:dead",
                Integer.toString(most - 1));
        Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> new Settlement.Discard("no good"));
        broker.publish(Message.durable(QUEUE, new byte[] {1}, "nth"));
        Eventually.holds(
                () -> assertThat(broker.deadLetters().ids(QUEUE, most + 1)).hasSize(most));
        assertThat(dropped).hasValue(0);

        broker.publish(Message.durable(QUEUE, new byte[] {1}, "one more"));
        Eventually.holds(() -> assertThat(dropped).hasValue(1));
        subscription.close();
        assertThat(broker.deadLetters().ids(QUEUE, most + 1)).hasSize(most);
        assertThat(new String(broker.deadLetters().list(QUEUE, 1).getFirst().body()))
                .isEqualTo("2");
    }

    @Test
    @Tag("bound:replies_waiting")
    void repliesBeyondTheBoundAreDropped() {
        int most = Limits.REPLIES_WAITING.intValue();
        String list = "tasuki:{reply.dead}:list";
        raw.script(
                Script.of("for i = 1, ARGV[1] do redis.call('RPUSH', KEYS[1], i) end"),
                list,
                Integer.toString(most - 1));
        Message request = Message.request("q", new byte[0], "c", "tasuki.reply.dead/1", Instant.now());
        for (int i = 0; i < 2; i++) {
            broker.publish(new Message("tasuki.reply.dead/1", new byte[0], "c", null, null, false, request.headers()));
            Eventually.holds(
                    () -> assertThat(raw.call(Protocol.Command.LLEN, list)).isEqualTo((long) most));
        }
        broker.checkServer();
        assertThat(raw.call(Protocol.Command.LLEN, list)).isEqualTo((long) most);
        assertThat((Long) raw.call(Protocol.Command.PTTL, list)).isPositive();
    }
}
