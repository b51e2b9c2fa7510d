package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.FreePorts;
import dev.tasuki.testservers.RedisServer;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Protocol;

/** Servers that go, come back, or will not do. Each test has one of its own. */
class RedisOutageTest {
    private static final String QUEUE = "queue.outage";

    @BeforeAll
    static void requireServer() {
        RedisServers.requireInstalled();
    }

    private static RedisBroker broker(String url) {
        return new RedisBroker(RedisSettings.parse(url), InstantSource.system(), gone -> {});
    }

    @Test
    void acknowledgedMessagesSurviveAKillAndTheSubscriptionGoesOn() throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (RedisServer server = RedisServer.start();
                RedisBroker broker = broker(server.url())) {
            for (int i = 0; i < 50; i++) {
                broker.publish(Message.durable(QUEUE, new byte[] {1}, "before-" + i));
            }
            server.kill();
            Unavailable away = catchThrowableOfType(
                    Unavailable.class, () -> broker.publish(Message.durable(QUEUE, new byte[] {1}, "lost")));
            assertThat(away.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE);
            assertThat(away.detail()).contains("Redis at 127.0.0.1:" + server.port());
            Eventually.holds(() -> assertThat(broker.status().detail()).contains("connection refused"));
            assertThat(broker.status().connected()).isFalse();

            server.startAgain();
            Subscription subscription = broker.subscribe(QUEUE, 3, delivery -> {
                seen.add(delivery.message().correlationId());
                return Settlement.ACCEPT;
            });
            Eventually.holds(() -> assertThat(seen).hasSizeGreaterThanOrEqualTo(50));
            server.kill();
            server.startAgain();
            Eventually.holds(() -> assertThat(broker.status().connected()).isTrue());
            broker.publish(Message.durable(QUEUE, new byte[] {1}, "after"));
            Eventually.holds(() -> assertThat(seen).contains("after"));
            subscription.close();
            assertThat(seen).contains("before-0", "before-49");
        }
    }

    @Test
    void whatIsHeldDuringAnOutageIsSettledAfterIt() throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisBroker broker = broker(server.url())) {
            Queue<String> seen = new ConcurrentLinkedQueue<>();
            broker.publish(Message.durable(QUEUE, new byte[] {1}, "m"));
            Subscription subscription = broker.subscribe(QUEUE, 1, delivery -> {
                seen.add(delivery.message().correlationId());
                server.kill();
                return Settlement.ACCEPT;
            });
            Eventually.holds(() -> assertThat(server.isRunning()).isFalse());
            server.startAgain();
            Eventually.holds(() -> assertThat(broker.status().queues())
                    .anyMatch(queue -> queue.ready() == 0 && queue.unsettled() == 0));
            subscription.close();
            assertThat(seen).containsExactly("m");
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        int port = FreePorts.one();
        try (RedisBroker broker = broker("redis://127.0.0.1:" + port)) {
            Unavailable away = catchThrowableOfType(Unavailable.class, broker::checkServer);
            assertThat(away.detail()).isEqualTo("no Redis at 127.0.0.1:" + port + ": connection refused");
        }
    }

    @Test
    void aPausedServerIsNoticed() throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisBroker broker = broker(server.url() + "?command_timeout=200")) {
            broker.publish(Message.durable(QUEUE, new byte[] {1}, "before"));
            server.pause();
            Unavailable lost = catchThrowableOfType(
                    Unavailable.class, () -> broker.publish(Message.durable(QUEUE, new byte[] {1}, "m")));
            server.goOn();
            assertThat(lost.detail()).contains("lost before its answer: it may have happened all the same");
            Eventually.holds(() -> assertThat(broker.status().connected()).isTrue());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--maxmemory-policy|allkeys-lru|set maxmemory-policy noeviction",
                "--requirepass|secret|wants a password",
                "--cluster-enabled|yes|is a Cluster: add cluster=true to the URL, or name a server of its own",
            })
    void aServerThatWillNotDoIsRefusedWithTheRemedy(String setting, String value, String remedy) throws Exception {
        try (RedisServer server = RedisServer.start(setting, value);
                RedisBroker broker = broker(server.url())) {
            assertThat(catchThrowableOfType(Unavailable.class, broker::checkServer)
                            .detail())
                    .contains(remedy);
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() throws Exception {
        try (RedisServer server = RedisServer.start("--requirepass", "secret");
                RedisBroker wrong = broker("redis://:guessed@127.0.0.1:" + server.port());
                RedisBroker right = broker("redis://:secret@127.0.0.1:" + server.port())) {
            assertThat(catchThrowableOfType(Unavailable.class, wrong::checkServer)
                            .detail())
                    .contains("refused the user or the password")
                    .doesNotContain("guessed");
            right.checkServer();
        }
    }

    @Test
    void aReplicaIsRefusedAndItsMasterNamed() throws Exception {
        try (RedisServer master = RedisServer.start();
                RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1 " + master.port());
                RedisBroker broker = broker(replica.url())) {
            assertThat(catchThrowableOfType(Unavailable.class, broker::checkServer)
                            .detail())
                    .contains("is a replica of 127.0.0.1:" + master.port() + ": name its master");
        }
    }

    @Test
    void aFullServerRefusesAndGoesOnOnceThereIsRoom() throws Exception {
        try (RedisServer server = RedisServer.start("--maxmemory", "3mb");
                RedisBroker broker = broker(server.url())) {
            Message large = Message.durable(QUEUE, new byte[1 << 20], "large");
            Unavailable full = catchThrowableOfType(Unavailable.class, () -> {
                for (int i = 0; i < 10; i++) {
                    broker.publish(large);
                }
            });
            assertThat(full.detail()).contains("is full: make room, or raise its maxmemory");
            try (RawRedis raw = new RawRedis(server)) {
                raw.call(Protocol.Command.CONFIG, "SET", "maxmemory", "100mb");
            }
            broker.publish(large);
        }
    }

    @Test
    void writesWithoutTheirReplicasAreRefused() throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisBroker broker = broker(server.url() + "?replicas=1&replica_timeout=20")) {
            Unavailable alone = catchThrowableOfType(
                    Unavailable.class, () -> broker.publish(Message.durable(QUEUE, new byte[] {1}, "m")));
            assertThat(alone.detail()).contains("not on 1 replicas within 20 ms");
            broker.checkServer();
        }
    }

    @Test
    void scriptsThatTheServerForgotAreLoadedAgain() throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisBroker broker = broker(server.url());
                RawRedis raw = new RawRedis(server)) {
            broker.publish(Message.durable(QUEUE, new byte[] {1}, "one"));
            raw.call(Protocol.Command.SCRIPT, "FLUSH");
            broker.publish(Message.durable(QUEUE, new byte[] {1}, "two"));
            assertThat(broker.status().queues())
                    .singleElement()
                    .satisfies(queue -> assertThat(queue.ready()).isEqualTo(2));
        }
    }
}
