package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.SubscriptionContract;
import dev.tasuki.core.port.Broker;
import dev.tasuki.testservers.RedisCluster;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisClusterSubscriptionTest extends SubscriptionContract {
    private final RedisCluster cluster;

    RedisClusterSubscriptionTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<Broker> open() {
        return new RedisFixture(cluster.nodes().getFirst(), "?cluster=true");
    }
}
