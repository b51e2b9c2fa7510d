package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.TaskAlgorithmContract;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.testservers.RedisCluster;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisClusterTaskAlgorithmTest extends TaskAlgorithmContract {
    private final RedisCluster cluster;

    RedisClusterTaskAlgorithmTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<TaskStore> open() {
        return new RedisRowsFixture<>(cluster.nodes().getFirst(), "?cluster=true", RedisTaskStore::new);
    }
}
