package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.FreePorts;
import dev.tasuki.testservers.RedisSentinel;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Protocol;

/** A master that Sentinels name. */
@ExtendWith(NoThreadLeft.class)
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
final class RedisSentinelTest {
    private static final String TRAIN = "queue.model.train";
    private static final String PREDICT = "queue.model.predict";

    private final Set<String> came = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();

    @BeforeAll
    static void requireServer() {
        RedisServers.requireInstalled();
    }

    private static RedisServer replicaOf(RedisServer master) throws IOException {
        return RedisServer.start("--replicaof", "127.0.0.1 " + master.port());
    }

    private static RedisBroker broker(String url) {
        return new RedisBroker(RedisSettings.parse(url), InstantSource.system(), gone -> {});
    }

    @Test
    void failoversAreFollowedByRowsMessagesReadersAndReplies() throws Exception {
        try (RedisServer first = RedisServer.start();
                RedisServer second = replicaOf(first);
                RedisSentinel sentinel = RedisSentinel.start(first, 1, "");
                RedisBroker asking = broker(sentinel.url());
                RedisBroker working = broker(sentinel.url());
                RedisRows rows = RedisRows.open(RedisSettings.parse(sentinel.url()));
                ReplyQueue replies = asking.openReplyQueue(reply -> came.add(reply.correlationId()));
                Subscription trainings = working.subscribe(TRAIN, 1, delivery -> {
                    came.add(delivery.message().correlationId());
                    return Settlement.ACCEPT;
                });
                Subscription predictions = working.subscribe(PREDICT, 1, delivery -> {
                    working.publish(Message.reply(delivery.message(), new byte[] {1}));
                    return Settlement.ACCEPT;
                })) {
            RedisTaskStore store = new RedisTaskStore(rows);
            works(asking, replies);
            store.accept(TaskSamples.task("m"));

            // One is asked for, with the old master alive: its connections must not be kept.
            copied(first);
            sentinel.failOver();
            master(second);
            // The old one takes writes for ten seconds more, and loses them; the processes are told by then.
            Eventually.holds(() -> {
                assertThatCode(store::counts).doesNotThrowAnyException();
                assertThat(changes(rows.readings())).isEqualTo(1.0);
            });
            Eventually.holds(() -> {
                assertThat(asking.status().connected()).isTrue();
                assertThat(changes(asking.readings())).isEqualTo(1.0);
            });
            works(asking, replies);
            assertThat(store.apply(new Transition.Claim(new TaskId("m"), 0, "w", Duration.ofMinutes(5))))
                    .isTrue();

            // The other is Sentinel's own, when the master is gone.
            sentinel.awaitReplicas(1);
            copied(second);
            second.kill();
            Unavailable away = null;
            while (away == null) {
                away = catchThrowableOfType(
                        Unavailable.class, () -> asking.publish(Message.durable(TRAIN, new byte[] {1}, "lost")));
            }
            assertThat(away.detail()).contains(RedisSentinel.MASTER + "@127.0.0.1:" + sentinel.port());
            master(first);
            works(asking, replies);
            rowsAnswer(store);
            assertThat(store.find(new TaskId("m")).orElseThrow().state()).isEqualTo(TaskState.TASK_STARTED);
            assertThat(changes(asking.readings())).isEqualTo(2.0);
            assertThat(changes(rows.readings())).isEqualTo(2.0);
            trainings.stop();
            predictions.stop();
        }
    }

    private static double changes(List<ServerReading> readings) {
        return readings.stream()
                .filter(reading -> reading.name().equals("redis_server_changes_total"))
                .mapToDouble(ServerReading::value)
                .sum();
    }

    /** A message and a question find their way; what failed on a connection of before is sent anew. */
    private void works(RedisBroker asking, ReplyQueue replies) {
        Eventually.holds(() -> {
            String training = "t" + number.incrementAndGet();
            assertThatCode(() -> asking.publish(Message.durable(TRAIN, new byte[] {1}, training)))
                    .doesNotThrowAnyException();
            Eventually.holds(() -> assertThat(came).contains(training));
        });
        String question = "q" + number.incrementAndGet();
        Instant deadline = Instant.now().plus(Duration.ofDays(1));
        Eventually.holds(() -> {
            assertThatCode(() -> asking.publish(
                            Message.request(PREDICT, new byte[] {1}, question, replies.name(), deadline)))
                    .doesNotThrowAnyException();
            assertThat(came).contains(question);
        });
    }

    /** The first command on a connection of before is refused, and may not be sent again by itself. */
    private static void rowsAnswer(RedisTaskStore store) {
        Eventually.holds(() -> assertThatCode(store::counts).doesNotThrowAnyException());
    }

    /** The replica has all that was written so far. */
    private static void copied(RedisServer master) {
        try (RawRedis raw = new RawRedis(master)) {
            Eventually.holds(() -> {
                raw.call(Protocol.Command.SET, "other:mark", "1");
                assertThat(Answer.number(raw.call(Protocol.Command.WAIT, "1", "1000")))
                        .isOne();
            });
        }
    }

    private static void master(RedisServer server) throws IOException {
        server.await("role:master", "INFO", "replication");
    }

    @Test
    void whatTheUrlNamesWronglyIsRefusedAtTheStartWithTheRemedy() throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisSentinel sentinel = RedisSentinel.start(server, 0, "")) {
            String at = "127.0.0.1:" + sentinel.port();
            refused(
                    "redis://" + at + "?sentinel=other",
                    "Sentinel at " + at + " knows no master of the name other: give the name that stands behind"
                            + " \"sentinel monitor\" in its configuration");
            refused(
                    server.url() + "?sentinel=other",
                    "Redis at 127.0.0.1:" + server.port()
                            + " is no Sentinel: name the Sentinels in the URL, or leave sentinel=other out");
            refused(
                    "redis://" + at,
                    "Redis at " + at + " is a Sentinel: add sentinel=NAME to the URL, the name of its master");
            assertThat(RedisExamination.ofBroker(RedisSettings.parse(sentinel.url()), InstantSource.system()))
                    .extracting(RedisExamination.Finding::state)
                    .containsOnly(RedisExamination.State.OK);
        }
    }

    private static void refused(String url, String sentence) {
        RedisSettings settings = RedisSettings.parse(url);
        assertThat(RedisExamination.unfitForBroker(settings)).contains(sentence);
        assertThatThrownBy(() -> RedisRows.open(settings))
                .isInstanceOf(Unavailable.class)
                .extracting(refusal -> ((Unavailable) refusal).detail())
                .isEqualTo(sentence);
        assertThat(RedisExamination.ofResults(settings, InstantSource.system())).anySatisfy(finding -> {
            assertThat(finding.state()).isEqualTo(RedisExamination.State.FAIL);
            assertThat(sentence).startsWith(finding.detail());
        });
    }

    @Test
    void oneSentinelOfSeveralIsEnoughAndItMayAskForThePassword() throws Exception {
        try (RedisServer server = RedisServer.start("--requirepass", "secret");
                RedisSentinel sentinel = RedisSentinel.start(server, 0, "secret")) {
            String url = "redis://:%s@127.0.0.1:" + FreePorts.one() + ",127.0.0.1:" + sentinel.port() + "?sentinel="
                    + RedisSentinel.MASTER;
            try (RedisBroker right = broker(url.formatted("secret"));
                    RedisBroker wrong = broker(url.formatted("guessed"))) {
                assertThatCode(right::checkServer).doesNotThrowAnyException();
                assertThat(catchThrowableOfType(Unavailable.class, wrong::checkServer)
                                .detail())
                        .contains("refused the user or the password")
                        .doesNotContain("guessed");
            }
        }
    }

    @Test
    void whileNoSentinelAnswersProcessesStartAndWait() throws Exception {
        int port = FreePorts.one();
        RedisSettings settings = RedisSettings.parse("redis://127.0.0.1:" + port + "?sentinel=m");
        assertThat(RedisExamination.unfitForBroker(settings)).isEmpty();
        try (RedisBroker broker = broker("redis://127.0.0.1:" + port + "?sentinel=m")) {
            assertThat(broker.status().connected()).isFalse();
            assertThat(List.of(broker.status().detail()))
                    .containsExactly("no Sentinel of m@127.0.0.1:" + port + " answers: connection refused");
        }
    }
}
