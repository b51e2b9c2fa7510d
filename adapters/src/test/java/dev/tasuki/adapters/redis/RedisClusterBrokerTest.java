package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.BrokerContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import dev.tasuki.testservers.RedisCluster;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisClusterBrokerTest extends BrokerContract {
    private final RedisCluster cluster;

    RedisClusterBrokerTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<Broker> open() {
        return new RedisFixture(cluster.nodes().getFirst(), "?cluster=true");
    }
}
