package dev.tasuki.adapters.redis;

import dev.tasuki.contracts.DeadLettersContract;
import dev.tasuki.contracts.Fixture;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.testservers.RedisCluster;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisServers.class)
final class RedisClusterDeadLettersTest extends DeadLettersContract {
    private final RedisCluster cluster;

    RedisClusterDeadLettersTest(RedisCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Fixture<Broker> open() {
        return new RedisFixture(cluster.nodes().getFirst(), "?cluster=true");
    }

    @Override
    protected DeadLetters lettersOf(Broker opened) {
        return ((RedisBroker) opened).deadLetters();
    }
}
