package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.Fixture;
import dev.tasuki.contracts.MessageSizeContract;
import dev.tasuki.core.port.Broker;
import dev.tasuki.testservers.RedisCluster;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisClusterMessageSizeTest extends MessageSizeContract {
    private final RedisCluster cluster;

    RedisClusterMessageSizeTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<Broker> open() {
        return new RedisFixture(cluster.nodes().getFirst(), "?cluster=true");
    }
}
