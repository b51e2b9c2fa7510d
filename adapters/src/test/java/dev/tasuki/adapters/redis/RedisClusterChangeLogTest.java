package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.ChangeLogContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.testservers.RedisCluster;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisClusterChangeLogTest extends ChangeLogContract {
    private final RedisCluster cluster;

    RedisClusterChangeLogTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<Ports> open() {
        return new RedisRowsFixture<>(
                cluster.nodes().getFirst(),
                "?cluster=true",
                rows -> new Ports(new RedisTaskStore(rows), new RedisChangeLog(rows)));
    }
}
