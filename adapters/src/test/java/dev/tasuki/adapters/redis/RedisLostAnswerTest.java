package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Protocol;

/** An answer is lost after the server has done what it answers: nothing is sent a second time, and what that would do. */
@ExtendWith({RedisServers.class, NoThreadLeft.class})
final class RedisLostAnswerTest {
    private static final String QUEUE = "queue.lost";

    private final RedisServer server;

    RedisLostAnswerTest(RedisServer server) {
        this.server = server;
    }

    @BeforeEach
    void empty() {
        try (RawRedis raw = new RawRedis(server)) {
            raw.call(Protocol.Command.FLUSHALL);
        }
    }

    /** What a client does that repeats by itself what broke: the mistake that is planted here. */
    private static Runnable sentAgain(Runnable call) {
        return () -> {
            try {
                call.run();
            } catch (Unavailable lost) {
                Eventually.holds(call::run);
            }
        };
    }

    @Test
    void aMessageWouldBeThereTwiceIfItWereSentAgain() throws Exception {
        assertThat(messagesAfterALostAnswer(call -> call)).isOne();
        empty();
        assertThat(messagesAfterALostAnswer(RedisLostAnswerTest::sentAgain)).isEqualTo(2);
    }

    private long messagesAfterALostAnswer(UnaryOperator<Runnable> client) throws Exception {
        try (RedisProxy proxy = RedisProxy.to(server.port());
                RedisBroker broker =
                        new RedisBroker(RedisSettings.parse(proxy.url()), InstantSource.system(), gone -> {});
                RawRedis raw = new RawRedis(server)) {
            broker.publish(Message.durable(QUEUE, new byte[] {1}, "first"));
            raw.call(Protocol.Command.DEL, "tasuki:{" + QUEUE + "}:s");
            long before = scripts(raw);
            proxy.loseNextAnswer();
            Unavailable lost = catchThrowableOfType(
                    Unavailable.class,
                    client.apply(() -> broker.publish(Message.durable(QUEUE, new byte[] {1}, "m")))::run);
            long stored = Answer.number(raw.call(Protocol.Command.XLEN, "tasuki:{" + QUEUE + "}:s"));
            assertThat(scripts(raw) - before).as("scripts that ran").isEqualTo(stored);
            if (stored == 1) {
                assertThat(lost.detail()).contains("lost before its answer: it may have happened all the same");
            }
            return stored;
        }
    }

    /** How many scripts the server has been told to run. */
    private static long scripts(RawRedis raw) {
        String stats = Answer.text(raw.call(Protocol.Command.INFO, "commandstats"));
        return Long.parseLong(stats.replaceAll("(?s).*cmdstat_evalsha:calls=(\\d+),.*", "$1"));
    }

    @Test
    void aClaimThatIsSentAgainWouldSayNoToItsOwnOwner() throws Exception {
        try (RedisProxy proxy = RedisProxy.to(server.port());
                RedisRows rows = RedisRows.open(RedisSettings.parse(proxy.url()))) {
            RedisTaskStore store = new RedisTaskStore(rows);
            TaskId id = store.accept(TaskSamples.task("m")).row().id();
            Transition claim = new Transition.Claim(id, 0, "us", Duration.ofMinutes(1));
            proxy.loseNextAnswer();

            Unavailable lost = catchThrowableOfType(Unavailable.class, () -> store.apply(claim));

            assertThat(lost.detail()).contains("it may have happened all the same");
            // The row tells whose it is, which a second sending of the same claim does not.
            Eventually.holds(() -> assertThat(store.find(id))
                    .get()
                    .satisfies(row -> assertThat(row.state()).isEqualTo(TaskState.TASK_STARTED))
                    .satisfies(row -> assertThat(row.toString()).contains("us")));
            assertThat(store.apply(claim)).isFalse();
        }
    }
}
