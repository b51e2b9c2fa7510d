package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.adapters.resp.Command;
import dev.tasuki.adapters.resp.Lane;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.resp.ServerFacts;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.ServerReading;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;

final class RedisReadingsTest {
    @BeforeAll
    static void redis() {
        RedisServers.requireInstalled();
    }

    @Test
    void tellsMemoryClientsAndTheLogOfWrites() throws IOException {
        try (RedisServer server = RedisServer.start("--maxmemory", "64mb");
                RedisRows rows = RedisRows.open(RedisSettings.parse(server.url()))) {
            List<ServerReading> readings = rows.readings();
            Map<String, Double> values = values(readings);

            assertThat(readings).extracting(ServerReading::server).containsOnly("127.0.0.1:" + server.port());
            assertThat(values)
                    .containsEntry("redis_memory_max_bytes", (double) (64 << 20))
                    .containsEntry("redis_log_enabled", 1.0)
                    .containsEntry("redis_log_writable", 1.0)
                    .containsEntry("redis_replicas", 0.0);
            assertThat(values.get("redis_memory_used_bytes")).isBetween(100_000.0, (double) (64 << 20));
            assertThat(values.get("redis_clients")).isGreaterThanOrEqualTo(1.0);
            assertThat(values.get("redis_log_size_bytes")).isGreaterThan(0.0);
        }
    }

    @Test
    void aServerWithoutALogSaysSoAndOneThatIsAwaySaysNothing() throws IOException {
        try (RedisServer server = RedisServer.start("--appendonly", "no");
                RedisBroker broker =
                        new RedisBroker(RedisSettings.parse(server.url()), InstantSource.system(), dropped -> {})) {
            assertThat(values(broker.readings()))
                    .containsEntry("redis_log_enabled", 0.0)
                    .containsEntry("redis_log_size_bytes", 0.0)
                    .containsEntry("redis_memory_max_bytes", 0.0);

            server.kill();
            assertThat(values(broker.readings()).keySet())
                    .as("what is known without the server")
                    .isNotEmpty()
                    .noneMatch(name -> name.matches("redis_(memory|clients|replicas|log).*"));
        }
    }

    @Test
    void tellsWhatWentOverEachLane() throws IOException {
        try (RedisServer server = RedisServer.start();
                RedisBroker broker = broker(server)) {
            for (int i = 0; i < 20; i++) {
                broker.publish(Message.durable("queue.read", new byte[] {1}, "m" + i));
            }
            Map<String, Double> before = of(broker.readings(), "lane", "durable");
            server.kill();
            assertThatThrownBy(() -> broker.publish(Message.durable("queue.read", new byte[] {1}, "lost")))
                    .isInstanceOf(Unavailable.class);
            server.startAgain();
            Message next = Message.durable("queue.read", new byte[] {1}, "after");
            Eventually.holds(() -> assertThatCode(() -> broker.publish(next)).doesNotThrowAnyException());
            Map<String, Double> after = of(broker.readings(), "lane", "durable");

            assertThat(before)
                    .containsEntry("redis_commands_total", 20.0)
                    .containsEntry("redis_batches_total", 20.0)
                    .containsEntry("redis_reconnects_total", 0.0)
                    .containsEntry("redis_in_flight", 0.0);
            assertThat(before.get("redis_command_seconds_total")).isPositive();
            assertThat(after).containsEntry("redis_commands_total", 21.0).containsEntry("redis_reconnects_total", 1.0);
            assertThat(values(broker.readings())).containsEntry("redis_server_changes_total", 1.0);
            assertThat(of(broker.readings(), "lane", "quick")).containsKey("redis_commands_total");
        }
    }

    @Test
    void commandsThatGoTogetherAreOneBatch() throws Exception {
        try (RedisServer server = RedisServer.start();
                Lane lane =
                        Lane.start("some", new RedisLink(RedisSettings.parse(server.url()), ServerFacts.Use.BROKER))) {
            lane.call(Command.plain(Protocol.Command.PING));
            server.pause();
            List<CompletableFuture<?>> sent = IntStream.range(0, 10)
                    .<CompletableFuture<?>>mapToObj(i -> lane.send(Command.plain(Protocol.Command.PING)))
                    .toList();
            assertThat(of(lane.readings(), "lane", "some")).containsEntry("redis_in_flight", 10.0);
            server.goOn();
            for (CompletableFuture<?> one : sent) {
                one.get(30, TimeUnit.SECONDS);
            }

            Eventually.holds(() -> assertThat(of(lane.readings(), "lane", "some"))
                    .containsEntry("redis_commands_total", 11.0)
                    .containsEntry("redis_in_flight", 0.0));
            // Alone, the first of ten, and the others together or in parts.
            assertThat(of(lane.readings(), "lane", "some").get("redis_batches_total"))
                    .isBetween(2.0, 10.0);
        }
    }

    @Test
    void tellsRepliesToNobody() throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisBroker asking = broker(server);
                RedisBroker answering = broker(server)) {
            ReplyQueue open = asking.openReplyQueue(reply -> {});
            ReplyQueue gone = asking.openReplyQueue(reply -> {});
            gone.close();
            answering.publish(new Message(gone.name(), new byte[] {1}, "late", null, null, false, Map.of()));
            Eventually.holds(
                    () -> assertThat(values(asking.readings())).containsEntry("redis_replies_to_nobody_total", 1.0));
            open.close();
        }
    }

    private static RedisBroker broker(RedisServer server) {
        return new RedisBroker(RedisSettings.parse(server.url()), InstantSource.system(), dropped -> {});
    }

    private static Map<String, Double> of(List<ServerReading> readings, String label, String value) {
        return values(readings.stream()
                .filter(reading -> value.equals(reading.of().get(label)))
                .toList());
    }

    @Test
    void aURLThatAcceptsALossSaysWhichOne() {
        assertThat(RedisSettings.parse("redis://:secret@h:1").acceptedRisk()).isEmpty();
        assertThat(RedisSettings.parse("redis://:secret@h:1?durability=everysec")
                        .acceptedRisk())
                .get()
                .asString()
                .contains("h:1", "last seconds")
                .doesNotContain("secret");
        assertThat(RedisSettings.parse("redis://:secret@h:1?durability=trusted").acceptedRisk())
                .get()
                .asString()
                .contains("h:1", "is not asked")
                .doesNotContain("secret");
    }

    private static Map<String, Double> values(List<ServerReading> readings) {
        Map<String, Double> values = new TreeMap<>();
        readings.forEach(reading -> values.put(reading.name(), reading.value()));
        return values;
    }
}
