package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.QueueHistoryContract;
import dev.tasuki.core.port.QueueHistory;
import dev.tasuki.testservers.RedisCluster;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisClusterQueueHistoryTest extends QueueHistoryContract {
    private final RedisCluster cluster;

    RedisClusterQueueHistoryTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<QueueHistory> open() {
        return new RedisRowsFixture<>(cluster.nodes().getFirst(), "?cluster=true", RedisQueueHistory::new);
    }
}
