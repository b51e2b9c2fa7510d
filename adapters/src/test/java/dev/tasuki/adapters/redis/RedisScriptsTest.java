package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.Lane;
import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.Script;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Protocol;

/** What the scripts guard against shows once a guard is taken out; and two versions of them work side by side. */
@ExtendWith(RedisServers.class)
class RedisScriptsTest {
    private static final String QUEUE = "queue.scripts";
    private static final String STREAM = "tasuki:{" + QUEUE + "}:s";

    private final RedisServer server;
    private final RedisSettings settings;

    RedisScriptsTest(RedisServer server) {
        this.server = server;
        this.settings = RedisSettings.parse(server.url());
    }

    @BeforeEach
    void empty() {
        try (RawRedis raw = new RawRedis(server)) {
            raw.call(Protocol.Command.FLUSHALL);
        }
    }

    private static Script without(String guard, String instead) {
        String text = Scripts.BROKER.text();
        assertThat(text).contains(guard);
        return Script.of(text.replace(guard, instead));
    }

    /** What becomes of one message that consumer a holds, and then perhaps b; reads what is left at the server. */
    private final class Case implements AutoCloseable {
        private final RawRedis raw = new RawRedis(server);
        private final RedisQueues queues;
        private final Held held;

        Case(Script script) {
            empty();
            RedisLink link = new RedisLink(settings, ServerFacts.Use.BROKER);
            queues = new RedisQueues(link, script, RedisLanes.start("durable", link), RedisLanes.start("quick", link));
            Message message = Message.durable(QUEUE, new byte[] {1}, "m");
            queues.publish(message);
            raw.call(Protocol.Command.XREADGROUP, "GROUP", "g", "a", "STREAMS", STREAM, ">");
            List<Object> pending = Answer.list(raw.call(Protocol.Command.XPENDING, STREAM, "g", "-", "+", "1"));
            held = new Held(Answer.text(Answer.list(pending.getFirst()).getFirst()), 1, 0, message);
        }

        void takenOver() {
            raw.call(Protocol.Command.XCLAIM, STREAM, "g", "b", "0", held.id());
        }

        String holder() {
            List<Object> pending = Answer.list(raw.call(Protocol.Command.XPENDING, STREAM, "g", "-", "+", "1"));
            return pending.isEmpty()
                    ? "nobody"
                    : Answer.text(Answer.list(pending.getFirst()).get(1));
        }

        long stored() {
            return Answer.number(raw.call(Protocol.Command.XLEN, STREAM));
        }

        @Override
        public void close() {
            queues.durable().close();
            queues.quick().close();
            raw.close();
        }
    }

    @Test
    void aSettlementOfAFormerHolderWouldRemoveTheMessage() {
        String guard = "held(id, consumer) == count and (how == 'accept' or fields(id))";
        assertThat(settledByTheFormerHolder(Scripts.BROKER)).isOne();
        assertThat(settledByTheFormerHolder(without(guard, "(how == 'accept' or fields(id))")))
                .isZero();
    }

    private long settledByTheFormerHolder(Script script) {
        try (Case one = new Case(script)) {
            one.takenOver();
            Lane.join(one.queues.settle(QUEUE, "a", one.held, Settlement.ACCEPT));
            return one.stored();
        }
    }

    @Test
    void aSignOfLifeOfAFormerHolderWouldTakeTheMessageBack() {
        assertThat(holderAfterASignOfLife(Scripts.BROKER)).isEqualTo("b");
        assertThat(holderAfterASignOfLife(without("if held(ARGV[i], ARGV[2]) then", "if true then")))
                .isEqualTo("a");
    }

    private String holderAfterASignOfLife(Script script) {
        try (Case one = new Case(script)) {
            one.takenOver();
            one.queues.beat(QUEUE, "a", List.of(one.held.id()));
            return one.holder();
        }
    }

    @Test
    void aNameThatGoesWithWhatItHoldsWouldTakeTheMessageAlong() {
        String guard = "if redis.call('EXISTS', S) == 1 and #pending('-', '+', 1, ARGV[2]) == 0 then";
        assertThat(holderAfterItLeft(Scripts.BROKER)).isEqualTo("a");
        assertThat(holderAfterItLeft(without(guard, "if redis.call('EXISTS', S) == 1 then")))
                .isEqualTo("nobody");
    }

    private String holderAfterItLeft(Script script) {
        try (Case one = new Case(script)) {
            one.queues.leave(QUEUE, "a");
            assertThat(one.stored()).isOne();
            return one.holder();
        }
    }

    @Test
    void aClockOfTheClientWouldLetOthersTakeALivingRun() {
        assertThat(lapsedAfterAClaimOf(Scripts.STORE)).isEmpty();
        empty();
        // What a client would send whose clock is an hour behind.
        assertThat(lapsedAfterAClaimOf(byClockOf("now - 3600000"))).containsExactly(new TaskId("m"));
    }

    @Test
    void aClockOfTheClientWouldKeepADeadRun() {
        assertThat(lapsedAfterAClaimOf(Scripts.STORE, Duration.ofMillis(1))).containsExactly(new TaskId("m"));
        empty();
        assertThat(lapsedAfterAClaimOf(byClockOf("now + 3600000"), Duration.ofMillis(1)))
                .isEmpty();
    }

    /** The rows' script with the planted mistake that a lease is set by another clock than the server's. */
    private static Script byClockOf(String time) {
        String ours = "lease_until = now + tonumber(ARGV[5])";
        assertThat(Scripts.STORE.text()).contains(ours);
        return Script.of(Scripts.STORE.text().replace(ours, ours.replace("now", time)));
    }

    private List<TaskId> lapsedAfterAClaimOf(Script script) {
        return lapsedAfterAClaimOf(script, Duration.ofMinutes(1));
    }

    /** What a healthy process takes for lapsed, right after another one with that script has claimed. */
    private List<TaskId> lapsedAfterAClaimOf(Script script, Duration lease) {
        try (RedisRows one = RedisRows.open(settings, script);
                RedisRows two = RedisRows.open(settings)) {
            TaskId id =
                    new RedisTaskStore(one).accept(TaskSamples.task("m")).row().id();
            assertThat(new RedisTaskStore(one).apply(new Transition.Claim(id, 0, "w", lease)))
                    .isTrue();
            RedisTaskStore healthy = new RedisTaskStore(two);
            awaitServersClock(lease.toMillis() < 1_000 ? 20 : 0);
            return healthy.due(new Due.Lapsed(10)).stream().map(TaskRow::id).toList();
        }
    }

    /** Returns when the server's clock has gone on this far. */
    private void awaitServersClock(long millis) {
        try (RawRedis raw = new RawRedis(server)) {
            long from = millis(raw);
            Eventually.holds(() -> assertThat(millis(raw) - from).isGreaterThanOrEqualTo(millis));
        }
    }

    private static long millis(RawRedis raw) {
        List<Object> time = Answer.list(raw.call(Protocol.Command.TIME));
        return Answer.number(time.get(0)) * 1_000 + Answer.number(time.get(1)) / 1_000;
    }

    private static List<Long> numbers(@Nullable Object answer) {
        return Answer.list(answer).stream().map(Answer::number).toList();
    }

    @Test
    void aFullQueueTakesOfSeveralThatComeTogetherAsManyAsItHasRoomFor() {
        String key = "tasuki:{" + QUEUE + "}:";
        try (RawRedis raw = new RawRedis(server)) {
            String[] three = {"publish", "2", "2", "b", "1", "4", "b", "2", "c", "two", "2", "b", "3"};
            assertThat(numbers(raw.script(Scripts.BROKER, key, three))).containsExactly(1L, 1L, 0L);
            assertThat(raw.call(Protocol.Command.XLEN, STREAM)).isEqualTo(2L);
            assertThat(numbers(raw.script(Scripts.BROKER, key, three))).containsExactly(0L, 0L, 0L);
        }
    }

    @Test
    void whatHasExpiredAtTheHeadMakesRoomTwoForEachMessage() {
        String key = "tasuki:{" + QUEUE + "}:";
        try (RawRedis raw = new RawRedis(server)) {
            for (int i = 0; i < 6; i++) {
                raw.script(Scripts.BROKER, key, "publish", "0", "4", "b", "old", "d", "1");
            }
            raw.script(Scripts.BROKER, key, "publish", "0", "2", "b", "young");
            // Each of two makes room for itself and one more.
            assertThat(numbers(raw.script(Scripts.BROKER, key, "publish", "7", "2", "b", "1", "2", "b", "2")))
                    .containsExactly(1L, 1L);
            assertThat(raw.call(Protocol.Command.XLEN, STREAM)).isEqualTo(5L);
            assertThat(numbers(raw.script(
                            Scripts.BROKER, key, "publish", "4", "2", "b", "3", "2", "b", "4", "2", "b", "5")))
                    .containsExactly(1L, 0L, 0L);
        }
    }

    @Test
    void aProcessThatDoesNotReadGetsOfSeveralRepliesAsManyAsItsListHasRoomFor() {
        String key = "tasuki:{reply.p}:";
        try (RawRedis raw = new RawRedis(server)) {
            assertThat(numbers(raw.script(Scripts.BROKER, key, "reply", "2", "60000", "a", "b", "c")))
                    .containsExactly(1L, 1L, 0L);
            assertThat(numbers(raw.script(Scripts.BROKER, key, "reply", "2", "60000", "d")))
                    .containsExactly(0L);
            assertThat(Answer.list(raw.call(Protocol.Command.LRANGE, key + "list", "0", "-1")).stream()
                            .map(Answer::text))
                    .containsExactly("a", "b");
            assertThat(Answer.number(raw.call(Protocol.Command.PTTL, key + "list")))
                    .isBetween(1L, 60_000L);
        }
    }

    @Test
    void aSettlementOfWhatSomebodyDeletedTellsSoAndLeavesNothingPending() {
        try (Case one = new Case(Scripts.BROKER)) {
            one.raw.call(Protocol.Command.XDEL, STREAM, one.held.id());
            assertThat(Lane.join(one.queues.settle(QUEUE, "a", one.held, Settlement.ACCEPT)))
                    .isEqualTo(0L);
            assertThat(one.holder()).isEqualTo("nobody");
        }
    }

    @Test
    void ofSeveralSettledTogetherOnlyWhatIsHeldIsRemovedAndThatOnce() {
        String key = "tasuki:{" + QUEUE + "}:";
        try (Case one = new Case(Scripts.BROKER)) {
            for (int i = 0; i < 3; i++) {
                one.queues.publish(Message.durable(QUEUE, new byte[] {1}, "m" + i));
            }
            one.raw.call(Protocol.Command.XREADGROUP, "GROUP", "g", "a", "STREAMS", STREAM, ">");
            one.takenOver();
            List<String> ids = Answer.list(one.raw.call(Protocol.Command.XRANGE, STREAM, "-", "+")).stream()
                    .map(entry -> Answer.text(Answer.list(entry).getFirst()))
                    .toList();
            List<String> words = new ArrayList<>(List.of("settle", "a", "100"));
            // Taken over; delivered as often as is said, twice; with another count; given back.
            for (String[] each : new String[][] {
                {ids.get(0), "1", "accept", ""},
                {ids.get(1), "1", "accept", ""},
                {ids.get(1), "1", "accept", ""},
                {ids.get(2), "2", "accept", ""},
                {ids.get(3), "1", "requeue", "0"},
                {ids.get(3), "1", "accept", ""}
            }) {
                words.addAll(List.of(each));
            }

            assertThat(numbers(one.raw.script(Scripts.BROKER, key, words.toArray(String[]::new))))
                    .containsExactly(0L, 1L, 0L, 0L, 1L, 0L);
            assertThat(one.stored()).isEqualTo(3L);
            List<Object> pending = Answer.list(one.raw.call(Protocol.Command.XPENDING, STREAM, "g", "-", "+", "9"));
            assertThat(pending.stream()
                            .map(entry -> Answer.text(Answer.list(entry).getFirst())))
                    .containsExactly(ids.get(0), ids.get(2));
        }
    }

    @Test
    void settlementsThatGoTogetherAreOneCallOfTheScript() throws IOException {
        try (Case one = new Case(Scripts.BROKER)) {
            for (int i = 0; i < 9; i++) {
                one.queues.publish(Message.durable(QUEUE, new byte[] {1}, "m" + i));
            }
            one.raw.call(Protocol.Command.XREADGROUP, "GROUP", "g", "a", "STREAMS", STREAM, ">");
            List<Held> held = Answer.list(one.raw.call(Protocol.Command.XRANGE, STREAM, "-", "+")).stream()
                    .map(entry -> new Held(Answer.text(Answer.list(entry).getFirst()), 1, 0, one.held.message()))
                    .toList();
            server.say("CONFIG", "RESETSTAT");
            server.pause();
            List<CompletableFuture<@Nullable Object>> settled = held.stream()
                    .map(each -> one.queues.settle(QUEUE, "a", each, Settlement.ACCEPT))
                    .toList();
            server.goOn();

            assertThat(settled)
                    .hasSize(10)
                    .allSatisfy(each -> assertThat(Lane.join(each)).isEqualTo(1L));
            assertThat(one.stored()).isZero();
            // What the lane took first, and what came while it waited.
            assertThat(server.say("INFO", "commandstats")).containsPattern("cmdstat_evalsha:calls=[12],");
        }
    }

    @Test
    void processesOfTwoVersionsWorkSideBySide() {
        Script newer = Script.of(Scripts.BROKER.text() + "\n-- another version");
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (RedisBroker old = new RedisBroker(settings, InstantSource.system(), gone -> {});
                RedisBroker fresh = new RedisBroker(settings, InstantSource.system(), gone -> {}, newer)) {
            Subscription ofOld = old.subscribe(QUEUE, 1, delivery -> {
                seen.add(delivery.message().correlationId());
                return delivery.count() == 1 ? new Settlement.Requeue(Duration.ZERO) : Settlement.ACCEPT;
            });
            Subscription ofFresh = fresh.subscribe(QUEUE, 1, delivery -> {
                seen.add(delivery.message().correlationId());
                return delivery.count() == 1 ? new Settlement.Requeue(Duration.ZERO) : Settlement.ACCEPT;
            });
            for (int i = 0; i < 20; i++) {
                (i % 2 == 0 ? old : fresh).publish(Message.durable(QUEUE, new byte[] {1}, "m" + i));
            }
            Eventually.holds(() ->
                    assertThat(old.status().queues()).allMatch(queue -> queue.ready() == 0 && queue.unsettled() == 0));
            ofOld.close();
            ofFresh.close();
        }
        assertThat(seen).as("each once given back").hasSize(40);
    }
}
