package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.LeaderLeaseContract;
import dev.tasuki.core.port.LeaderLease;
import dev.tasuki.testservers.RedisCluster;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisClusterLeaderLeaseTest extends LeaderLeaseContract {
    private final RedisCluster cluster;

    RedisClusterLeaderLeaseTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<LeaderLease> open() {
        return new RedisRowsFixture<>(cluster.nodes().getFirst(), "?cluster=true", RedisLeaderLease::new);
    }
}
