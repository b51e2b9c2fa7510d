package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.TaskMessageContract;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.testservers.RedisCluster;
import java.time.InstantSource;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows and messages in one Redis. */
@ExtendWith(RedisServers.class)
final class RedisClusterTaskMessageTest extends TaskMessageContract {
    private final RedisCluster cluster;

    RedisClusterTaskMessageTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<TaskStore> open() {
        return new RedisRowsFixture<>(cluster.nodes().getFirst(), "?cluster=true", RedisTaskStore::new);
    }

    @Override
    protected Broker broker() {
        return new RedisBroker(
                RedisSettings.parse(cluster.nodes().getFirst().url() + "?cluster=true"),
                InstantSource.system(),
                gone -> {});
    }
}
