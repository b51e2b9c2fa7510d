package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.ServerReading;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
            assertThat(broker.readings()).isEmpty();
        }
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
